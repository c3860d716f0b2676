"""smnn: batches of linear ordinary differential equations, each solved as one banded least-squares problem.

`solve`, `adjoint` and `tangent` take arrays of NumPy, PyTorch or any library that speaks DLPack, in
place. `Problem` and `Solver` are the same as objects that are made once and used many times.

Submodules, imported on their own: `smnn.torch` (a PyTorch layer), `smnn.jax` (a JAX function).
"""

from ._core import Extents, Sharing, build_info
from ._errors import Error, InvalidArgument, IoError, NumericalError
from ._files import open_solution
from ._functions import adjoint, solve, tangent
from ._inputs import Inputs
from ._problem import Problem
from ._solver import INFO_NOT_CONVERGED, Solver, memory_bytes

__version__ = build_info()["version"]

__all__ = [
    "INFO_NOT_CONVERGED",
    "Error",
    "Extents",
    "Inputs",
    "InvalidArgument",
    "IoError",
    "NumericalError",
    "Problem",
    "Sharing",
    "Solver",
    "adjoint",
    "build_info",
    "memory_bytes",
    "open_solution",
    "solve",
    "tangent",
]
