#!/usr/bin/env python3
"""What a call from Python costs beyond the solve, in microseconds.

    PYTHONPATH=build/python OMP_NUM_THREADS=1 python3 perf/studies/python_overhead.py [--output perf/results/NAME]

A batch of no systems goes through every layer, Python, binding and library, and solves nothing: its time is the call's, an
upper bound of what Python adds. Beside it batches of 1 and 1000 systems, T = 50, n = 3, on arrays of the host, results in
place. Times are the least of many rounds, so that other processes do not count. Writes NAME.md, or prints.
"""

import argparse
import datetime
import os
import sys
import timeit
from pathlib import Path

import numpy as np

import smnn

POINTS, ORDERS = 50, 3


def arrays(batch):
    coefficients = np.ones((batch, POINTS, 1, 1, ORDERS))
    return coefficients, np.zeros((batch, POINTS, 1)), np.ones((batch, 1, 1, 2)), np.full((batch, POINTS - 1), 0.1)


def least_microseconds(call, seconds):
    """Of one call, over rounds that together take about so long."""
    timer = timeit.Timer(call)
    once = min(timer.repeat(5, 1))
    count = max(1, int(1e-3 / once))  # a millisecond a round: most are not interrupted
    rounds = max(5, int(seconds / (count * once)))
    return 1e6 * min(timer.repeat(rounds, count)) / count


def measure(batch, seconds):
    inputs = arrays(batch)
    problem = smnn.Problem(*inputs)
    solver = smnn.Solver(problem)
    out = np.empty(problem.solution_shape)
    address = out.ctypes.data
    solver.solve(problem, out)
    assert solver.solve(problem, out) is out and out.ctypes.data == address
    seed = np.ones_like(out)
    gradients = smnn.Inputs(*map(np.empty_like, inputs))
    calls = {
        "solve, out given": lambda: solver.solve(problem, out),
        "solve, new array": lambda: solver.solve(problem),
        "adjoint, out given": lambda: solver.adjoint(problem, out, seed, out=gradients),
        "Problem of new arrays": lambda: smnn.Problem(*inputs),
        "Problem, steps not checked": lambda: smnn.Problem(*inputs, check_steps=False),
    }
    return {name: least_microseconds(call, seconds) for name, call in calls.items()}


def page(batches, seconds):
    columns = {batch: measure(batch, seconds) for batch in batches}
    info = smnn.build_info()
    yield "# What a call from Python costs"
    yield ""
    yield (
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {info['version']} "
        f"({info['git_revision']}), Python {sys.version.split()[0]}, numpy {np.__version__}, "
        f"load average {os.getloadavg()[0]:.1f}. "
        "Reproduce: `OMP_NUM_THREADS=1 PYTHONPATH=build/python python3 perf/studies/python_overhead.py`."
    )
    yield ""
    yield "| microseconds | " + " | ".join(f"{batch} systems" for batch in batches) + " |"
    yield "|" + " --- |" * (len(batches) + 1)
    for name in columns[batches[0]]:
        yield f"| {name} | " + " | ".join(f"{columns[batch][name]:.1f}" for batch in batches) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0, help="Per row and column")
    options = parser.parse_args()
    text = "\n".join(page((0, 1, 1000), options.seconds)) + "\n"
    if options.output:
        options.output.with_suffix(".md").write_text(text)
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
