"""One call from arrays to result. Each makes a problem and a solver; loops keep theirs."""

from ._inputs import Inputs
from ._problem import Problem
from ._solver import Solver

PROBLEM_OPTIONS = frozenset(
    {
        "smoothness",
        "weight_governing",
        "weight_initial",
        "weight_smoothness",
        "weight_highest_order",
        "time_points",
        "check_steps",
    }
)


def split_options(options):
    """Keywords of `Problem` and of `Solver`, which share none but the stream."""
    of_problem = {name: value for name, value in options.items() if name in PROBLEM_OPTIONS}
    of_solver = {name: value for name, value in options.items() if name not in PROBLEM_OPTIONS}
    return of_problem, of_solver


def _prepare(inputs, stream, options):
    of_problem, of_solver = split_options(options)
    problem = Problem(*inputs, stream=stream, **of_problem)
    return problem, Solver(problem, stream=stream, **of_solver)


def solve(coefficients, rhs, initial_values, steps, *, out=None, stream=None, **options):
    """Solve a batch of linear ODEs by least squares.

    Parameters
    ----------
    coefficients, rhs, initial_values, steps : array
        As `Problem` takes them, in place.
    out : array, optional
        Where the solution goes.
    stream : int, optional
    **options
        Of `Problem` and `Solver`.

    Returns
    -------
    array, shape (B, T, D, K) or (B, M, T, D, K)
        y[b, t, d, r], the r-th derivative of function d.

    Raises
    ------
    InvalidArgument
        For arrays that do not fit each other, and options out of range.
    NumericalError
        If a system failed, unless `on_failure` is "mask".

    Examples
    --------
    y' + y = 0 with y(0) = 1 on 0 <= t <= 1:

    >>> import numpy as np, smnn
    >>> y = smnn.solve(
    ...     np.array([1.0, 1.0, 0.0]).reshape(1, 1, 1, 1, 3),  # (B, T, E, D, K)
    ...     np.zeros((1, 1, 1)),                               # (B, T, E)
    ...     np.ones((1, 1, 1, 1)),                             # (B, T0, D, K0)
    ...     np.full((1, 100), 0.01),                           # (B, T-1)
    ... )
    >>> y.shape, round(float(y[0, 100, 0, 0]), 4)
    ((1, 101, 1, 3), 0.3679)
    """
    problem, solver = _prepare((coefficients, rhs, initial_values, steps), stream, options)
    return solver.solve(problem, out)


def adjoint(
    coefficients, rhs, initial_values, steps, solution, seed, *, wanted=Inputs._fields, stream=None, **options
):
    """Gradients of a scalar l with respect to the inputs, given the solution and seed = dl/d(solution).

    Parameters
    ----------
    coefficients, rhs, initial_values, steps : array
        As they were given to `solve`.
    solution, seed : array, shape (B, T, D, K) or (B, M, T, D, K)
    wanted : sequence of str
        Inputs whose gradients are computed.
    stream : int, optional
    **options
        Of `Problem` and `Solver`.

    Returns
    -------
    Inputs
        dl/d(input) in each input's shape, summed over what shares it; None where it is not wanted.

    Raises
    ------
    InvalidArgument, NumericalError
        As `solve` does.
    """
    problem, solver = _prepare((coefficients, rhs, initial_values, steps), stream, options)
    return solver.adjoint(problem, solution, seed, wanted)


def tangent(coefficients, rhs, initial_values, steps, solution, directions, *, out=None, stream=None, **options):
    """Derivative of the solution along directions of the inputs.

    Parameters
    ----------
    coefficients, rhs, initial_values, steps : array
        As they were given to `solve`.
    solution : array, shape (B, T, D, K) or (B, M, T, D, K)
    directions : Inputs
        Each in its input's shape; those that are None are zero.
    out : array, optional
    stream : int, optional
    **options
        Of `Problem` and `Solver`.

    Returns
    -------
    array
        Of the solution's shape.

    Raises
    ------
    InvalidArgument, NumericalError
        As `solve` does.
    """
    problem, solver = _prepare((coefficients, rhs, initial_values, steps), stream, options)
    return solver.tangent(problem, solution, directions, out)
