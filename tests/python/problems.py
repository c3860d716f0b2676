"""Random problems that are well-posed: as many equations as functions, all lower orders given at the start."""

import numpy as np

B, T, E, D, K = 3, 7, 1, 1, 3
SHAPES = {
    "coefficients": (B, T, E, D, K),
    "rhs": (B, T, E),
    "initial_values": (B, 1, D, K - 1),
    "steps": (B, T - 1),
}


def random_inputs(seed=1, dtype=np.float64, **shapes):
    """Arrays in the order in which smnn takes them; `shapes` replaces single ones."""
    random = np.random.default_rng(seed)
    made = {}
    for name, shape in {**SHAPES, **shapes}.items():
        low, high = (0.2, 0.5) if name == "steps" else (-1.0, 1.0)
        made[name] = random.uniform(low, high, shape).astype(dtype)
    made["coefficients"][..., -1] += 2.0
    return tuple(made.values())
