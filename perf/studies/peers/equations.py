"""The equations of smnn_precision_bench (perf/precision/problems.cpp) for peers in Python, in normal form: the coefficient of the
highest derivative is 1 and left out, which saves the peers a division."""

import numpy as np


class Equation:
    """x^(order) + sum over k < order of c_k x^(k) = f on [0, length], of every system; time first, systems last."""

    def __init__(self, name, systems, length, step):
        self.order = {"oscillator": 2, "decay": 1}[name]
        self.points = round(length / step) + 1
        self.step = length / (self.points - 1)
        self.length = length
        self.times = self.step * np.arange(self.points)
        self.parameters = np.linspace(0.9, 1.1, systems) if systems > 1 else np.ones(1)
        self.oscillates = name == "oscillator"
        self.initial = [np.ones(systems), np.zeros(systems)][: self.order]

    def coefficients(self, times):
        """c_0 .. c_{order-1}, f: arrays (times, systems)."""
        shape = (len(times), len(self.parameters))
        if self.oscillates:
            return [np.broadcast_to(self.parameters**2, shape), np.zeros(shape), np.zeros(shape)]
        return [np.broadcast_to(self.parameters, shape), np.broadcast_to(np.sin(times)[:, None], shape)]

    def error(self, values):
        """Largest of x at all time points; values: (points, systems)."""
        a, t = self.parameters[None, :], self.times[:, None]
        if self.oscillates:
            exact = np.cos(a * t)
        else:
            exact = (a * np.sin(t) - np.cos(t)) / (1 + a * a) + (1 + 1 / (1 + a * a)) * np.exp(-a * t)
        return float(np.max(np.abs(values - exact)))
