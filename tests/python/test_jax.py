"""The JAX function: values, gradients, jit and vmap."""

import numpy as np
import pytest
from problems import B, D, E, K, T, random_inputs

import smnn

jax = pytest.importorskip("jax")
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

import smnn.jax  # noqa: E402: jax may be missing


@pytest.mark.parametrize(
    "shapes",
    [{}, {"coefficients": (1, 1, E, D, K), "rhs": (B, 2, T, E), "initial_values": (1, 1, D, K - 1), "steps": (1, 1)}],
    ids=["own", "shared"],
)
def test_values_are_those_of_the_library(shapes):
    inputs = random_inputs(**shapes)
    y = jax.jit(smnn.jax.solve)(*inputs)
    np.testing.assert_array_equal(y, smnn.solve(*inputs))


def test_gradients_are_those_of_the_library():
    inputs = random_inputs()
    y = smnn.solve(*inputs)
    gradients = jax.grad(lambda *a: (smnn.jax.solve(*a) ** 2).sum(), argnums=(0, 1, 2, 3))(*inputs)
    for gradient, expected in zip(gradients, smnn.adjoint(*inputs, y, 2 * y)):
        np.testing.assert_allclose(gradient, expected, rtol=1e-12)


def test_vmap_maps():
    inputs = [np.stack([a, b]) for a, b in zip(random_inputs(), random_inputs(seed=2))]
    y = jax.vmap(smnn.jax.solve)(*inputs)
    np.testing.assert_array_equal(y[1], smnn.solve(*random_inputs(seed=2)))


def test_options_and_errors_reach_the_caller():
    inputs = random_inputs()
    np.testing.assert_array_equal(smnn.jax.solve(*inputs, smoothness="pade"), smnn.solve(*inputs, smoothness="pade"))
    with pytest.raises(Exception, match="expected one of taylor"):
        smnn.jax.solve(*inputs, smoothness="rough").block_until_ready()
