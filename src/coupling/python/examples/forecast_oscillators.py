"""A PyTorch training in which the mechanistic layer replaces a neural-ODE block.

Forecasts damped oscillators of unknown frequency, damping and phase from the first quarter of noisy observations.
Both models read them by the same network. The neural ODE then integrates a hidden state, whose right-hand side is a
network, step by step; the mechanistic block predicts the coefficients of one linear ODE per oscillator and solves it.

    python forecast_oscillators.py --block mechanistic
    python forecast_oscillators.py --block neural-ode
"""

import argparse
import time

import torch
from torch import nn

from smnn.torch import MechanisticLayer

POINTS, OBSERVED, STEP = 40, 10, 0.1
DOUBLE = torch.float64  # what untrained networks predict may be too ill-conditioned for float32


def oscillators(count, noise, generator):
    """Trajectories (count, POINTS) and noisy observations of their beginnings (count, OBSERVED)."""
    damping, frequency, phase = (
        low + (high - low) * torch.rand(count, 1, generator=generator, dtype=DOUBLE)
        for low, high in ((0.05, 0.3), (1.0, 3.0), (0.0, 6.28))
    )
    times = STEP * torch.arange(POINTS, dtype=DOUBLE)
    x = torch.exp(-damping * times) * torch.cos(frequency * times + phase)
    return x, x[:, :OBSERVED] + noise * torch.randn(count, OBSERVED, generator=generator, dtype=DOUBLE)


def network(inputs, outputs, width=64):
    hidden = nn.Linear(inputs, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh()
    return nn.Sequential(*hidden, nn.Linear(width, outputs))


class NeuralODE(nn.Module):
    """h' = f(h) with a network f, by the classical Runge-Kutta method, one step a time point."""

    def __init__(self, state=8):
        super().__init__()
        self.encoder = network(OBSERVED, state)
        self.derivative = network(state, state)
        self.decoder = nn.Linear(state, 1)

    def forward(self, observed):
        h = self.encoder(observed)
        states = [h]
        for _ in range(POINTS - 1):
            k1 = self.derivative(h)
            k2 = self.derivative(h + STEP / 2 * k1)
            k3 = self.derivative(h + STEP / 2 * k2)
            k4 = self.derivative(h + STEP * k3)
            h = h + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            states.append(h)
        return self.decoder(torch.stack(states, dim=1)).squeeze(-1)


class Mechanistic(nn.Module):
    """x'' + a x' + b x = 0 with a, b, x(0) and x'(0) of a network."""

    def __init__(self):
        super().__init__()
        self.encoder = network(OBSERVED, 4)
        self.solve = MechanisticLayer(smoothness="pade")

    def forward(self, observed):
        damping, stiffness, *start = self.encoder(observed).split(1, dim=-1)
        coefficients = torch.cat([stiffness, damping, torch.ones_like(damping)], dim=-1)
        solution = self.solve(
            coefficients[:, None, None, None],  # (count, 1 time: the same at all, 1 equation, 1 function, 3 orders)
            torch.zeros(1, 1, dtype=DOUBLE),
            torch.cat(start, dim=-1)[:, None, None],  # (count, 1 time, 1 function, 2 orders)
            torch.full((1,), STEP, dtype=DOUBLE),
            n_steps=POINTS,
        )
        return solution[..., 0, 0]


BLOCKS = {"mechanistic": Mechanistic, "neural-ode": NeuralODE}


def train(block, epochs, count=256, noise=0.01, seed=0):
    """The mean squared error of unseen oscillators, and the seconds a training step took."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    truth, observed = oscillators(count, noise, generator)
    unseen_truth, unseen = oscillators(count, noise, generator)
    model = BLOCKS[block]().to(DOUBLE)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    began = time.perf_counter()
    for epoch in range(epochs):
        optimiser.zero_grad()
        loss = (model(observed) - truth).square().mean()
        loss.backward()
        optimiser.step()
        if epoch % max(1, epochs // 10) == 0:
            print(f"epoch {epoch:4d}: mean squared error {loss.item():.5f}")
    seconds = (time.perf_counter() - began) / epochs
    with torch.no_grad():
        error = (model(unseen) - unseen_truth).square().mean().item()
    print(f"{block}: mean squared error of unseen oscillators {error:.5f}, {1e3 * seconds:.2f} ms a step")
    return error, seconds


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--block", choices=BLOCKS, default="mechanistic")
    parser.add_argument("--epochs", type=int, default=500)
    arguments = parser.parse_args()
    train(arguments.block, arguments.epochs)
