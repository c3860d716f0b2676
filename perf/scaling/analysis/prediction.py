"""What the model says of GPUs: a solve on up to 10^4 of them, and from where on cuts in time pay.

Nothing here was measured on GPUs: the kernels' rates are bytes over an assumed bandwidth, and what cuts in time cost more is
the ratio measured on CPU cores.
"""

from dataclasses import dataclass, replace

from analysis import cost
from analysis.tables import markdown

ORDER = 3  # D = 1, K = 3, E = 1
CORRECTIONS = 1
MOST_RANKS = 10_000
RANK_COUNTS = [1, 4, 16, 64, 256, 1024, 4096, 10_000]
LENGTHS = [1_000, 10_000, 100_000, 1_000_000]

# (value, words, where it comes from)
ASSUMED = {
    "bandwidth": (0.8 * 3.35e12, "memory bandwidth, B/s", "80 % (the goal in PERFORMANCE.md) of an H100 SXM's 3.35 TB/s"),
    "least_step": (2e-6, "least time of a time point in a sweep, s", "a few dependent loads and roots: assumed, not measured"),
    "launch": (5e-6, "start of a kernel, s", "assumed"),
    "bookkeeping": (1e-8, "host, per solution and round, s", "assumed: a few reads and writes of memory"),
    "latency": (1e-5, "a message by way of the host, s", "assumed: copy, fence and InfiniBand"),
    "network": (2.5e10, "network, B/s and GPU", "half of NDR InfiniBand's 50 GB/s: assumed"),
    "agreement": (1e-5, "an agreement, s per doubling of ranks", "assumed"),
}


def spaced(number):
    """With two significant digits."""
    return f"{float(f'{number:.2g}'):,.0f}".replace(",", " ") if number >= 10 else f"{number:.2g}"


@dataclass(frozen=True)
class Work:
    systems: int
    points: int

    def __str__(self):
        return f"B = {spaced(self.systems)}, T = {spaced(self.points)}"


PROBLEMS = [Work(1_000_000_000, 1_000), Work(10_000_000, 100_000), Work(100_000, 10_000_000)]


def bytes_of(order):
    """Numbers that a step moves: inputs (E n + E + 1, with E = 1 as D), factor and half-solved vector once out and once in, y."""
    inputs, factor = order + 2, order * (order + 1) / 2 + order
    first = inputs + 2 * factor + 1 + order  # the step is read again on the way back
    return cost.Pair(cost.NUMBER * first, cost.NUMBER * (first + 3 * order))  # y is read twice and written


def assumed(name):
    return ASSUMED[name][0]


def gpu(measured):
    """The machine of assumptions, with the ratios of the measured rates."""
    size = bytes_of(ORDER)
    serial = cost.Pair(size.first / assumed("bandwidth"), size.correction / assumed("bandwidth"))

    def scaled(pair):
        return cost.Pair(serial.first * max(1.0, pair.first / measured.serial.first),
                         serial.correction * max(1.0, pair.correction / measured.serial.correction))

    rates = cost.Rates(serial, scaled(measured.end_part), scaled(measured.between))
    network = cost.Network(assumed("latency"), assumed("network"), assumed("agreement"))
    return cost.Machine(rates, network, assumed("least_step"), assumed("launch"), assumed("bookkeeping"))


