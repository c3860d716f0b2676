#!/usr/bin/env python3
"""One training step of the climate experiment in PyTorch: the peer of `smnn sst train --preset published` in perf/studies/sst_step.py.

The same networks in float, and between them the solver in double: a banded normal matrix per view, factored by block Cholesky, both
views of all samples as one batch of torch.linalg (peers/block_cholesky_torch.py).

    apt install python3-torch      # not needed for anything else
    /usr/bin/python3 perf/studies/torch_sst_step.py [--window 208] [--samples 64] [--steps 5] [--threads 1]
    /usr/bin/python3 perf/studies/torch_sst_step.py --check     # the solver beside a dense least-squares solution

prints a line of CSV with the names of the phases, and one with their medians in milliseconds.
"""

import argparse
import math
import statistics
import time

import torch
from peers.block_cholesky_torch import check, solve
from torch import nn

ORDERS, INITIAL_STEPS, CODE, WIDTH, ALIGNMENT = 3, 10, 20, 1024, 10
INITIAL_ROWS = [(point, 0) for point in range(INITIAL_STEPS)]


def cosines(points, kept):
    """The lowest rows of the orthonormal DCT-II."""
    rows, columns = torch.arange(kept)[:, None], torch.arange(points) + 0.5
    scale = torch.full((kept, 1), math.sqrt(2 / points))
    scale[0] /= math.sqrt(2)
    return scale * torch.cos(math.pi / points * rows * columns)


def perceptron(*widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Model(nn.Module):
    def __init__(self, window):
        super().__init__()
        self.times = window + INITIAL_STEPS
        self.register_buffer("view", cosines(window, window // 4))
        self.encoder = perceptron(window // 4, WIDTH, CODE)
        self.rhs = perceptron(CODE, WIDTH, WIDTH, self.times)
        self.coefficients = perceptron(CODE, WIDTH, WIDTH, self.times * ORDERS)
        self.step = perceptron(CODE, WIDTH, WIDTH, self.times - 1)

    def forward(self, x):
        """Codes, and what the ODEs are made of, (systems, times), also the coefficients' last axis of K."""
        low, high, start = 1e-3, 0.999, 0.1
        code = self.encoder(x @ self.view.T)
        first, second = code.chunk(2)
        difference = (first - second).abs()
        threshold = (difference.amin(1, keepdim=True) + difference.amax(1, keepdim=True)) / 2
        shared = torch.where(difference < threshold, (first + second) / 2, first), torch.where(
            difference < threshold, (first + second) / 2, second)
        distance = torch.where(difference < threshold, difference, 0).square().mean()
        code = torch.cat(shared)
        step = low + (high - low) * torch.sigmoid(self.step(code) + math.log((start - low) / (high - start)))
        return distance, self.coefficients(code).reshape(-1, self.times, ORDERS), self.rhs(code), step


def training_step(model, optimiser, x, target, transform):
    """Seconds of its phases. Backward in two parts, at the heads, which costs nothing."""
    times = [time.perf_counter()]

    def done():
        times.append(time.perf_counter())

    distance, *heads = model(x)
    done()
    cut = [head.detach().requires_grad_() for head in heads]
    coefficients, rhs, step = (part.double() for part in cut)
    solution = solve(coefficients, rhs, INITIAL_ROWS, x[:, -INITIAL_STEPS:].double(), step)
    error = ((solution[:, INITIAL_STEPS:, 0].float() - target) @ transform.T).square().mean()
    done()
    optimiser.zero_grad()
    error.backward()
    done()
    torch.autograd.backward([ALIGNMENT * distance, *heads], [None, *(part.grad for part in cut)])
    done()
    optimiser.step()
    done()
    return [times[-1] - times[0]] + [after - before for before, after in zip(times, times[1:])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--window", type=int, default=208)
    parser.add_argument("--samples", type=int, default=64)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--warm-up", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.check:
        step = 0.2 + 0.6 * torch.rand(3, 19, dtype=torch.float64)
        print(f"largest difference from dense least squares: {check(3, 20, ORDERS, INITIAL_ROWS, step):.1e}")
        return
    torch.manual_seed(0)
    model, transform = Model(options.window), cosines(options.window, options.window)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-5)
    turns = 2 * math.pi * (torch.arange(2 * options.window) / 52 + torch.rand(2 * options.samples, 1))
    values = torch.sin(turns) + 0.1 * torch.randn(turns.shape)
    x, target = values[:, :options.window].contiguous(), values[:, options.window:].contiguous()
    measured = [training_step(model, optimiser, x, target, transform) for _ in range(options.warm_up + options.steps)][options.warm_up:]
    print("step,networks,solve,adjoint,networks backward,optimiser")
    print(",".join(f"{1e3 * statistics.median(times):.3f}" for times in zip(*measured)))


if __name__ == "__main__":
    main()
