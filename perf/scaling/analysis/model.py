"""Fits the constants of the performance model (cost.py) to measurements: least squares of relative errors."""

import numpy as np

from analysis import cost
from analysis.tables import MIDDLE_PART, keyed, markdown, median_seconds

PLAIN_OF = {"n3": "n3-plain", "n6": "n6-plain"}  # the same problem without corrections


def is_middle(row):
    return row["label"].split("/")[0] in MIDDLE_PART


def relative_least_squares(design, values):
    values = np.asarray(values)
    scaled = np.asarray(design) / values[:, None]
    solution = np.linalg.lstsq(scaled, np.ones(len(values)), rcond=None)[0]
    if solution.min() >= 0:
        return solution
    kept = solution >= 0  # of noise, a negative rate: the others without it
    solution = np.zeros(len(kept))
    solution[kept] = np.linalg.lstsq(scaled[:, kept], np.ones(len(values)), rcond=None)[0]
    return solution


def fit_network(messages):
    sizes = sorted({row["bytes_or_ranks"] for row in messages if row["kind"] == "message"})
    medians = [np.median([r["seconds"] for r in messages if r["kind"] == "message" and r["bytes_or_ranks"] == s]) for s in sizes]
    latency, per_byte = relative_least_squares([[1.0, size] for size in sizes], medians)
    agreements = [r["seconds"] / np.log2(r["bytes_or_ranks"]) for r in messages if r["kind"] == "agreement"]
    network = cost.Network(float(latency), 1 / float(per_byte), float(np.median(agreements)))
    residuals = [(size, middle, network.message(size)) for size, middle in zip(sizes, medians)]
    return network, residuals


class Model:
    """`machines` of every case with corrections, and `flushed` ones, where subnormal numbers cost nothing; `sharing`: how much
    slower a core is while the other one works too."""

    def __init__(self, rows, messages):
        self.groups = keyed(rows)
        self.network, self.message_residuals = fit_network(messages)
        self.machines, self.flushed, self.sharing = {}, {}, {}
        for name in PLAIN_OF:
            if ("weak", "time", name, 1) in self.groups and ("weak", "time", PLAIN_OF[name], 1) in self.groups:
                self.fit(name)
        if "n3" not in self.machines:
            raise RuntimeError("the model: got no runs of the cases n3 and n3-plain on one rank, expected both")

    def runs(self, name, wanted):
        """(row, median seconds) of a case and of the one without corrections."""
        for (study, axis, case, ranks), rounds in self.groups.items():
            if case in (name, PLAIN_OF[name]) and wanted(study, axis, ranks):
                yield next(iter(rounds.values())), median_seconds(rounds)

    def fit_pair(self, runs, factor, overhead):
        """Rates of the slowest rank, after the time of messages."""
        design, values = [], []
        for row, seconds in runs:
            steps = row["systems"] * row["points"] / (1 if is_middle(row) else row["ranks"])
            design.append([factor * steps, factor * steps * row["corrections"]])
            values.append(max(seconds - overhead(row), 0.1 * seconds))
        return cost.Pair(*(float(x) for x in relative_least_squares(design, values)))

    def fit(self, name):
        order = next(self.runs(name, lambda *_: True))[0]
        order = order["dims"] * order["orders"]
        serial = self.fit_pair(self.runs(name, lambda study, axis, ranks: ranks == 1), 1, lambda row: 0.0)
        uncut = self.runs(name, lambda study, axis, ranks: ranks == 2 and (axis == "batch" or study == "beside"))
        ratios = [s / (row["systems"] * row["points"] / 2 * serial.of(row["corrections"])) for row, s in uncut]
        sharing = float(np.median(ratios)) if ratios else 1.0
        bare = cost.Machine(None, self.network)

        def overhead(row):
            tree = cost.separators(bare, order, row["grid_time"], row["systems"], row["corrections"])
            return tree + cost.AGREEMENTS * self.network.agree(row["ranks"])

        cut = [*self.runs(name, lambda study, axis, ranks: axis == "time" and ranks == 2 and study != "beside")]
        end_part = self.fit_pair(cut, sharing, overhead) if cut else serial
        # On real machines there are more parts than two instead.
        many = [*self.runs(name, lambda study, axis, ranks: axis == "time" and ranks > 2 and study in ("weak", "strong"))]
        for study, machines in zip(MIDDLE_PART, (self.machines, self.flushed)):
            middle = [*self.runs(name, lambda at, axis, ranks, wanted=study: at == wanted)] or many
            between = self.fit_pair(middle, 1, overhead) if len(middle) >= 2 else end_part
            machines[name] = cost.Machine(cost.Rates(serial, end_part, between), self.network)
        self.sharing[name] = sharing

    def predict(self, name, row):
        machine = (self.flushed if row["label"].startswith("flushed") else self.machines)[name]
        order = row["dims"] * row["orders"]
        grid = (row["grid_batch"], row["grid_time"])
        points = row["points"] * (row["grid_time"] if is_middle(row) else 1)
        seconds = cost.seconds(machine, order, grid, row["systems"], points, row["corrections"])
        factor = self.sharing[name] if row["ranks"] == 2 else 1.0
        own = cost.local(machine, grid[1], row["systems"] / grid[0], points / grid[1], row["corrections"])
        return seconds + (factor - 1) * own

    def constants(self):
        lines = []
        for name, machine in self.machines.items():
            for words, pair in (("serial", machine.rates.serial), ("a part with one cut", machine.rates.end_part),
                                ("a part with two cuts", machine.rates.between),
                                ("the same, subnormals flushed", self.flushed[name].rates.between)):
                lines.append([name, words, f"{1e9 * pair.first:.2f}", f"{1e9 * pair.correction:.2f}"])
        rates = markdown(["case", "rank's share", "first solve, ns per step and system", "a correction, ns"], lines)
        sharing = ", ".join(f"{factor:.3f} ({name})" for name, factor in self.sharing.items())
        net = self.network
        return rates + (f"\nA core is slower by the factor {sharing} while the other one works too. A message takes "
                        f"{1e6 * net.latency:.2f} µs and {net.bandwidth / 1e9:.1f} GB/s, an agreement of two ranks "
                        f"{1e6 * net.agreement:.2f} µs.\n")

    def residuals(self):
        lines = []
        for name in self.machines:
            for row, seconds in self.runs(name, lambda *_: True):
                predicted = self.predict(name, row)
                lines.append([row["label"], str(row["ranks"]), f"{1e3 * seconds:.2f}", f"{1e3 * predicted:.2f}",
                              f"{100 * (predicted / seconds - 1):+.1f} %"])
        lines.sort()
        for size, measured, fitted in self.message_residuals:
            lines.append([f"message, {size:.0f} B", "2", f"{1e3 * measured:.4f}", f"{1e3 * fitted:.4f}",
                          f"{100 * (fitted / measured - 1):+.0f} %"])
        return markdown(["run", "ranks", "measured, ms", "model, ms", "difference"], lines)