def grids(ranks, work):
    """Along the batch, along time: powers of 2 along time."""
    parts = 1
    while parts <= min(ranks, work.points // 2):
        yield max(1, ranks // parts), parts
        parts *= 2


def seconds(machine, grid, work):
    return cost.seconds(machine, ORDER, grid, work.systems, work.points, CORRECTIONS)


def best(machine, ranks, work):
    return min(grids(ranks, work), key=lambda grid: seconds(machine, grid, work))


def batch_only(machine, ranks, work):
    return seconds(machine, (ranks, 1), work)


def time_only(machine, ranks, work):
    return seconds(machine, (1, ranks), work)


def strong_table(machine):
    lines = []
    for work in PROBLEMS:
        one = batch_only(machine, 1, work)
        for ranks in RANK_COUNTS:
            grid = best(machine, ranks, work)
            quickest = seconds(machine, grid, work)
            lines.append([str(work), f"{ranks}", f"{batch_only(machine, ranks, work):.3g}",
                          f"{time_only(machine, ranks, work):.3g}", f"{quickest:.3g}", f"{grid[0]} x {grid[1]}",
                          f"{100 * one / (ranks * quickest):.0f} %"])
    return markdown(["problem", "GPUs", "batch only, s", "time only, s", "best grid, s", "best grid, batch x time",
                     "its efficiency"], lines)


def weak_table(machine):
    """Per GPU what fills it: many systems where the batch grows, a full GPU's worth of long ones where time does."""
    full = Work(100_000, 1_000)
    one = batch_only(machine, 1, full)
    lines = []
    for ranks in RANK_COUNTS:
        batch = batch_only(machine, ranks, Work(full.systems * ranks, full.points))
        along_time = time_only(machine, ranks, Work(full.systems, full.points * ranks))
        few = time_only(machine, ranks, Work(100, 100_000 * ranks))
        few_one = batch_only(machine, 1, Work(100, 100_000))
        lines.append([str(ranks), f"{100 * one / batch:.0f} %", f"{100 * one / along_time:.0f} %",
                      f"{100 * few_one / few:.0f} %"])
    return markdown(["GPUs", "over batch, B = 100 000 per GPU, T = 1 000", "over time, B = 100 000, T = 1 000 per GPU",
                     "over time, B = 100, T = 100 000 per GPU"], lines)


def gain(machine, ranks, systems_per_rank, points):
    """Speed-up of the best grid over one along the batch alone."""
    work = Work(max(1, round(systems_per_rank * ranks)), points)
    return batch_only(machine, ranks, work) / seconds(machine, best(machine, ranks, work), work)


def threshold(machine, ranks, points, least_gain=1.05):
    """The most systems per GPU at which cuts in time gain that much; 0: never."""
    low, high = 1 / ranks, 1e6
    if gain(machine, ranks, low, points) < least_gain:
        return 0.0
    for _ in range(40):  # the gain falls with the systems, but for steps of whole systems
        middle = (low * high) ** 0.5
        low, high = (middle, high) if gain(machine, ranks, middle, points) >= least_gain else (low, middle)
    return low


def threshold_table(machine):
    lines = []
    for points in LENGTHS:
        line = [f"{points}"]
        for ranks in (64, 1024, MOST_RANKS):
            most = threshold(machine, ranks, points)
            line.append(spaced(most) if most > 0 else "never")
        for systems in (10_000, 1_000, 100, 1):
            line.append(f"{gain(machine, MOST_RANKS, systems, points):.1f}")
        lines.append(line)
    return markdown(["T", "64 GPUs: pays below, systems per GPU", "1024 GPUs", "10 000 GPUs",
                     *(f"gain on 10 000 GPUs with {spaced(n)} systems each" for n in (10_000, 1_000, 100, 1))], lines)


def strong_curves(machine):
    """{problem: {"batch only": [(GPUs, seconds)], ...}}"""
    ways = {"batch only": batch_only, "time only": time_only,
            "best grid": lambda m, ranks, work: seconds(m, best(m, ranks, work), work)}
    counts = sorted({2**i for i in range(14)} | {MOST_RANKS})
    return {str(work): {name: [(ranks, way(machine, ranks, work)) for ranks in counts] for name, way in ways.items()}
            for work in PROBLEMS}


def gain_curves(machine):
    """{T: [(systems per GPU, gain)]} on the most GPUs."""
    systems = [10 ** (i / 8) for i in range(-32, 45)]
    return {points: [(s, gain(machine, MOST_RANKS, s, points)) for s in systems] for points in LENGTHS}


def full_gpu(machine):
    """Systems from which on a GPU's serial sweeps are as fast as memory allows."""
    return cost.Sweeps.serial.of(CORRECTIONS) * machine.least_step / machine.rates.serial.of(CORRECTIONS)


def other_step(machine, factor):
    return replace(machine, least_step=machine.least_step * factor)


def assumptions():
    return markdown(["assumed", "value", "from"], [[words, f"{value:.3g}", source] for value, words, source in ASSUMED.values()])
