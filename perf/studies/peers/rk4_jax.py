#!/usr/bin/env python3
"""Classical RK4 by hand in jax.lax.scan over the whole batch; see server.py for what it reads and writes.

Coefficients are given at every time point and in the middle of every step, which an order of 4 needs where they vary; gradients go to
all of them and to the initial values. The backward scan recomputes the stages of a step (jax.checkpoint), which was faster here than to
store them (93 to 120 against 222 to 318 ns per step and system at T = 1000); unrolling the scan was slower, in both directions.
"""

import functools
import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

import server  # noqa: E402
from equations import Equation  # noqa: E402

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")


def slope(state, coefficients):
    *c, f = coefficients
    return (*state[1:], f - sum(a * y for a, y in zip(c, state)))


def moved(state, step, slopes):
    return tuple(y + step * k for y, k in zip(state, slopes))


def advance(step, carry, inputs):
    state, left = carry
    middle, right = inputs
    k1 = slope(state, left)
    k2 = slope(moved(state, step / 2, k1), middle)
    k3 = slope(moved(state, step / 2, k2), middle)
    k4 = slope(moved(state, step, k3), right)
    mean = tuple((a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(k1, k2, k3, k4))
    state = moved(state, step, mean)
    return (state, right), state


def solve(step, initial, first, middles, rights):
    body = jax.checkpoint(functools.partial(advance, step))
    return jax.lax.scan(body, (initial, first), (middles, rights))[1]


@functools.partial(jax.jit, static_argnums=0)
def forward(step, *inputs):
    return solve(step, *inputs)


@functools.partial(jax.jit, static_argnums=0)
def forward_adjoint(step, seed, *inputs):
    solution, backward = jax.vjp(functools.partial(solve, step), *inputs)
    return solution, backward(seed)


def measure(request):
    equation = Equation(request["problem"], request["systems"], request["length"], request["step"])
    kind = np.float32 if request["precision"] == "float" else np.float64

    def on_device(arrays):
        return tuple(jnp.asarray(np.ascontiguousarray(array), kind) for array in arrays)

    nodes = equation.coefficients(equation.times)
    middles = on_device(equation.coefficients(equation.times[:-1] + equation.step / 2))
    inputs = (on_device(equation.initial), on_device(c[0] for c in nodes), middles, on_device(c[1:] for c in nodes))
    repetitions = request["repetitions"]
    solution = forward(equation.step, *inputs)
    error = equation.error(np.concatenate([equation.initial[0][None, :], np.asarray(solution[0], np.float64)]))
    seconds = server.median_seconds(lambda: jax.block_until_ready(forward(equation.step, *inputs)), repetitions)
    both = None
    if request["gradient"]:
        seed = tuple(jnp.ones_like(y) for y in solution)
        both = server.median_seconds(lambda: jax.block_until_ready(forward_adjoint(equation.step, seed, *inputs)), repetitions)
    return equation.points, error, seconds, both


if __name__ == "__main__":
    server.serve(measure)
