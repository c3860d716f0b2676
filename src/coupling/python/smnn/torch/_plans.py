"""How solvers are found and called: anew for every matrix, or with a factor that is kept."""

from functools import partial
from weakref import WeakSet

from .._solver_cache import SolverCache


class Plans:
    """Factors every matrix that it is given."""

    def __init__(self, **options):
        self._solvers = SolverCache(**options)

    def solve(self, problem, stream):
        """The solver, and the solution."""
        solver = self._solvers.solver_of(problem, stream)
        return solver, solver.solve(problem)


class FrozenMatrix:
    """Factors one matrix, once for every number of right-hand sides, and solves with that factor ever after."""

    def __init__(self, coefficients, steps, **options):
        self.coefficients = coefficients.detach().clone()
        self.steps = steps.detach().clone()
        self._options = options
        self._solvers = SolverCache(**{**options, "storage": "keep"})
        self._factored = WeakSet()

    def __reduce__(self):
        return partial(FrozenMatrix, **self._options), (self.coefficients, self.steps)

    def solve(self, problem, stream):
        """The solver, and the solution; the problem's coefficients and steps are this object's."""
        solver = self._solvers.solver_of(problem, stream)
        if solver in self._factored:
            return solver, solver.solve_factored(problem)
        self._factored.add(solver)
        return solver, solver.solve(problem)
