"""The layer, and the public S-MNN's function."""

import torch

from ._batch import Batch
from ._function import LeastSquares
from ._plans import FrozenMatrix, Plans


def _time_behind_batch(coefficients, rhs, initial_values, steps):
    return (
        coefficients.movedim(0, -4),
        rhs.movedim(0, -2),
        initial_values.movedim(0, -3),
        steps.movedim(0, -1),
    )


class MechanisticLayer(torch.nn.Module):
    """Solves batches of linear ODEs by least squares, differentiably in all four inputs, as a layer.

    Has no parameters. Keeps solvers for the sizes used last, so that a training allocates nothing but its
    results. Gradients are those of the discrete solution, once (`backward`, and forward mode); gradients of
    gradients are refused.

    Parameters
    ----------
    weight_equation, weight_init_var, weight_smooth : float
        Weights of the equations, initial values and smoothness.
    enable_central_smoothness : bool
        The same as `smoothness="central"`.
    smoothness : {"taylor", "central", "pade"}
        How neighbouring time points are tied together.
    weight_highest_order : float
        Of "pade" only.
    **options
        Of `smnn.Solver`. The public S-MNN makes no corrections, which is `refinement="none"`.
    """

    def __init__(
        self,
        *,
        weight_equation=1.0,
        weight_init_var=1.0,
        weight_smooth=1.0,
        enable_central_smoothness=False,
        smoothness="taylor",
        weight_highest_order=0.01,
        **options,
    ):
        super().__init__()
        self._problem_options = {
            "smoothness": "central" if enable_central_smoothness else smoothness,
            "weight_governing": weight_equation,
            "weight_initial": weight_init_var,
            "weight_smoothness": weight_smooth,
            "weight_highest_order": weight_highest_order,
            "check_steps": False,  # the solver reports a bad step as a failure, without a wait of its own
        }
        self._options = options
        self._plans = Plans(**options)
        self._frozen = {}

    def forward(
        self,
        coefficients,
        rhs_equation,
        init_vars,
        steps,
        n_steps=None,
        n_init_var_steps=None,
        is_step_dim_first=False,
        frozen_lhs_cache_version=0,
    ):
        """Solve.

        Parameters
        ----------
        coefficients : Tensor, shape (..., n_steps, n_equations, n_dims, n_orders)
        rhs_equation : Tensor, shape (..., n_steps, n_equations)
        init_vars : Tensor, shape (..., n_init_var_steps, n_dims, n_init_var_orders)
        steps : Tensor, shape (..., n_steps - 1)
            All float64 or all float32. Batch axes (...) are broadcast, and so is time where its extent is 1.
        n_steps, n_init_var_steps : int, optional
            Where the shapes of steps and init_vars do not tell.
        is_step_dim_first : bool
            Time stands in front of the batch axes, also in the result.
        frozen_lhs_cache_version : int
            Not 0: coefficients and steps of the first call with this number serve all calls with it, factored
            once; they have no gradients.

        Returns
        -------
        Tensor, shape (..., n_steps, n_dims, n_orders)
            Functions and their derivatives in time.

        Raises
        ------
        smnn.InvalidArgument
            For tensors that do not fit each other.
        smnn.NumericalError
            If a system failed, for example by a step that is not positive.
        """
        inputs = (coefficients, rhs_equation, init_vars, steps)
        if is_step_dim_first:
            inputs = _time_behind_batch(*inputs)
        solution = self._solve(*inputs, n_steps, n_init_var_steps, frozen_lhs_cache_version)
        return solution.movedim(-3, 0) if is_step_dim_first else solution

    def _solve(self, coefficients, rhs, initial_values, steps, time_points, initial_steps, frozen_version):
        if initial_steps is not None:
            initial_values = initial_values.expand(*initial_values.shape[:-3], initial_steps, -1, -1)
        options = {**self._problem_options, "time_points": time_points or steps.shape[-1] + 1}
        batch = Batch(coefficients, rhs, initial_values, steps)
        matrix = batch.of_matrix(coefficients, 4), batch.of_matrix(steps, 1)
        data = batch.of_data(rhs, 2), batch.of_data(initial_values, 3)
        plans = self._plans
        if frozen_version:
            if frozen_version not in self._frozen:
                self._frozen[frozen_version] = FrozenMatrix(*matrix, **self._options)
            plans = self._frozen[frozen_version]
            matrix = plans.coefficients, plans.steps
        return batch.of_solution(LeastSquares.apply(plans, options, matrix[0], *data, matrix[1]))

    def extra_repr(self):
        given = {**self._problem_options, **self._options}
        return ", ".join(f"{name}={value!r}" for name, value in given.items())


_layers: dict = {}  # by their options


def ode_forward(
    coefficients,
    rhs_equation,
    init_vars,
    steps,
    n_steps=None,
    n_init_var_steps=None,
    is_step_dim_first=False,
    weight_equation=1.0,
    weight_init_var=1.0,
    weight_smooth=1.0,
    enable_central_smoothness=False,
    prefer_cuda_graph=True,
    frozen_lhs_cache_version=0,
    **options,
):
    """Solve, with the arguments of the public S-MNN's function.

    Parameters
    ----------
    coefficients, rhs_equation, init_vars, steps, n_steps, n_init_var_steps, is_step_dim_first
        As `MechanisticLayer.forward` takes them, and frozen_lhs_cache_version too.
    weight_equation, weight_init_var, weight_smooth, enable_central_smoothness
        As `MechanisticLayer` takes them.
    prefer_cuda_graph : bool
        Accepted, without effect: there is nothing to capture.
    **options
        Of `MechanisticLayer`.

    Returns
    -------
    Tensor, shape (..., n_steps, n_dims, n_orders)
    """
    options.update(
        weight_equation=weight_equation,
        weight_init_var=weight_init_var,
        weight_smooth=weight_smooth,
        enable_central_smoothness=enable_central_smoothness,
    )
    key = tuple(sorted(options.items()))
    if key not in _layers:
        _layers[key] = MechanisticLayer(**options)
    return _layers[key](
        coefficients,
        rhs_equation,
        init_vars,
        steps,
        n_steps,
        n_init_var_steps,
        is_step_dim_first,
        frozen_lhs_cache_version,
    )
