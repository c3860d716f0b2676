"""The least-squares rows as the README states them, dense and one by one: the oracle of the tests."""

from math import factorial

import numpy as np


def rows(coefficients, rhs, initial_values, steps, smoothness="taylor", weights=(1.0, 1.0, 1.0, 0.01)):
    """A and b of one system: coefficients (T, E, D, K), rhs (T, E), initial values (T0, D, K0), steps (T-1,)."""
    governing, initial, smooth, highest = weights
    time_points, equations, dims, orders = coefficients.shape
    matrix, right = [], []

    def add(weight, entries, value=0.0):
        row = np.zeros((time_points, dims, orders))
        for place, entry in entries:
            row[place] += entry
        matrix.append(weight * row.ravel())
        right.append(weight * value)

    for t in range(time_points):
        for e in range(equations):
            add(governing, [(t, coefficients[t, e])], rhs[t, e])
    for t, d, r in np.ndindex(initial_values.shape):
        add(initial, [((t, d, r), 1.0)], initial_values[t, d, r])
    family = {"taylor": _taylor, "central": _central, "pade": _pade}[smoothness]
    for d in range(dims):
        for factor, entries in family(steps, orders, highest):
            add(smooth * factor, [((t, d, r), entry) for t, r, entry in entries])
    return np.array(matrix), np.array(right)


def _taylor(steps, orders, _highest):
    for t, s in enumerate(steps):
        for i in range(orders):
            yield s**i, [(t, r, s ** (r - i) / factorial(r - i)) for r in range(i, orders)] + [(t + 1, i, -1.0)]
            yield s**i, [(t + 1, r, (-s) ** (r - i) / factorial(r - i)) for r in range(i, orders)] + [(t, i, -1.0)]


def _central(steps, orders, highest):
    top = orders - 1
    yield from (row for row in _taylor(steps, orders, highest) if row[1][0][1] != top)
    for t in range(len(steps) - 1):
        h = steps[t] + steps[t + 1]
        yield h ** (top - 1), [(t, top - 1, 1 / h), (t + 2, top - 1, -1 / h), (t + 1, top, 1.0)]


def _pade(steps, orders, highest):
    top = orders - 1
    for t, s in enumerate(steps):
        for i in range(top):
            m = top - i
            entries = []
            for k in range(m + 1):
                a = factorial(2 * m - k) * factorial(m) / (factorial(2 * m) * factorial(k) * factorial(m - k))
                entries += [(t, i + k, a * s**k), (t + 1, i + k, -a * (-s) ** k)]
            yield s**i, entries
        yield highest * s**top, [(t, top, 1.0), (t + 1, top, -1.0)]


def solve(coefficients, rhs, initial_values, steps, **options):
    """Solutions (B, T, D, K) of all systems by numpy's dense least squares; extents 1 are shared."""
    batch = max(a.shape[0] for a in (coefficients, rhs, initial_values, steps))
    time_points = max(coefficients.shape[1], rhs.shape[1], steps.shape[1] + 1)
    dims, orders = coefficients.shape[3:]
    c = np.broadcast_to(coefficients, (batch, time_points, *coefficients.shape[2:]))
    f = np.broadcast_to(rhs, (batch, time_points, rhs.shape[2]))
    u = np.broadcast_to(initial_values, (batch, *initial_values.shape[1:]))
    s = np.broadcast_to(steps, (batch, time_points - 1))
    solutions = [np.linalg.lstsq(*rows(c[b], f[b], u[b], s[b], **options), rcond=None)[0] for b in range(batch)]
    return np.array(solutions).reshape(batch, time_points, dims, orders)
