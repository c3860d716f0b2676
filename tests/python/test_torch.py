"""The PyTorch layer: values, gradients, batch axes, and the public S-MNN's arguments."""

import copy
import pickle

import numpy as np
import pytest
from problems import B, D, E, K, T, random_inputs

import smnn

torch = pytest.importorskip("torch")

from smnn.torch import MechanisticLayer, ode_forward  # noqa: E402: torch may be missing


def tensors(requires_grad=False, **arguments):
    return [torch.from_numpy(array).requires_grad_(requires_grad) for array in random_inputs(**arguments)]


def close(actual, expected, rtol=1e-9, atol=1e-11):
    torch.testing.assert_close(actual, torch.as_tensor(expected), rtol=rtol, atol=atol)


def test_tensors_go_into_the_plain_functions_too():
    inputs = tensors()
    y = smnn.solve(*inputs)
    assert isinstance(y, torch.Tensor)
    close(y, smnn.solve(*random_inputs()))


@pytest.mark.parametrize(
    "shapes",
    [
        {},
        {"coefficients": (1, T, E, D, K), "rhs": (B, 1, E), "steps": (1, 1)},
        {
            "coefficients": (B, 1, T, E, D, K),
            "rhs": (B, 2, T, E),
            "initial_values": (1, D, K - 1),
            "steps": (B, 1, T - 1),
        },
    ],
    ids=["own", "shared", "many_right_hand_sides"],
)
@pytest.mark.parametrize("smoothness", ["taylor", "central", "pade"])
def test_gradients_are_finite_differences(shapes, smoothness):
    layer = MechanisticLayer(smoothness=smoothness)
    inputs = tensors(True, **shapes)
    assert torch.autograd.gradcheck(lambda *tensors: layer(*tensors, n_steps=T), inputs, atol=1e-6, rtol=1e-4)


def test_forward_mode_agrees():
    layer = MechanisticLayer()
    assert torch.autograd.gradcheck(layer, tensors(True), check_forward_ad=True, atol=1e-6, rtol=1e-4)


def test_gradients_of_gradients_are_refused():
    inputs = tensors(True)
    (gradient,) = torch.autograd.grad(MechanisticLayer()(*inputs).pow(2).sum(), inputs[1], create_graph=True)
    with pytest.raises(RuntimeError, match="differentiate twice"):
        gradient.sum().backward()


def test_an_input_changed_before_backward_is_noticed():
    coefficients, rhs, initial_values, steps = tensors(True)
    factor = torch.ones_like(rhs, requires_grad=True)
    scaled = rhs * factor
    loss = MechanisticLayer()(coefficients, scaled, initial_values, steps).sum()
    with torch.no_grad():
        scaled.add_(1.0)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_several_forward_calls_precede_their_backward_calls():
    layer = MechanisticLayer()
    first, second = tensors(True), tensors(True, seed=2)
    total = layer(*first).pow(2).sum() + layer(*second).pow(2).sum()
    total.backward()
    alone = tensors(True)
    MechanisticLayer()(*alone).pow(2).sum().backward()
    for a, b in zip(first, alone):
        close(a.grad, b.grad)


def test_float32_stays_float32():
    inputs = tensors(True, dtype=np.float32)
    y = MechanisticLayer()(*inputs)
    y.sum().backward()
    assert y.dtype == inputs[0].grad.dtype == torch.float32


def test_a_failure_names_the_system():
    coefficients, rhs, initial_values, steps = tensors()
    steps[1, 2] = -1.0
    with pytest.raises(smnn.NumericalError):
        MechanisticLayer()(coefficients, rhs, initial_values, steps)


def test_batch_axes_are_broadcast():
    inputs = tensors(
        coefficients=(3, T, E, D, K), rhs=(5, 1, 1, 1, E), initial_values=(1, D, K - 1), steps=(2, 1, T - 1)
    )
    y = ode_forward(*inputs, n_steps=T)
    assert y.shape == (5, 2, 3, T, D, K)
    for i, j, k in np.ndindex(5, 2, 3):
        one = ode_forward(inputs[0][k], inputs[1][i, 0, 0], inputs[2], inputs[3][j, 0])
        close(y[i, j, k], one)


def test_time_may_come_first():
    inputs = tensors(coefficients=(1, B, T, E, D, K), rhs=(2, B, T, E), initial_values=(2, B, 1, D, K - 1))
    first = [a.movedim(-n, 0) for a, n in zip(inputs, (4, 2, 3, 1))]
    close(ode_forward(*first, is_step_dim_first=True), ode_forward(*inputs).movedim(-3, 0))


def test_arguments_of_the_public_function_have_its_meaning():
    coefficients, rhs, initial_values, steps = random_inputs(steps=(B, 1))
    inputs = tensors(steps=(B, 1))
    y = ode_forward(
        *inputs,
        n_steps=T,
        n_init_var_steps=2,
        is_step_dim_first=False,
        weight_equation=2.0,
        weight_init_var=3.0,
        weight_smooth=0.5,
        enable_central_smoothness=True,
        prefer_cuda_graph=False,
        frozen_lhs_cache_version=0,
    )
    expected = smnn.solve(
        coefficients,
        rhs,
        np.repeat(initial_values, 2, axis=1),
        steps,
        weight_governing=2.0,
        weight_initial=3.0,
        weight_smoothness=0.5,
        smoothness="central",
    )
    close(y, expected)


def test_a_frozen_matrix_is_that_of_the_first_call():
    coefficients, rhs, initial_values, steps = tensors()
    other = tensors(seed=2)
    rhs.requires_grad_(True)
    layer = MechanisticLayer()
    layer(coefficients, other[1], initial_values, steps, frozen_lhs_cache_version=7)
    y = layer(other[0], rhs, initial_values, other[3], frozen_lhs_cache_version=7)
    close(y, ode_forward(coefficients, rhs, initial_values, steps))
    y.sum().backward()
    expected = rhs.detach().clone().requires_grad_(True)
    ode_forward(coefficients, expected, initial_values, steps).sum().backward()
    close(rhs.grad, expected.grad)


def test_models_with_the_layer_are_copied_and_saved():
    layer = MechanisticLayer(smoothness="pade")
    inputs = tensors()
    y = layer(*inputs)
    layer(*inputs, frozen_lhs_cache_version=1)
    for copied in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        close(copied(*inputs), y)
        close(copied(*inputs, frozen_lhs_cache_version=1), y)


@pytest.mark.skipif("cuda" not in smnn.build_info()["devices"] or not torch.cuda.is_available(), reason="no CUDA here")
def test_cuda_tensors_are_solved_where_they_are():
    inputs = [tensor.cuda().requires_grad_(True) for tensor in tensors()]
    y = MechanisticLayer()(*inputs)
    close(y.cpu(), smnn.solve(*random_inputs()))
    assert torch.autograd.gradcheck(MechanisticLayer(), inputs, atol=1e-6, rtol=1e-4, nondet_tol=1e-12)
