#!/usr/bin/env python3
"""One training step of the KdV experiment in PyTorch: the peer of smnn_kdv_step_bench.

The same networks in float, and between them the solver in double: a banded normal matrix per point, factored by block Cholesky, all
points of all samples as one batch of torch.linalg (peers/block_cholesky_torch.py).

    apt install python3-torch      # not needed for anything else
    /usr/bin/python3 perf/studies/torch_kdv_step.py [--preset published] [--samples 32] [--steps 10] [--threads 1]
    /usr/bin/python3 perf/studies/torch_kdv_step.py --check     # the solver beside a dense least-squares solution

prints a line of CSV with the names of the phases, and one with their medians in milliseconds.
"""

import math

import torch
from peers.block_cholesky_torch import check, solve
from peers.training_step_torch import parser_of, print_medians
from torch import nn

LEVELS, POINTS, ORDERS, INITIAL = 10, 256, 5, 4
INITIAL_ROWS = [(0, order) for order in range(INITIAL)]
SIZES = {"quick": {"filters": 16, "blocks": 4, "doubling": 0, "head": [16, 32, 16]},
         "published": {"filters": 64, "blocks": 10, "doubling": 4, "head": [64, 128, 256, 256, 128, 64, 32]}}


def convolution(inputs, outputs, width):
    mode = "circular" if width > 1 else "zeros"
    return nn.Conv1d(inputs, outputs, width, padding=width // 2, padding_mode=mode)


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.first, self.second = convolution(inputs, outputs, 9), convolution(outputs, outputs, 9)
        self.shortcut = nn.Identity() if inputs == outputs else convolution(inputs, outputs, 1)

    def forward(self, x):
        return self.second(torch.relu(self.first(torch.relu(x)))) + self.shortcut(x)


def residual_network(size, outputs):
    filters = size["filters"]
    layers = [convolution(LEVELS, filters, 9)]
    for block in range(size["blocks"]):
        before = filters
        if size["doubling"] and block and block % size["doubling"] == 0:
            filters *= 2
        layers.append(Block(before, filters))
    return nn.Sequential(*layers, nn.ReLU(), convolution(filters, outputs, 7))


def head(size, width, last):
    layers, before = [], LEVELS
    for filters in size["head"]:
        layers += [convolution(before, filters, width), nn.ReLU()]
        before = filters
    return nn.Sequential(*layers, last(before))


class Model(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.coefficients = residual_network(size, LEVELS * ORDERS)
        self.rhs = residual_network(size, LEVELS)
        self.initial_values = head(size, 7, lambda filters: convolution(filters, INITIAL - 1, 7))
        self.step = head(size, 5, lambda filters: convolution(filters, 1, 1))

    def forward(self, x):
        """What the ODEs are made of, each (samples, channels, points), but one step per sample."""
        low, high, start = 1e-3, 1, 0.05
        shift = math.log((start - low) / (high - start))
        step = low + (high - low) * torch.sigmoid(self.step(x).mean(dim=(1, 2)) + shift)
        return self.coefficients(x), self.rhs(x), self.initial_values(x), step


def to_systems(x, heads):
    """From networks (samples, channels, points), in float, to the solver, (samples points, ...), in double."""
    coefficients, rhs, initial, step = heads

    def adjacent(field):
        return field.transpose(1, 2).reshape(-1, field.shape[1]).double()

    known = torch.cat([x[:, -1:], initial], dim=1)
    return (adjacent(coefficients).reshape(-1, LEVELS, ORDERS), adjacent(rhs), adjacent(known),
            step.double().repeat_interleave(x.shape[2]))


def loss_of(heads, x, target):
    coefficients, rhs, initial, step = to_systems(x, heads)
    solution = solve(coefficients, rhs, INITIAL_ROWS, initial, step.unsqueeze(1))
    levels = solution[:, :, 0].float().reshape(x.shape[0], x.shape[2], LEVELS).transpose(1, 2)
    return (levels - target).abs().sum(dim=2).mean()


def main():
    parser = parser_of(__doc__, samples=32, steps=10, warm_up=2)
    parser.add_argument("--preset", choices=SIZES, default="quick")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.check:
        step = torch.tensor([[0.3], [0.5], [0.9]], dtype=torch.float64)
        print(f"largest difference from dense least squares: {check(3, LEVELS, ORDERS, INITIAL_ROWS, step):.1e}")
        return
    torch.manual_seed(0)
    model = Model(SIZES[options.preset])
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-4)
    position = 2 * math.pi * torch.arange(POINTS) / POINTS
    turns = position + 2 * math.pi * (torch.rand(options.samples, 1, 1) - 1e-3 * torch.arange(2 * LEVELS - 1)[:, None])
    waves = torch.sin(turns) + 0.5 * torch.sin(2 * turns)
    x, target = waves[:, :LEVELS].contiguous(), waves[:, LEVELS - 1:].contiguous()
    print_medians(options, optimiser, lambda: (model(x), []), lambda heads: loss_of(heads, x, target))


if __name__ == "__main__":
    main()
