#!/usr/bin/env python3
"""One training step of the Lorenz discovery network in PyTorch: the peer of smnn_network_bench.

Encoder (150-1024-1024-150) and coefficient head (64-1024-1024-30), basis of degree 2, batch of 512
windows of 50 points, double precision, Adam. In PyTorch's favour the solver is a product with a
precomputed 50 x 51 matrix: all systems share one normal matrix, and only order 0 enters the loss.

    /usr/bin/python3 perf/studies/torch_lorenz_step.py [--threads N] [--steps N]

prints the median time of a step in milliseconds.
"""

import argparse
import statistics
import time

import torch

BATCH, POINTS, VARIABLES, ORDERS, STEP = 512, 50, 3, 3, 1e-2


def mlp(inputs, outputs):
    return torch.nn.Sequential(
        torch.nn.Linear(inputs, 1024), torch.nn.ReLU(),
        torch.nn.Linear(1024, 1024), torch.nn.ReLU(),
        torch.nn.Linear(1024, outputs))


def solution_matrix():
    """y[:, 0] for unit right-hand sides (columns 0 .. T-1) and a unit initial value (column T)."""
    unknowns = POINTS * ORDERS
    rows, right = [], []
    for t in range(POINTS):  # y'(t) = rhs(t)
        row = torch.zeros(unknowns)
        row[t * ORDERS + 1] = 1
        rows.append(row)
        right.append(torch.eye(POINTS + 1)[t])
    row = torch.zeros(unknowns)
    row[0] = 1
    rows.append(row)
    right.append(torch.eye(POINTS + 1)[POINTS])
    factorial = [1, 1, 2, 6]
    for t in range(POINTS - 1):  # Taylor, forward and backward, scaled by s^r
        for sign, here, there in ((1, t, t + 1), (-1, t + 1, t)):
            for r in range(ORDERS):
                row = torch.zeros(unknowns)
                for q in range(r, ORDERS):
                    row[here * ORDERS + q] = (sign * STEP) ** (q - r) / factorial[q - r]
                row[there * ORDERS + r] -= 1
                rows.append(row * STEP ** r)
                right.append(torch.zeros(POINTS + 1))
    solved = torch.linalg.lstsq(torch.stack(rows), torch.stack(right)).solution
    return solved[0::ORDERS]


def polynomials(x):
    terms = [torch.ones_like(x[..., 0])]
    terms += [x[..., i] for i in range(VARIABLES)]
    terms += [x[..., i] * x[..., j] for i in range(VARIABLES) for j in range(i, VARIABLES)]
    return torch.stack(terms, dim=-1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=30)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    encoder = mlp(POINTS * VARIABLES, POINTS * VARIABLES)
    head = mlp(64, 10 * VARIABLES)
    code = torch.nn.Parameter(torch.randn(1, 64))
    matrix = solution_matrix()
    optimiser = torch.optim.Adam([*encoder.parameters(), *head.parameters(), code], lr=5e-4)
    data = torch.randn(BATCH, POINTS, VARIABLES)
    times = []
    for _ in range(arguments.steps):
        start = time.perf_counter()
        states = encoder(data.reshape(BATCH, -1)).reshape(BATCH, POINTS, VARIABLES)
        rhs = polynomials(states) @ head(code).reshape(10, VARIABLES)
        known = torch.cat([rhs, states[:, :1]], dim=1)
        y = torch.einsum("ti,bid->btd", matrix, known)
        loss = ((y - data) ** 2).mean() + ((states - data) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        times.append(time.perf_counter() - start)
    print(f"torch {torch.__version__}, {arguments.threads} threads: "
          f"{1e3 * statistics.median(times[3:]):.1f} ms per step (median of {len(times) - 3})")


if __name__ == "__main__":
    main()
