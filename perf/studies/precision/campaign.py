"""Which configurations are measured, and rounds over them that can be interrupted."""

import csv
import random
import time

from precision import smnn_runs
from precision.curves import KEYS, MEASURES

SYSTEMS, LENGTH = 512, 10
STEPS = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002]
QR_FROM = 0.02  # coarser steps need none
ORDERS = {"oscillator": [3, 4, 5, 6], "decay": [2, 3, 4, 5, 6]}
COLUMNS = [*KEYS, "step", "tolerance", "points", "error", "corrections", "failed", *MEASURES]
WORTH = 0.7  # a finer step must bring the error below this share, or the curve ends

# Of peers: steps by precision, those with gradients (minutes each beyond), tolerances of adaptive ones with the grid's step.
PEERS = {
    "RK4 in jax.lax.scan": {"steps": STEPS, "gradient": 0, "precisions": ["double", "float"]},
    "diffrax Tsit5": {"steps": [0.2, 0.1, 0.05, 0.02, 0.01], "gradient": 0.05, "precisions": ["double"]},
    "diffrax Tsit5, adaptive": {"steps": [0.1], "tolerances": [1e-4, 1e-7, 1e-10], "gradient": 1, "precisions": ["double"]},
    "CVODES Adams": {"steps": [0.02], "tolerances": [1e-4, 1e-6, 1e-8, 1e-10, 1e-12], "gradient": 0, "precisions": ["double"]},
}


def families(orders):
    """Central smoothness where it has kernels of its own."""
    return ["taylor", "central", "pade"] if orders in (3, 4) else ["taylor", "pade"]


def repetitions(points):
    return max(3, min(15, 9000 // points))


def smnn_curves(modes, step):
    """Keys of all curves of ours at a step."""
    for problem, all_orders in ORDERS.items():
        for orders in all_orders:
            for family in families(orders):
                for mode in modes:
                    if measured_at(mode.name, problem, family, step):
                        yield ("smnn", problem, "double", orders, family, mode.name)
                if family != "central":
                    yield ("smnn", problem, "float", orders, family, "corrected")


def measured_at(mode, problem, family, step):
    """QR where rounding matters, on one problem; of the central family what is accurate."""
    if mode.startswith("QR"):
        return problem == "oscillator" and family != "central" and step <= QR_FROM
    return family != "central" or mode == "corrected"


def peer_configurations(names):
    for name, plan in PEERS.items():
        if name.removesuffix(", adaptive") not in names:
            continue
        for problem in ORDERS:
            for precision in plan["precisions"]:
                for step in plan["steps"]:
                    for tolerance in plan.get("tolerances", [0]):
                        yield {"contestant": name, "problem": problem, "precision": precision, "orders": "", "smoothness": "", "mode": "",
                               "step": step, "tolerance": tolerance, "gradient": step >= plan["gradient"]}


class Campaign:
    """Rows in a CSV file; what it holds already is not measured again."""

    def __init__(self, path, bench, peers, pin, clock, budget):
        self.path, self.bench, self.peers, self.pin, self.clock = path, bench, peers, pin, clock
        self.deadline = time.monotonic() + budget
        self.rows = read(path) if path.exists() else []
        self.modes = {mode.name: mode for mode in smnn_runs.known_modes(bench)}

    def done(self, row, number):
        return any(other["round"] == number and all(other[key] == row[key] for key in [*KEYS, "step", "tolerance"]) for other in self.rows)

    def add(self, row, number):
        row = {"round": number, **{name: row[name] for name in COLUMNS}}
        new = not self.path.exists()
        with open(self.path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, ["round", *COLUMNS])
            if new:
                writer.writeheader()
            writer.writerow(row)
        self.rows.append(row)

    def ended(self, key, step, number):
        """Whether the curve's steps before this one show that finer ones are of no use; later rounds repeat the first."""
        of_curve = [row for row in self.rows if all(row[name] == value for name, value in zip(KEYS, key))]
        if number > 0:
            return not any(row["round"] == 0 and row["step"] == step for row in of_curve)
        errors = {row["step"]: row["error"] for row in of_curve if row["round"] == 0 and row["step"] > step}
        if len(errors) < 2:
            return False
        last, before = (errors[s] for s in sorted(errors)[:2])
        return not last < WORTH * before and last < 0.5

    def measure_smnn(self, key, step, number):
        row = dict(zip(KEYS, key), step=step, tolerance=0)
        if self.done(row, number) or self.ended(key, step, number):
            return
        points = round(LENGTH / step) + 1
        measured = smnn_runs.run(self.bench, self.modes[row["mode"]], problem=row["problem"], step=step, orders=row["orders"],
                                 smoothness=row["smoothness"], precision=row["precision"], systems=SYSTEMS, length=LENGTH,
                                 repetitions=repetitions(points), pin=self.pin, clock=self.clock)
        self.add({**row, **{name: measured[name] for name in COLUMNS if name in measured and name not in row}}, number)

    def measure_peer(self, configuration, number):
        if self.done(configuration, number):
            return
        points = round(LENGTH / configuration["step"]) + 1
        request = {**configuration, "systems": SYSTEMS, "length": LENGTH}
        few = configuration["contestant"] != "RK4 in jax.lax.scan"
        request["repetitions"] = 2 if few else repetitions(points)
        measured = self.peers[configuration["contestant"].removesuffix(", adaptive")].measure(request)
        both = measured["forward_adjoint_ns"]
        self.add({**configuration, **measured, "forward_adjoint_ns": "" if both is None else both, "corrections": "", "failed": ""}, number)

    def run_round(self, number, slow_peers):
        """Side by side at every step; False if the time ran out."""
        theirs = list(peer_configurations(self.peers))
        if not slow_peers:
            theirs = [c for c in theirs if c["contestant"] == "RK4 in jax.lax.scan"]
        for step in STEPS:
            tasks = [lambda key=key: self.measure_smnn(key, step, number) for key in smnn_curves(self.modes.values(), step)]
            tasks += [lambda c=c: self.measure_peer(c, number) for c in theirs if c["step"] == step]
            random.Random(number).shuffle(tasks)
            for task in tasks:
                if time.monotonic() > self.deadline:
                    return False
                task()
        return True


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name, value in row.items():
            if name not in ("contestant", "problem", "precision", "smoothness", "mode") and value != "":
                row[name] = smnn_runs.number(value)
    return rows
