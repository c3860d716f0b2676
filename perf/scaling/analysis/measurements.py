"""Runs the benchmark program and collects what it prints in a folder: measurements.csv and messages.csv, a row per run.

Configurations that are compared take turns, in an order that changes every round, so that what else happens on the machine
hits all of them alike.
"""

import csv
import io
import os
import random
import subprocess
import sys
import time
from pathlib import Path

NUMBERS = {"ranks", "threads", "grid_batch", "grid_time", "systems", "points", "dims", "orders", "corrections", "round"}
TEXTS = {"label", "precision", "mode", "operation", "host", "device", "revision", "date", "kind", "cuts"}


def environment():
    """One thread a rank; mpirun refuses root unless told that this is meant (containers)."""
    variables = dict(os.environ, OMP_NUM_THREADS="1", OMP_PROC_BIND="false", OPENBLAS_NUM_THREADS="1")
    if os.geteuid() == 0:
        variables.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    return variables


def launcher(ranks):
    # Ranks without a core of their own must not be bound, and yield while they wait.
    has_cores = ranks <= (os.cpu_count() or 1)
    return ["mpirun", *(["--bind-to", "core"] if has_cores else ["--oversubscribe", "--bind-to", "none"]), "-n", str(ranks)]


def run(bench, ranks, arguments):
    """The rows that it prints, as dictionaries of text. Raises RuntimeError if it fails: a wrong answer is no timing."""
    command = [*launcher(ranks), str(bench), *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    if finished.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{finished.stderr.strip()}")
    return list(csv.DictReader(io.StringIO(finished.stdout)))


class Table:
    """A CSV file that grows row by row, so that an interrupted study keeps what it has."""

    def __init__(self, path):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)

    def append(self, row):
        is_new = not self.path.exists()
        with self.path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row.keys())
            if is_new:
                writer.writeheader()
            writer.writerow(row)


def measure(bench, folder, configurations, rounds, repetitions, budget_s):
    """Stops before a round that would exceed the budget, but makes one."""
    table = Table(Path(folder) / "measurements.csv")
    messages = Table(Path(folder) / "messages.csv")
    begin = time.monotonic()
    longest = 0.0
    for number in range(rounds):
        round_begin = time.monotonic()
        if number > 0 and round_begin - begin + longest > budget_s:
            print(f"the time is up after {number} of {rounds} rounds", file=sys.stderr)
            break
        order = list(configurations)
        random.Random(number).shuffle(order)
        for configuration in order:
            arguments = [*configuration.arguments(), "--repetitions", str(repetitions)]
            for row in run(bench, configuration.ranks, arguments):
                table.append({"round": number, **row})
        for row in run(bench, 2, ["--ping-pong"]):
            messages.append({"round": number, **row})
        longest = max(longest, time.monotonic() - round_begin)
        print(f"round {number + 1} of {rounds}: {time.monotonic() - round_begin:.0f} s", file=sys.stderr)


def typed(row):
    def value(name, text):
        if name in TEXTS:
            return text
        return int(text) if name in NUMBERS else float(text)

    return {name: value(name, text) for name, text in row.items()}


def read(path):
    with Path(path).open(newline="", encoding="utf-8") as file:
        return [typed(row) for row in csv.DictReader(file)]


def collect(folder):
    """(measurements, messages) of all CSV files in a folder: a study's two, or one of every job of a real machine. Runs of
    one label and size in a folder of jobs are rounds, in the order of their names."""
    measurements, messages = [], []
    for path in sorted(Path(folder).glob("*.csv")):
        for row in read(path):
            if "kind" in row:
                messages.append({"round": 0, **row})
            elif "label" in row:
                measurements.append(row)
    rounds = {}
    for row in measurements:
        key = (row["label"], row["ranks"])
        row.setdefault("round", rounds.get(key, 0))
        rounds[key] = row["round"] + 1
    if not measurements:
        raise SystemExit(f"{folder}: no measurements, expected CSV files of smnn_scaling_bench")
    return measurements, messages
