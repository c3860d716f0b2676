"""Solvers kept between calls whose sizes repeat, as those of a training do."""

from collections import OrderedDict
from functools import partial

from ._solver import Solver

CAPACITY = 8  # a training and its validation, with full and last batches, need four


class SolverCache:
    """The solvers of the sizes used last, all with the same options."""

    def __init__(self, **options):
        self._options = options
        self._solvers = OrderedDict()

    def __reduce__(self):
        """A copy, in memory or of a file, makes solvers of its own."""
        return partial(SolverCache, **self._options), ()

    def solver_of(self, problem, stream=None):
        """A solver for the problem's sizes, precision and device, made if there is none."""
        key = (problem.extents, problem.dtype, problem.device, stream)
        solver = self._solvers.get(key)
        if solver is None:
            solver = self._solvers[key] = Solver(problem, stream=stream, **self._options)
            if len(self._solvers) > CAPACITY:
                self._solvers.popitem(last=False)
        self._solvers.move_to_end(key)
        return solver
