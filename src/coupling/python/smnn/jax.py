"""smnn in JAX: a function with gradients of its own (`jax.custom_vjp`), under `jax.jit` and `jax.vmap` too; on the CPU."""

from functools import lru_cache, partial

import jax
import numpy as np

from ._functions import split_options
from ._problem import Problem
from ._solver_cache import SolverCache


class _Plans:
    """Problems and solvers with one set of options, on the host."""

    def __init__(self, options):
        self._of_problem, of_solver = split_options(options)
        self._solvers = SolverCache(**of_solver)

    def _prepare(self, inputs):
        problem = Problem(*map(np.asarray, inputs), **self._of_problem)
        return problem, self._solvers.solver_of(problem)

    def solve(self, *inputs):
        problem, solver = self._prepare(inputs)
        return solver.solve(problem)

    def adjoint(self, solution, seed, *inputs):
        problem, solver = self._prepare(inputs)
        return tuple(solver.adjoint(problem, np.asarray(solution), np.asarray(seed)))


@lru_cache(maxsize=32)
def _plans(options):
    return _Plans(dict(options))


def _common(*extents):
    return np.broadcast_shapes(*((extent,) for extent in extents))[0]


def _solution_shape(inputs, time_points):
    """What tracing must know before the problem, which checks the rest, is made."""
    coefficients, rhs, initial_values, steps = (array.shape for array in inputs)
    batch = _common(coefficients[0], rhs[0], initial_values[0], steps[0])
    intervals = steps[1] + 1 if steps[1] > 1 else 1  # one step is shared by all
    points = time_points or _common(coefficients[1], rhs[-2], intervals)
    members = [shape[1] for shape, rank in ((rhs, 4), (initial_values, 5)) if len(shape) == rank]
    return (batch, *([_common(*members)] if members else []), points, *coefficients[3:])


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _solve(options, *inputs):
    shape = _solution_shape(inputs, dict(options).get("time_points", 0))
    result = jax.ShapeDtypeStruct(shape, inputs[0].dtype)
    return jax.pure_callback(_plans(options).solve, result, *inputs, vmap_method="sequential")


def _solve_forward(options, *inputs):
    solution = _solve(options, *inputs)
    return solution, (solution, inputs)


def _solve_backward(options, saved, seed):
    solution, inputs = saved
    results = tuple(jax.ShapeDtypeStruct(array.shape, array.dtype) for array in inputs)
    return jax.pure_callback(_plans(options).adjoint, results, solution, seed, *inputs, vmap_method="sequential")


_solve.defvjp(_solve_forward, _solve_backward)


def solve(coefficients, rhs, initial_values, steps, **options):
    """Solve a batch of linear ODEs by least squares, differentiably in all four inputs.

    Parameters
    ----------
    coefficients, rhs, initial_values, steps : array
        Of the shapes that `smnn.Problem` takes; all float32 or, with JAX's 64-bit mode, float64.
    **options
        Of `smnn.Problem` and `smnn.Solver`; give `time_points` if all inputs are shared over time.

    Returns
    -------
    array, shape (B, T, D, K) or (B, M, T, D, K)

    Notes
    -----
    Runs on the host by `jax.pure_callback`. Errors are those of `smnn.solve`; under `jax.jit` they arrive
    wrapped in JAX's own.
    """
    return _solve(tuple(sorted(options.items())), coefficients, rhs, initial_values, steps)
