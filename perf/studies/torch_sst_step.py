#!/usr/bin/env python3
"""One training step of the climate experiment in PyTorch: the peer of `smnn sst train --preset published` in perf/studies/sst_step.py.

The same networks in float, and between them the solver in double: a banded normal matrix per view, factored by block Cholesky, both
views of all samples as one batch of torch.linalg (peers/block_cholesky_torch.py).

    apt install python3-torch      # not needed for anything else
    /usr/bin/python3 perf/studies/torch_sst_step.py [--window 208] [--samples 64] [--steps 5] [--threads 1]
    /usr/bin/python3 perf/studies/torch_sst_step.py --check     # the solver beside a dense least-squares solution

prints a line of CSV with the names of the phases, and one with their medians in milliseconds.
"""

import math

import torch
from peers.block_cholesky_torch import check, solve
from peers.training_step_torch import parser_of, print_medians
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


def loss_of(heads, x, target, transform):
    coefficients, rhs, step = (head.double() for head in heads)
    solution = solve(coefficients, rhs, INITIAL_ROWS, x[:, -INITIAL_STEPS:].double(), step)
    return ((solution[:, INITIAL_STEPS:, 0].float() - target) @ transform.T).square().mean()


def main():
    parser = parser_of(__doc__, samples=64, steps=5, warm_up=1)
    parser.add_argument("--window", type=int, default=208)
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

    def networks():
        distance, *heads = model(x)
        return heads, [ALIGNMENT * distance]

    print_medians(options, optimiser, networks, lambda heads: loss_of(heads, x, target, transform))


if __name__ == "__main__":
    main()
