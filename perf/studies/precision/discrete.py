"""The solver's own discrete solution of x'' + x = 0, x(0) = 1, x'(0) = 0 in 100-digit arithmetic: what it would give without rounding.

Block elimination of the normal equations (MATH.md), whose squared condition number 100 digits bear; python-flint does the arithmetic.
"""

from math import factorial

from flint import arb, arb_mat, ctx

DIGITS = 100
HIGHEST = 0.01  # weight of Padé's row for the highest derivative, as in smnn::Weights


def taylor_rows(orders, step):
    """[(part at t, part at t + 1)]: forward and backward expansions."""
    rows = []
    for i in range(orders):
        for sign in (1, -1):
            series = [arb(0)] * i + [step**i * (sign * step) ** (r - i) / factorial(r - i) for r in range(i, orders)]
            other = [arb(0)] * orders
            other[i] = -(step**i)
            rows.append((series, other) if sign == 1 else (other, series))
    return rows


def pade_rows(orders, step):
    rows, top = [], orders - 1
    for i in range(top):
        m = top - i
        here, there = [arb(0)] * orders, [arb(0)] * orders
        for k in range(m + 1):
            a = factorial(2 * m - k) * factorial(m) // (factorial(k) * factorial(m - k)) / arb(factorial(2 * m))
            here[i + k] = step ** (i + k) * a
            there[i + k] = -((-1) ** k) * here[i + k]
        rows.append((here, there))
    here, there = [arb(0)] * orders, [arb(0)] * orders
    here[top] = arb(HIGHEST) * step**top
    there[top] = -here[top]
    return [*rows, (here, there)]


def outer(rows, left, right):
    n = len(rows[0][0])
    return arb_mat(n, n, [sum((row[left][i] * row[right][j] for row in rows), arb(0)) for i in range(n) for j in range(n)])


def solution(orders, family, step, points):
    """x at all time points, as arb."""
    ctx.dps = DIGITS
    h = arb(step)
    rows = {"taylor": taylor_rows, "pade": pade_rows}[family](orders, h)
    governing = arb_mat(orders, orders, [int(i in (0, 2) and j in (0, 2)) for i in range(orders) for j in range(orders)])
    start = arb_mat(orders, orders, [int(i == j and i < 2) for i in range(orders) for j in range(orders)])
    before, after, below = outer(rows, 1, 1), outer(rows, 0, 0), outer(rows, 1, 0)  # below: M[t + 1, t]
    above = below.transpose()
    rhs = arb_mat(orders, 1, [int(i == 0) for i in range(orders)])
    couplings, reduced = [], []
    carried = None
    for t in range(points):
        diagonal = governing + (start if t == 0 else before) + (after if t + 1 < points else 0 * after)
        if carried is not None:
            diagonal -= below * carried
            rhs = -below * reduced[-1]
        inverse = diagonal.mid().inv().mid()  # midpoints: balls would grow with every step
        carried = (inverse * above).mid()
        couplings.append(carried)
        reduced.append((inverse * rhs).mid())
    values = [None] * points
    y = reduced[-1]
    values[-1] = y[0, 0]
    for t in range(points - 2, -1, -1):
        y = (reduced[t] - couplings[t] * y).mid()
        values[t] = y[0, 0]
    return values
