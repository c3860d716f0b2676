#!/usr/bin/env python3
"""diffrax's Tsit5, vmapped over the batch: one step per grid point (tolerance 0), or adaptive with values saved at all grid points.
See server.py for what it reads and writes.

Coefficients are given at the grid points and interpolated linearly, without a search, since the grid is regular; where they vary,
that bounds the accuracy. Gradients go to all of them and to the initial values, by diffrax's default adjoint.
"""

import functools
import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
import diffrax  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

import server  # noqa: E402
from equations import Equation  # noqa: E402

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")


def solve_one(step, tolerance, initial, coefficients):
    """initial: (order,); coefficients: (points, order + 1), the last of which is f."""
    points = coefficients.shape[0]
    times = step * jnp.arange(points)

    def slope(time, state, _):
        place = time / step
        left = jnp.clip(jnp.floor(place).astype(jnp.int32), 0, points - 2)
        share = place - left
        c = (1 - share) * coefficients[left] + share * coefficients[left + 1]
        return jnp.append(state[1:], c[-1] - jnp.dot(c[:-1], state))

    if tolerance == 0:
        control, first, most = diffrax.StepTo(ts=times), None, points - 1
    else:
        control, first, most = diffrax.PIDController(rtol=tolerance, atol=tolerance), step, 4096
    return diffrax.diffeqsolve(diffrax.ODETerm(slope), diffrax.Tsit5(), t0=times[0], t1=times[-1], dt0=first, y0=initial,
                               stepsize_controller=control, saveat=diffrax.SaveAt(ts=times), max_steps=most).ys


@functools.partial(jax.jit, static_argnums=(0, 1))
def forward(step, tolerance, initial, coefficients):
    return jax.vmap(functools.partial(solve_one, step, tolerance))(initial, coefficients)


@functools.partial(jax.jit, static_argnums=(0, 1))
def forward_adjoint(step, tolerance, seed, initial, coefficients):
    solution, backward = jax.vjp(functools.partial(forward, step, tolerance), initial, coefficients)
    return solution, backward(seed)


def measure(request):
    equation = Equation(request["problem"], request["systems"], request["length"], request["step"])
    step, tolerance, repetitions = equation.step, request["tolerance"], request["repetitions"]
    kind = np.float32 if request["precision"] == "float" else np.float64
    initial = jnp.asarray(np.stack(equation.initial, axis=-1), kind)
    coefficients = jnp.asarray(np.stack(equation.coefficients(equation.times), axis=-1).swapaxes(0, 1), kind)
    solution = forward(step, tolerance, initial, coefficients)
    error = equation.error(np.asarray(solution[:, :, 0], np.float64).T)
    seconds = server.median_seconds(lambda: jax.block_until_ready(forward(step, tolerance, initial, coefficients)), repetitions)
    both = None
    if request["gradient"]:
        seed = jnp.ones_like(solution)
        both = server.median_seconds(lambda: jax.block_until_ready(forward_adjoint(step, tolerance, seed, initial, coefficients)),
                                     repetitions)
    return equation.points, error, seconds, both


if __name__ == "__main__":
    server.serve(measure)
