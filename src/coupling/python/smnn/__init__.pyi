from collections.abc import Sequence
from os import PathLike
from typing import Any, Literal, NamedTuple, Protocol, TypedDict, TypeVar

import numpy as np
import numpy.typing as npt
import xarray
from typing_extensions import Unpack

class Array(Protocol):
    """An array of any library that speaks DLPack, float64 or float32, on a CPU, CUDA or HIP device; for type checkers alone."""

    @property
    def shape(self) -> Sequence[int]: ...
    def __dlpack__(self) -> Any: ...
    def __dlpack_device__(self) -> tuple[int, int]: ...

_A = TypeVar("_A", bound=Array)
_Dtype = Literal["float64", "float32"]
_Device = Literal["cpu", "cuda"]
_Smoothness = Literal["taylor", "central", "pade"]
_Input = Literal["coefficients", "rhs", "initial_values", "steps"]

__version__: str
INFO_NOT_CONVERGED: int

class Error(Exception): ...
class InvalidArgument(Error, ValueError): ...
class NumericalError(Error, ArithmeticError): ...
class IoError(Error, OSError): ...

class Sharing:
    """Along which axes an input has extent 1 and serves every index."""

    def __init__(self, *, over_batch: bool = False, over_time: bool = False) -> None: ...
    @property
    def over_batch(self) -> bool: ...
    @property
    def over_time(self) -> bool: ...

class Extents:
    """Sizes of a batch of problems; usually taken from `Problem.extents`."""

    def __init__(
        self,
        *,
        batch: int = 1,
        right_hand_sides: int = 1,
        time_points: int = 1,
        equations: int = 1,
        dims: int = 1,
        orders: int = 1,
        initial_steps: int = 0,
        initial_orders: int = 0,
        coefficients: Sharing = ...,
        rhs: Sharing = ...,
        initial_values: Sharing = ...,
        steps: Sharing = ...,
        smoothness: _Smoothness = "taylor",
    ) -> None: ...
    @property
    def batch(self) -> int: ...
    @property
    def right_hand_sides(self) -> int: ...
    @property
    def time_points(self) -> int: ...
    @property
    def equations(self) -> int: ...
    @property
    def dims(self) -> int: ...
    @property
    def orders(self) -> int: ...
    @property
    def initial_steps(self) -> int: ...
    @property
    def initial_orders(self) -> int: ...
    @property
    def coefficients(self) -> Sharing: ...
    @property
    def rhs(self) -> Sharing: ...
    @property
    def initial_values(self) -> Sharing: ...
    @property
    def steps(self) -> Sharing: ...
    @property
    def smoothness(self) -> _Smoothness: ...
    @property
    def block_order(self) -> int: ...

class Inputs(NamedTuple):
    coefficients: Any = None
    rhs: Any = None
    initial_values: Any = None
    steps: Any = None

class ProblemOptions(TypedDict, total=False):
    """Keywords of `Problem`; for type checkers alone."""

    smoothness: _Smoothness
    weight_governing: float
    weight_initial: float
    weight_smoothness: float
    weight_highest_order: float
    time_points: int
    check_steps: bool

class SolverOptions(TypedDict, total=False):
    """Keywords of `Solver`; for type checkers alone."""

    method: Literal["banded", "dense", "conjugate_gradient"]
    factorization: Literal["cholesky", "qr"]
    factor_precision: Literal["working", "single"]
    refinement: Literal["automatic", "none"] | int
    refinement_tolerance: float
    refinement_sweeps: int
    storage: Literal["automatic", "keep", "recompute"]
    parallelism: Literal["automatic", "thread_per_system", "team_per_system"]
    on_failure: Literal["raise", "mask"]
    time_parts: int
    residual_norm: bool
    conjugate_gradient_tolerance: float
    conjugate_gradient_iteration_limit: int

class Options(ProblemOptions, SolverOptions, total=False):
    """Keywords of the functions; for type checkers alone."""

class Problem:
    inputs: Inputs
    solution_shape: tuple[int, ...]
    def __init__(
        self,
        coefficients: Array,
        rhs: Array,
        initial_values: Array | None,
        steps: Array,
        *,
        stream: int | None = None,
        **options: Unpack[ProblemOptions],
    ) -> None: ...
    @property
    def extents(self) -> Extents: ...
    @property
    def dtype(self) -> _Dtype: ...
    @property
    def device(self) -> _Device: ...

class Solver:
    def __init__(
        self,
        extents: Problem | Extents,
        *,
        dtype: _Dtype | None = None,
        device: _Device | None = None,
        stream: int | None = None,
        **options: Unpack[SolverOptions],
    ) -> None: ...
    def solve(self, problem: Problem, out: Any = None) -> Any: ...
    def factor(self, problem: Problem) -> None: ...
    def solve_factored(self, problem: Problem, out: Any = None) -> Any: ...
    def adjoint(
        self,
        problem: Problem,
        solution: Array,
        seed: Array,
        wanted: Sequence[_Input] = ...,
        out: Inputs | None = None,
    ) -> Inputs: ...
    def tangent(self, problem: Problem, solution: Array, directions: Inputs, out: Any = None) -> Any: ...
    @property
    def info(self) -> npt.NDArray[np.int64]: ...
    @property
    def sweeps(self) -> npt.NDArray[np.int64]: ...
    @property
    def rounding_error(self) -> npt.NDArray[np.float64]: ...
    @property
    def residual_norm(self) -> npt.NDArray[np.float64]: ...
    @property
    def extents(self) -> Extents: ...
    @property
    def dtype(self) -> _Dtype: ...
    @property
    def device(self) -> _Device: ...
    @property
    def memory_bytes(self) -> int: ...
    @property
    def name(self) -> Literal["banded", "dense", "cg"]: ...

def solve(
    coefficients: _A,
    rhs: _A,
    initial_values: _A | None,
    steps: _A,
    *,
    out: _A | None = None,
    stream: int | None = None,
    **options: Unpack[Options],
) -> _A: ...
def adjoint(
    coefficients: _A,
    rhs: _A,
    initial_values: _A | None,
    steps: _A,
    solution: _A,
    seed: _A,
    *,
    wanted: Sequence[_Input] = ...,
    stream: int | None = None,
    **options: Unpack[Options],
) -> Inputs: ...
def tangent(
    coefficients: _A,
    rhs: _A,
    initial_values: _A | None,
    steps: _A,
    solution: _A,
    directions: Inputs,
    *,
    out: _A | None = None,
    stream: int | None = None,
    **options: Unpack[Options],
) -> _A: ...
def memory_bytes(
    extents: Extents, *, dtype: _Dtype = "float64", device: _Device = "cpu", **options: Unpack[SolverOptions]
) -> int: ...
def build_info() -> dict[str, Any]: ...
def open_solution(path: str | PathLike[str], group: str = "/") -> xarray.Dataset: ...
