"""Least squares of scaled Taylor rows in PyTorch as the public S-MNN does it: block Cholesky of a batch of systems, a torch.linalg call
per time step and block, and an adjoint of its own that keeps the factor. Normal equations alone, without corrections."""

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


def substitute(factors, couplings, right):
    """(systems, T, K) from the lists that factor gives and right sides (systems, T, K)."""
    triangular = torch.linalg.solve_triangular
    partial = []
    for time, (factor, beta) in enumerate(zip(factors, right.unsqueeze(-1).unbind(1))):
        if time:
            beta = beta - couplings[time - 1] @ partial[-1]
        partial.append(triangular(factor, beta, upper=False))
    solution = [triangular(factors[-1].mT, partial[-1], upper=True)]
    for time in reversed(range(len(couplings))):
        solution.append(triangular(factors[time].mT, partial[time] - couplings[time].mT @ solution[-1], upper=True))
    return torch.stack(solution[::-1], dim=1).squeeze(-1)


class SolveBlocks(torch.autograd.Function):
    """(systems, T, K) from blocks (systems, T, K, K) on the diagonal, (systems, T - 1, K, K) left of it, and right sides (systems, T, K)."""

    @staticmethod
    def forward(ctx, diagonal, below, right):
        factors, couplings = [], []
        left_of = below.unbind(1)
        for time, block in enumerate(diagonal.unbind(1)):
            if time:
                couplings.append(torch.linalg.solve_triangular(factors[-1], left_of[time - 1].mT, upper=False).mT)
                block = block - couplings[-1] @ couplings[-1].mT
            factors.append(torch.linalg.cholesky(block))
        solution = substitute(factors, couplings, right)
        ctx.factors, ctx.couplings = factors, couplings
        ctx.save_for_backward(solution)
        return solution

    @staticmethod
    def backward(ctx, seed):
        (y,) = ctx.saved_tensors
        adjoint = substitute(ctx.factors, ctx.couplings, seed)

        def outer(a, b):
            return a.unsqueeze(-1) * b.unsqueeze(-2)

        below = outer(adjoint[:, 1:], y[:, :-1]) + outer(y[:, 1:], adjoint[:, :-1])
        return -outer(adjoint, y), -below, adjoint


def solve(coefficients, rhs, initial_rows, initial, step):
    """(systems, T, K) from coefficients (systems, T, K), rhs (systems, T), steps (systems, T - 1) or (systems, 1), and initial values
    (systems, ...) of as many pairs (time, order)."""
    systems, times, orders = coefficients.shape
    before, after, below = (blocks.expand(-1, times - 1, -1, -1) for blocks in smoothness_blocks(step, orders))
    places = torch.tensor([time * orders + order for time, order in initial_rows])
    known = torch.zeros(times * orders, dtype=step.dtype).index_fill(0, places, 1).reshape(times, orders)
    given = torch.zeros(systems, times * orders, dtype=step.dtype).index_copy(1, places, initial).reshape(systems, times, orders)
    pad = torch.nn.functional.pad
    diagonal = (coefficients.unsqueeze(-1) * coefficients.unsqueeze(-2) + torch.diag_embed(known) +
                pad(before, (0, 0, 0, 0, 0, 1)) + pad(after, (0, 0, 0, 0, 1, 0)))
    return SolveBlocks.apply(diagonal, below, coefficients * rhs.unsqueeze(-1) + given)


def dense_solution(coefficients, rhs, initial_rows, initial, step):
    """The same by dense least squares: what `solve` is checked against."""
    systems, times, orders = coefficients.shape
    forward, backward, other = (blocks.expand(-1, times - 1, -1, -1) for blocks in expansions(step, orders))
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


def check(systems, times, orders, initial_rows, step):
    """Largest differences from dense least squares of a random batch: of the solution, and of all gradients by autograd there."""
    torch.manual_seed(0)
    real = {"dtype": torch.float64}
    inputs = [torch.randn(systems, times, orders, **real), torch.randn(systems, times, **real),
              torch.randn(systems, len(initial_rows), **real), step]
    seed = torch.randn(systems, times, orders, **real)
    results = []
    for solver in (solve, dense_solution):
        coefficients, rhs, initial, steps = leaves = [x.clone().requires_grad_() for x in inputs]
        solution = solver(coefficients, rhs, initial_rows, initial, steps)
        results.append([solution.detach(), *torch.autograd.grad((solution * seed).sum(), leaves)])
    return max((a - b).abs().max().item() / b.abs().max().item() for a, b in zip(*results))
