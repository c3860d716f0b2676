"""Solutions, gradients and tangents against dense least squares and finite differences."""

import dense
import numpy as np
import pytest
from problems import SHAPES, B, D, E, K, T, random_inputs

import smnn

M = 4


@pytest.mark.parametrize("smoothness", ["taylor", "central", "pade"])
def test_solution_is_that_of_dense_least_squares(smoothness):
    inputs = random_inputs()
    y = smnn.solve(*inputs, smoothness=smoothness)
    np.testing.assert_allclose(y, dense.solve(*inputs, smoothness=smoothness), rtol=1e-9, atol=1e-11)


def test_weights_are_those_of_the_rows():
    weights = {"weight_governing": 2.0, "weight_initial": 0.5, "weight_smoothness": 3.0, "weight_highest_order": 0.1}
    inputs = random_inputs()
    expected = dense.solve(*inputs, smoothness="pade", weights=tuple(weights.values()))
    np.testing.assert_allclose(smnn.solve(*inputs, smoothness="pade", **weights), expected, rtol=1e-9, atol=1e-11)


def test_extent_1_is_shared():
    inputs = random_inputs(coefficients=(1, 1, E, D, K), rhs=(B, 1, E), steps=(1, 1))
    y = smnn.solve(*inputs, time_points=T)
    full = (np.broadcast_to(inputs[0], SHAPES["coefficients"]), np.broadcast_to(inputs[1], SHAPES["rhs"]))
    expected = dense.solve(*full, inputs[2], np.broadcast_to(inputs[3], SHAPES["steps"]))
    np.testing.assert_allclose(y, expected, rtol=1e-9, atol=1e-11)


def test_initial_values_may_be_none():
    coefficients, rhs, _, steps = random_inputs(coefficients=(B, T, 2, D, K), rhs=(B, T, 2))
    expected = dense.solve(coefficients, rhs, np.empty((1, 0, D, 0)), steps)
    np.testing.assert_allclose(smnn.solve(coefficients, rhs, None, steps), expected, rtol=1e-8, atol=1e-10)


def test_float32_is_solved_in_float32():
    y = smnn.solve(*random_inputs(dtype=np.float32))
    assert y.dtype == np.float32
    np.testing.assert_allclose(y, smnn.solve(*random_inputs()), rtol=1e-3, atol=1e-4)


def test_many_right_hand_sides_have_an_axis_of_their_own():
    inputs = random_inputs(rhs=(B, M, T, E), initial_values=(B, M, 1, D, K - 1))
    y = smnn.solve(*inputs)
    assert y.shape == (B, M, T, D, K)
    for m in range(M):
        one = smnn.solve(inputs[0], inputs[1][:, m], inputs[2][:, m], inputs[3])
        np.testing.assert_allclose(y[:, m], one, rtol=1e-10, atol=1e-12)


def test_a_kept_factor_serves_other_right_hand_sides():
    coefficients, rhs, initial_values, steps = random_inputs()
    first = smnn.Problem(coefficients, rhs, initial_values, steps)
    solver = smnn.Solver(first, storage="keep")
    solver.factor(first)
    other = random_inputs(seed=2)[1]
    y = solver.solve_factored(smnn.Problem(coefficients, other, initial_values, steps))
    np.testing.assert_allclose(y, smnn.solve(coefficients, other, initial_values, steps), rtol=1e-12)


@pytest.mark.parametrize("method", ["dense", "conjugate_gradient"])
def test_baselines_agree(method):
    if method == "dense" and not smnn.build_info()["lapack"]:
        pytest.skip("this smnn is built without LAPACK")
    inputs = random_inputs()
    np.testing.assert_allclose(smnn.solve(*inputs, method=method), smnn.solve(*inputs), rtol=1e-7, atol=1e-9)


def central_difference(function, inputs, directions, h=1e-6):
    """Of a function of the four inputs along directions of all of them."""
    moved = [[a + sign * h * d for a, d in zip(inputs, directions)] for sign in (1, -1)]
    return (function(*moved[0]) - function(*moved[1])) / (2 * h)


def test_tangent_is_the_finite_difference():
    inputs, directions = random_inputs(), random_inputs(seed=3)
    dy = smnn.tangent(*inputs, smnn.solve(*inputs), smnn.Inputs(*directions))
    np.testing.assert_allclose(dy, central_difference(smnn.solve, inputs, directions), rtol=1e-5, atol=1e-6)


def test_adjoint_is_the_transpose_of_the_tangent():
    inputs = random_inputs(coefficients=(1, T, E, D, K), rhs=(B, 1, E))
    directions = random_inputs(seed=3, coefficients=(1, T, E, D, K), rhs=(B, 1, E))
    y = smnn.solve(*inputs)
    seed = np.random.default_rng(4).standard_normal(y.shape)
    gradients = smnn.adjoint(*inputs, y, seed)
    for name, gradient, array, direction in zip(smnn.Inputs._fields, gradients, inputs, directions):
        assert gradient.shape == array.shape
        dy = smnn.tangent(*inputs, y, smnn.Inputs(**{name: direction}))
        np.testing.assert_allclose(np.vdot(gradient, direction), np.vdot(seed, dy), rtol=1e-9, atol=1e-11)


def test_only_wanted_gradients_are_computed():
    inputs = random_inputs()
    y = smnn.solve(*inputs)
    gradients = smnn.adjoint(*inputs, y, np.ones_like(y), wanted=("rhs",))
    assert gradients.rhs.shape == inputs[1].shape
    assert gradients.coefficients is gradients.initial_values is gradients.steps is None


def test_the_docstrings_example_holds():
    import doctest

    import smnn._functions

    failed, tried = doctest.testmod(smnn._functions)
    assert tried > 0 and failed == 0
