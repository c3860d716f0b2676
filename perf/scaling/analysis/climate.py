"""The performance model of a training step of `smnn sst`, and what it says of a 0.25-degree daily grid on many GPUs.

Points are independent but for the second view's neighbours, exchanged once before the training: a step is a rank's share of the
batch, what a step costs however small the share is, and the sum of gradients (a block from every rank to its owner, then all
blocks to all). Seconds.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from analysis import cost, model, prediction
from analysis.tables import markdown

RESULTS = Path(__file__).resolve().parents[2] / "results"
MESSAGES = RESULTS / "2026-11-25-scaling-messages.csv"  # of this machine's memory, by study.py
SOLVER_STUDY = "[the solver's study](2026-11-25-scaling.md)"
ADJOINT = 2.9  # solution and gradients against the solution alone, n3 over the batch on one rank, there
FLOAT, DOUBLE = 4, 8
VIEWS, INITIAL_STEPS, ORDERS = 2, 10, 3

GRID = "720 x 1440"
OCEAN_POINTS = round(720 * 1440 * 43_799 / (180 * 360))  # as many of all cells as COBE-SST2 has
DAYS = 1461  # of a window, and of a forecast
YEARS = 40
RANK_COUNTS = [1, 8, 64, 512, 4096]
FLOPS = (0.5 * 67e12, "flop/s of networks in float", "half of an H100 SXM's 67 TFLOP/s: assumed")
KERNELS = (60, "kernels of a step", "assumed: layers of four networks there and back, DCT, solver, Adam")
HOST = (5e10, "gradients to the host and back, B/s", "PCIe 5: assumed")
HOST_SUM = (1e10, "sums by the host, B/s", "a core's share of memory: assumed")


@dataclass(frozen=True)
class Step:
    window: float  # seconds of a window
    overhead: float  # of a step, however few the windows
    sharing: float  # how much slower a core is while the other one works, too

    def seconds(self, windows, ranks):
        return self.overhead + self.window * windows * (self.sharing if ranks > 1 else 1.0)


def fit_step(runs):
    """Of [(ranks, windows of a rank in a step, seconds of a step but for sums)]: one rank and weak scaling have the same windows,
    strong scaling has fewer."""
    alone = [(windows, seconds) for ranks, windows, seconds in runs if ranks == 1]
    (windows, seconds), = alone
    weak = [s for ranks, w, s in runs if ranks > 1 and w == windows]
    sharing = max(1.0, sum(weak) / len(weak) / seconds) if weak else 1.0
    strong = [(w, s / sharing) for ranks, w, s in runs if ranks > 1 and w != windows]
    slope, overhead = model.relative_least_squares([[w, 1.0] for w, _ in (*alone, *strong)], [s for _, s in (*alone, *strong)])
    return Step(float(slope), float(overhead), sharing)


def network():
    with MESSAGES.open(newline="", encoding="utf-8") as file:
        rows = [{**row, "bytes_or_ranks": float(row["bytes_or_ranks"]), "seconds": float(row["seconds"])}
                for row in csv.DictReader(file)]
    return model.fit_network(rows)[0]


def gradient_sum(net, ranks, size):
    """A block of size / ranks to each of the others, twice."""
    return 2 * (ranks - 1) * net.message(size / ranks) if ranks > 1 else 0.0


@dataclass(frozen=True)
class Network:
    """Encoder and three decoders, for windows and forecasts of `days`."""

    name: str
    days: int
    seen: int
    encoder: tuple
    decoder: tuple  # hidden layers
    outputs: tuple  # coefficients, right-hand sides, steps
    points: int  # of an ODE

    @property
    def parameters(self):
        chains = [(self.seen, *self.encoder), *((self.encoder[-1], *self.decoder, out) for out in self.outputs)]
        return sum((a + 1) * b for chain in chains for a, b in zip(chain, chain[1:]))

    @property
    def flops(self):
        """Of a window: two for every weight forward, four backward, and the fixed transform of what is seen."""
        return VIEWS * (6 * self.parameters + 2 * self.days * self.seen)


def published(days):
    points = days + INITIAL_STEPS
    return Network("published", days, days // 4, (1024, 20), (1024, 1024), (ORDERS * points, points, points - 1), points)


def quick(days):
    """Windows of ten years, seen as six means."""
    return Network("quick", days, 6, (16, 8), (16, 16), (ORDERS, 1, 1), days + 1)


def solve(machine, windows, points):
    """Solutions and gradients of the windows' views, uncut in time."""
    return ADJOINT * cost.local(machine, 1, VIEWS * windows, points, prediction.CORRECTIONS)


def gpu_step(machine, net, windows, ranks):
    size = FLOAT * net.parameters
    sums = gradient_sum(machine.network, ranks, size) + (2 * size / HOST[0] + size / HOST_SUM[0] if ranks > 1 else 0)
    return windows * net.flops / FLOPS[0], solve(machine, windows, net.points), KERNELS[0] * machine.launch, sums


def record_bytes(ranks):
    """Of a rank's series."""
    return FLOAT * OCEAN_POINTS / ranks * YEARS * 365.25


def extrapolation_rows(machine, net, batch_of):
    lines = []
    one = None
    for ranks in RANK_COUNTS:
        batch = batch_of(ranks)
        steps = -(-OCEAN_POINTS // batch)
        parts = gpu_step(machine, net, -(-batch // ranks), ranks)
        epoch = steps * sum(parts)
        one = one or epoch
        lines.append([net.name, str(ranks), prediction.spaced(batch), str(steps), *(f"{1e3 * part:.3g}" for part in parts),
                      f"{epoch:.3g}", f"{100 * one / (ranks * epoch):.0f} %", prediction.spaced(record_bytes(ranks) / 2**30)])
    return lines


def batches():
    """The published one, and one that keeps GPUs busy."""
    return {"published batch": lambda ranks: 6480, "whole epoch a step": lambda ranks: OCEAN_POINTS}


def extrapolation():
    """Markdown; all of it computed, see assumptions()."""
    solver = cost.Pair(*(size / prediction.assumed("bandwidth") for size in vars(prediction.bytes_of(ORDERS)).values()))
    net = cost.Network(prediction.assumed("latency"), prediction.assumed("network"), prediction.assumed("agreement"))
    machine = cost.Machine(cost.Rates(solver, solver, solver), net, prediction.assumed("least_step"), prediction.assumed("launch"))
    heading = ["preset", "GPUs", "batch", "steps of an epoch", "networks, ms a step", "solve and adjoint", "kernel starts",
               "sum of gradients", "epoch, s", "efficiency", "record, GiB of a GPU"]
    lines = [row for networks in (published(DAYS), quick(DAYS)) for batch_of in batches().values()
             for row in extrapolation_rows(machine, networks, batch_of)]
    return markdown(heading, lines)


def assumptions():
    used = ["bandwidth", "least_step", "launch", "latency", "network"]
    rows = [prediction.ASSUMED[name] for name in used] + [FLOPS, KERNELS, HOST, HOST_SUM]
    return markdown(["assumed", "value", "from"], [[words, f"{value:.3g}", source] for value, words, source in rows])
