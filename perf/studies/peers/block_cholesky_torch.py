"""Least squares of scaled Taylor rows in PyTorch: block Cholesky of a batch of systems, a torch.linalg call per time step and block, as
the public S-MNN does it, differentiated by autograd. Normal equations alone, without corrections."""

import math

import torch


def expansions(step, orders):
    """Scaled Taylor rows, (..., K, K), of steps (...): those of the known side forward and backward, and of the other side."""
    entries = {1: [], -1: []}
    zero, powers = torch.zeros_like(step), [step ** power for power in range(orders)]
    for sign in entries:
        for i in range(orders):
            for r in range(orders):
                # s^i s^(r-i) / (r-i)!
                entries[sign].append(powers[r] * (sign ** (r - i) / math.factorial(r - i)) if r >= i else zero)
    shape = (*step.shape, orders, orders)
    forward, backward = (torch.stack(entries[sign], dim=-1).reshape(shape) for sign in (1, -1))
    return forward, backward, torch.diag_embed(torch.stack(powers, dim=-1))


def smoothness_blocks(step, orders):
    """What the rows between a time and the next add to the former's diagonal block, the latter's, and the block between both."""
    forward, backward, other = expansions(step, orders)
    square = other @ other
    return forward.mT @ forward + square, backward.mT @ backward + square, -(other @ forward + backward.mT @ other)


def solve_blocks(diagonal, below, right):
    """(systems, T, K) from blocks (systems, K, K) on and left of the diagonal, T and T - 1 of them, and T right sides (systems, K, 1)."""
    triangular = torch.linalg.solve_triangular
    factors, couplings, partial = [], [], []
    for time, (block, beta) in enumerate(zip(diagonal, right)):
        if time:
            coupling = triangular(factors[-1], below[time - 1].mT, upper=False).mT
            block, beta = block - coupling @ coupling.mT, beta - coupling @ partial[-1]
            couplings.append(coupling)
        factors.append(torch.linalg.cholesky(block))
        partial.append(triangular(factors[-1], beta, upper=False))
    solution = [triangular(factors[-1].mT, partial[-1], upper=True)]
    for time in reversed(range(len(below))):
        solution.append(triangular(factors[time].mT, partial[time] - couplings[time].mT @ solution[-1], upper=True))
    return torch.stack(solution[::-1], dim=1).squeeze(-1)


def dense_solution(coefficients, rhs, initial_rows, initial, step):
    """The same by dense least squares, from arrays as in `solve` of the steps' scripts: what those check themselves against.

    initial_rows: pairs (time, order), one for each column of initial."""
    systems, times, orders = coefficients.shape
    forward, backward, other = expansions(step, orders)
    rows, right = [], []

    def add(values, *blocks):
        row = torch.zeros(systems, values.shape[1], times * orders, dtype=step.dtype)
        for time, block in blocks:
            row[:, :, time * orders:(time + 1) * orders] = block
        rows.append(row)
        right.append(values)

    unit, zeros = torch.eye(orders, dtype=step.dtype), torch.zeros(systems, orders, dtype=step.dtype)
    for time in range(times):
        add(rhs[:, time, None], (time, coefficients[:, time, None]))
    for column, (time, order) in enumerate(initial_rows):
        add(initial[:, column, None], (time, unit[None, order, None].expand(systems, 1, orders)))
    for time in range(times - 1):
        add(zeros, (time, forward[:, time]), (time + 1, -other[:, time]))
        add(zeros, (time, -other[:, time]), (time + 1, backward[:, time]))
    solved = torch.linalg.lstsq(torch.cat(rows, dim=1), torch.cat(right, dim=1).unsqueeze(-1)).solution
    return solved.reshape(systems, times, orders)
