"""One array per input of a problem: gradients and directions."""

from typing import Any, NamedTuple


class Inputs(NamedTuple):
    """An array for each of the four inputs, in that input's shape; None for those left out."""

    coefficients: Any = None
    rhs: Any = None
    initial_values: Any = None
    steps: Any = None
