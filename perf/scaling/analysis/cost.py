"""The performance model: what a forward solve costs on a grid of ranks. All times in seconds.

A rank sweeps over its time points; the time of a step is a rate per system, but at least what one dependent step takes, however
few systems there are. Over the batch ranks are independent but for an agreement on errors. Over time, of P parts, all but the
first and last have cuts on both sides and fill-in; the separators go up a binary tree, log2 P swaps of a block when factored,
and of a vector in every round; a round is the first solve or a correction, and ends with an agreement.
"""

import math
from dataclasses import dataclass

NUMBER = 8  # bytes


@dataclass(frozen=True)
class Pair:
    """Of the first solve, with the factor, and of every correction."""

    first: float
    correction: float

    def of(self, corrections):
        return self.first + corrections * self.correction


@dataclass(frozen=True)
class Rates:
    """Per time step and system."""

    serial: Pair
    end_part: Pair  # a part with one cut
    between: Pair  # a part with two


@dataclass(frozen=True)
class Sweeps:
    """How often the time points are passed through, one after another."""

    serial = Pair(2, 2)
    end_part = Pair(2, 2)
    between = Pair(4, 3)  # besides: the fill-in, and in every round what the interior leaves to the separator before it


@dataclass(frozen=True)
class Network:
    latency: float  # of a message
    bandwidth: float  # bytes per second
    agreement: float  # of a few numbers by two ranks; log2 P times that of P

    def message(self, size):
        return self.latency + size / self.bandwidth

    def agree(self, ranks, size=0):
        return math.ceil(math.log2(ranks)) * (self.agreement + size / self.bandwidth) if ranks > 1 else 0.0


@dataclass(frozen=True)
class Machine:
    rates: Rates
    network: Network
    least_step: float = 0.0  # of one time point in one sweep, however few the systems
    launch: float = 0.0  # of a kernel
    bookkeeping: float = 0.0  # of a solution in a round, by the host of a rank with cuts


AGREEMENTS = 2  # per call, on arguments and on failures, by all ranks


def kind(parts):
    return "serial" if parts == 1 else "end_part" if parts == 2 else "between"


def local(machine, parts, systems, points, corrections):
    """Sweeps of the slowest rank."""
    rate = getattr(machine.rates, kind(parts)).of(corrections)
    floor = getattr(Sweeps, kind(parts)).of(corrections) * machine.least_step
    return points * max(systems * rate, floor)


def separators(machine, order, parts, systems, corrections):
    """The tree, the rounds' agreements, and their bookkeeping."""
    if parts == 1:
        return 0.0
    rounds = 1 + corrections
    levels = math.ceil(math.log2(parts))
    block = order * (2 * order + 1) * systems * NUMBER
    vector = 2 * order * systems * NUMBER
    tree = levels * (machine.network.message(block) + machine.launch)
    tree += rounds * levels * (machine.network.message(vector) + 2 * machine.launch)
    agreements = rounds * (machine.network.agree(parts, 3 * systems * NUMBER) + machine.bookkeeping * systems)
    return tree + agreements + rounds * 2 * machine.launch


def seconds(machine, order, grid, systems, points, corrections):
    """Of a forward solve of `systems` with `points` on a grid (along the batch, along time)."""
    along_batch, along_time = grid
    own_systems = math.ceil(systems / along_batch)
    own_points = math.ceil(points / along_time)
    time = local(machine, along_time, own_systems, own_points, corrections) + machine.launch
    time += separators(machine, order, along_time, own_systems, corrections)
    return time + AGREEMENTS * machine.network.agree(along_batch * along_time)
