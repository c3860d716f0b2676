"""A slow, independent solver in 80-bit arithmetic, for the reference case `long`.

Rows, weights and gradients as the README's section "Method" has them, for one system with Taylor smoothness, D = 1 and
E = 1. Block Cholesky of the normal equations, corrected by residuals of the rows until rounding is below that of float64.
"""

from math import factorial

import numpy as np

Extended = np.longdouble
SWEEPS = 4


def taylor_rows(step, orders):
    """Rows (A0, A1) of one step: A0 y[t] + A1 y[t+1] = 0; and their derivatives with respect to the step."""
    rows = np.zeros((4, 2 * orders, orders), dtype=Extended)
    here, there, d_here, d_there = rows
    for i in range(orders):
        for r in range(i, orders):
            for row, near, far, d_near, d_far, sign in (
                (i, here, there, d_here, d_there, 1),
                (orders + i, there, here, d_there, d_here, -1),
            ):
                factor = Extended(sign) ** (r - i) / factorial(r - i)
                near[row, r] = factor * step**r
                d_near[row, r] = factor * r * step ** (r - 1) if r else 0
                if r == i:
                    far[row, i] = -(step**i)
                    d_far[row, i] = -i * step ** (i - 1) if i else 0
    return rows


def cholesky(matrix):
    lower = np.zeros_like(matrix)
    for i in range(len(matrix)):
        for j in range(i + 1):
            rest = matrix[i, j] - lower[i, :j] @ lower[j, :j]
            lower[i, j] = np.sqrt(rest) if i == j else rest / lower[j, j]
    return lower


def solve_lower(lower, right):
    x = np.array(right)
    for i in range(len(lower)):
        x[i] = (x[i] - lower[i, :i] @ x[:i]) / lower[i, i]
    return x


def solve_upper(lower, right):
    """Solves lower^T x = right."""
    x = np.array(right)
    for i in reversed(range(len(lower))):
        x[i] = (x[i] - lower[i + 1 :, i] @ x[i + 1 :]) / lower[i, i]
    return x


class System:
    def __init__(self, coefficients, rhs, initial_values, steps, weights):
        self.c = coefficients.astype(Extended)  # (T, K)
        self.f = rhs.astype(Extended)  # (T,)
        self.u = initial_values.astype(Extended)  # (T0, K0)
        self.steps = steps.astype(Extended)  # (T-1,)
        self.wg, self.wi, self.ws = (Extended(w) ** 2 for w in weights)
        self.rows = [taylor_rows(s, self.c.shape[1]) for s in self.steps]
        self.factor()

    def factor(self):
        n = self.c.shape[1]
        diagonal = self.wg * self.c[:, :, None] * self.c[:, None, :]
        for t, k in np.ndindex(self.u.shape):
            diagonal[t, k, k] += self.wi
        below = []
        for t, (here, there, _, _) in enumerate(self.rows):
            diagonal[t] += self.ws * here.T @ here
            diagonal[t + 1] += self.ws * there.T @ there
            below.append(self.ws * there.T @ here)
        self.lower, self.coupling = [cholesky(diagonal[0])], []
        for t, block in enumerate(below):
            coupling = np.stack([solve_lower(self.lower[t], block[i]) for i in range(n)])
            self.coupling.append(coupling)
            self.lower.append(cholesky(diagonal[t + 1] - coupling @ coupling.T))

    def substitute(self, beta):
        x = np.array(beta)
        for t in range(len(x)):
            if t:
                x[t] -= self.coupling[t - 1] @ x[t - 1]
            x[t] = solve_lower(self.lower[t], x[t])
        for t in reversed(range(len(x))):
            if t + 1 < len(x):
                x[t] -= self.coupling[t].T @ x[t + 1]
            x[t] = solve_upper(self.lower[t], x[t])
        return x

    def transposed_rows(self, y, f, u):
        """A^T (b - A y), weights included, b from f and u."""
        result = self.wg * (f - (self.c * y).sum(1))[:, None] * self.c
        result[: len(u), : u.shape[1]] += self.wi * (u - y[: len(u), : u.shape[1]])
        for t, (here, there, _, _) in enumerate(self.rows):
            residual = -(here @ y[t] + there @ y[t + 1])
            result[t] += self.ws * here.T @ residual
            result[t + 1] += self.ws * there.T @ residual
        return result

    def solve(self):
        y = np.zeros_like(self.c)
        for _ in range(SWEEPS + 1):
            y += self.substitute(self.transposed_rows(y, self.f, self.u))
        return y

    def adjoint(self, y, seed):
        """Gradients of (seed . y) with respect to coefficients, rhs, initial values and steps."""
        seed = seed.astype(Extended)
        lam = np.zeros_like(self.c)
        for _ in range(SWEEPS + 1):
            lam += self.substitute(seed + self.transposed_rows(lam, 0 * self.f, 0 * self.u))
        row_y = (self.c * y).sum(1)
        row_lam = (self.c * lam).sum(1)
        grad_c = self.wg * ((self.f - row_y)[:, None] * lam - row_lam[:, None] * y)
        grad_steps = np.zeros_like(self.steps)
        for t, (here, there, d_here, d_there) in enumerate(self.rows):
            a_y, a_lam = here @ y[t] + there @ y[t + 1], here @ lam[t] + there @ lam[t + 1]
            d_y, d_lam = d_here @ y[t] + d_there @ y[t + 1], d_here @ lam[t] + d_there @ lam[t + 1]
            grad_steps[t] = self.ws * (-a_y @ d_lam - a_lam @ d_y)
        return grad_c, self.wg * row_lam, self.wi * lam[: len(self.u), : self.u.shape[1]], grad_steps
