"""Solvers: plans for problems of given sizes."""

from ._allocate import empty_like
from ._core import Solver as CoreSolver
from ._core import SolverOptions
from ._core import memory_bytes as core_memory_bytes
from ._inputs import Inputs
from ._problem import Problem

INFO_NOT_CONVERGED = -1
"""In `Solver.info`: corrections or conjugate gradients did not converge; results are the last iterate's."""


class Solver:
    """Solves problems of the sizes it was made for and differentiates their solutions.

    A solver belongs to sizes, not to data: make one, use it for every problem of those sizes. It owns its
    workspace. Calls release the interpreter's lock; those of several threads take turns.

    Parameters
    ----------
    extents : Problem or Extents
        The sizes; of a problem also dtype and device.
    dtype : {"float64", "float32"}, optional
    device : {"cpu", "cuda"}, optional
    stream : int, optional
        Handle of the CUDA or HIP stream that calls run on, in order; None: Kokkos's own stream, which is
        in order with the legacy default stream.
    method : {"banded", "dense", "conjugate_gradient"}
        The latter two are baselines.
    factorization : {"cholesky", "qr"}
        "qr" never forms the normal matrix: for steps so small that corrections do not converge.
    factor_precision : {"working", "single"}
        "single" keeps the factor of a solver in float64 rounded to float32, in half the memory.
    refinement : {"automatic", "none"} or int
        Corrections of solutions, adjoints and tangents: until the expected error is below
        `refinement_tolerance` or stops falling; none (plain normal equations); exactly so many.
    refinement_tolerance : float
        Relative to the solution's largest entry; 0: rounding.
    refinement_sweeps : int
        Upper limit of "automatic".
    storage : {"automatic", "keep", "recompute"}
        Keep the factor between calls, or make it again in cache.
    parallelism : {"automatic", "thread_per_system", "team_per_system"}
    on_failure : {"raise", "mask"}
        Raise `NumericalError` if a system fails, or let `info` tell.
    time_parts : int
        Parts that the time axis of few systems is cut into; 0: as many as pay.
    residual_norm : bool
        Compute `residual_norm`.
    conjugate_gradient_tolerance : float
    conjugate_gradient_iteration_limit : int
        Of that baseline; 0: ten times the number of unknowns.

    Raises
    ------
    InvalidArgument
        For sizes or options out of range; also by every call whose problem has other sizes, precision or
        device, or one of whose arrays does not have the expected shape.
    NumericalError
        By every call, if a system failed and `on_failure` is "raise"; results are written.

    Notes
    -----
    What the banded method needs is allocated here and nothing later, apart from the arrays that calls
    return; give `out` and there are none.
    """

    __slots__ = ("__weakref__", "_core")

    def __init__(self, extents, *, dtype=None, device=None, stream=None, **options):
        if isinstance(extents, Problem):
            dtype = dtype or extents.dtype
            device = device or extents.device
            extents = extents.extents
        self._core = CoreSolver(extents, SolverOptions(**options), dtype or "float64", device or "cpu", stream)

    def solve(self, problem, out=None):
        """Factor and solve.

        Parameters
        ----------
        problem : Problem
        out : array, optional
            Where the solution goes, of any strides.

        Returns
        -------
        array, shape (B, T, D, K) or (B, M, T, D, K)
            y[b, t, d, r], the r-th derivative of function d, in its unit per time to the power r; `out` if
            given, else a new array of the problem's library.
        """
        if out is None:
            out = empty_like(problem.inputs.coefficients, problem.solution_shape)
        self._core.solve(problem._core, out)
        return out

    def factor(self, problem):
        """Factor every system's matrix and keep it; needs `storage="keep"` on a CPU."""
        self._core.factor(problem._core)

    def solve_factored(self, problem, out=None):
        """Like `solve`, with the factor kept by an earlier call, whose coefficients and steps were the same arrays.

        Contents changed in place are not noticed: call `factor` or `solve` again.
        """
        if out is None:
            out = empty_like(problem.inputs.coefficients, problem.solution_shape)
        self._core.solve_factored(problem._core, out)
        return out

    def adjoint(self, problem, solution, seed, wanted=Inputs._fields, out=None):
        """Gradients of a scalar l with respect to the inputs: reverse mode.

        Parameters
        ----------
        problem : Problem
        solution : array
            What `solve` returned for the problem.
        seed : array
            dl/d(solution), of its shape.
        wanted : sequence of str
            Inputs whose gradients are computed.
        out : Inputs, optional
            Where gradients go; those that are None are not computed, whatever `wanted` says.

        Returns
        -------
        Inputs
            dl/d(input) in each input's shape, summed over what shares it.
        """
        if out is None:
            out = Inputs(
                *(
                    empty_like(array, tuple(array.shape)) if name in wanted else None
                    for name, array in zip(Inputs._fields, problem.inputs)
                )
            )
        self._core.adjoint(problem._core, solution, seed, *out)
        return out

    def tangent(self, problem, solution, directions, out=None):
        """Derivative of the solution along directions of the inputs: forward mode.

        Parameters
        ----------
        problem : Problem
        solution : array
            What `solve` returned for the problem.
        directions : Inputs
            Each in its input's shape; those that are None are zero.
        out : array, optional

        Returns
        -------
        array
            Of the solution's shape; `out` if given.
        """
        if out is None:
            out = empty_like(problem.inputs.coefficients, problem.solution_shape)
        self._core.tangent(problem._core, solution, *directions, out)
        return out

    def _per_solution(self, values):
        extents = self._core.extents
        members = extents.right_hand_sides
        return values.reshape(extents.batch, members) if members > 1 else values

    @property
    def info(self):
        """Status per solution, shape (B,) or (B, M): 0, 1 + the time point that failed, or `INFO_NOT_CONVERGED`."""
        return self._per_solution(self._core.info)

    @property
    def sweeps(self):
        """Corrections (or iterations of conjugate gradients) that the last call spent, per solution."""
        return self._per_solution(self._core.sweeps)

    @property
    def rounding_error(self):
        """Estimate per solution, relative to its largest entry; NaN without refinement."""
        return self._per_solution(self._core.rounding_error)

    @property
    def residual_norm(self):
        """Euclidean norm of b - A y with the weights, per solution, after `solve`; NaN unless the option is set."""
        return self._per_solution(self._core.residual_norm)

    @property
    def extents(self):
        """The sizes that the solver was made for."""
        return self._core.extents

    @property
    def dtype(self):
        """"float64" or "float32"."""
        return self._core.dtype

    @property
    def device(self):
        """"cpu" or "cuda"."""
        return self._core.device

    @property
    def memory_bytes(self):
        """Device memory that the solver holds."""
        return self._core.memory_bytes

    @property
    def name(self):
        """"banded", "dense" or "cg"."""
        return self._core.name

    def __repr__(self):
        return f"<smnn.Solver ({self.name}) of {self.extents}, {self.dtype} on {self.device}>"


def memory_bytes(extents, *, dtype="float64", device="cpu", **options):
    """Device memory that `Solver(extents, ...)` would allocate, in bytes; allocates nothing.

    Parameters and errors are those of `Solver`.
    """
    return core_memory_bytes(extents, SolverOptions(**options), dtype, device)
