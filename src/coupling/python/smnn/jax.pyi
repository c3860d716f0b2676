from jax import Array
from jax.typing import ArrayLike
from typing_extensions import Unpack

from smnn import Options

def solve(
    coefficients: ArrayLike, rhs: ArrayLike, initial_values: ArrayLike, steps: ArrayLike, **options: Unpack[Options]
) -> Array: ...
