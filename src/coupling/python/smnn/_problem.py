"""A batch of problems in the caller's arrays."""

from ._allocate import empty_like
from ._core import Problem as CoreProblem
from ._core import ProblemOptions
from ._inputs import Inputs


class Problem:
    """A batch of linear least-squares ODE problems.

    For system b and time point t, with y[t, d, r] standing for the r-th derivative of function d::

        sum over d, r of coefficients[b, t, e, d, r] y[t, d, r] = rhs[b, t, e]
        y[t, d, r] = initial_values[b, t, d, r]                     t < T0, r < K0
        y[t] and y[t + 1] agree with each other's expansion over steps[b, t]

    Parameters
    ----------
    coefficients : array, shape (B, T, E, D, K)
    rhs : array, shape (B, T, E) or (B, M, T, E)
        With M right-hand sides per system, whose matrix is factored once.
    initial_values : array, shape (B, T0, D, K0) or (B, M, T0, D, K0), or None
        In the unit of function d per time to the power r. None: there are none.
    steps : array, shape (B, T - 1)
        Time differences, positive and finite.
    smoothness : {"taylor", "central", "pade"}
        How neighbouring time points are tied together.
    weight_governing, weight_initial, weight_smoothness, weight_highest_order : float
        Of the families of rows, before squaring.
    time_points : int
        T; 0: deduced, possible unless every input is shared over time.
    check_steps : bool
        Raise unless all steps are positive and finite. Without it a bad step makes its system fail.
    stream : int, optional
        Handle of the CUDA or HIP stream that the check runs on.

    Raises
    ------
    InvalidArgument
        If extents do not fit each other, naming array, extent and expectation; for arrays of different
        dtype (float64 or float32) or device; if an option is out of range.

    Notes
    -----
    Arrays of NumPy, PyTorch, CuPy or any library that speaks DLPack, of any strides, are used where they
    are: nothing is copied. Extent 1 along B or T means shared. The problem keeps the arrays alive; their
    contents may change between calls.
    """

    __slots__ = ("_core", "inputs", "solution_shape")

    def __init__(self, coefficients, rhs, initial_values, steps, *, stream=None, **options):
        if initial_values is None:
            dims = coefficients.shape[3:4] or (1,)  # what else is wrong with it is said below
            initial_values = empty_like(coefficients, (1, 0, *dims, 0))
        self._core = CoreProblem(coefficients, rhs, initial_values, steps, ProblemOptions(**options), stream)
        self.inputs = Inputs(coefficients, rhs, initial_values, steps)
        extents = self._core.extents
        has_members = len(rhs.shape) == 4 or len(initial_values.shape) == 5
        members = (extents.right_hand_sides,) if has_members else ()
        self.solution_shape = (extents.batch, *members, extents.time_points, extents.dims, extents.orders)

    @property
    def extents(self):
        """The sizes, which a `Solver` is made for."""
        return self._core.extents

    @property
    def dtype(self):
        """Name of the arrays' element type: "float64" or "float32"."""
        return self._core.dtype

    @property
    def device(self):
        """Where the arrays live: "cpu" or "cuda"."""
        return self._core.device

    def __repr__(self):
        return f"<smnn.Problem of {self.extents}, {self.dtype} on {self.device}>"
