#!/usr/bin/env python3
"""The solver beside the same one in PyTorch (perf/studies/peers/block_cholesky_torch.py), forward and with gradients, taking turns.

    python3 perf/studies/torch_solver.py --output perf/results/NAME [--shapes 512,1000,3 2048,100,2] [--rounds 3] [--bench build/smnn_bench]

Shapes are B, T, K of one equation of one function, K - 1 initial values, a step of its own between any two points; double, two threads
each. smnn in default mode and plain (normal equations alone, PyTorch's arithmetic). Nanoseconds per time step and system, medians over
the rounds. Writes NAME.md.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from step_table import Page

THREADS = 2


def torch_nanoseconds(systems, times, orders, repetitions):
    import torch
    from peers.block_cholesky_torch import solve

    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    real = {"dtype": torch.float64}
    inputs = [torch.randn(systems, times, orders, **real), torch.randn(systems, times, **real), torch.randn(systems, orders - 1, **real),
              0.1 + 0.1 * torch.rand(systems, times - 1, **real)]

    initial_rows = [(0, order) for order in range(orders - 1)]

    def solve_all(coefficients, rhs, initial, step):
        return solve(coefficients, rhs, initial_rows, initial, step)

    forward, both = [], []
    for _ in range(repetitions + 1):
        with torch.no_grad():
            begin = time.perf_counter()
            solve_all(*inputs)
            forward.append(time.perf_counter() - begin)
        leaves = [x.clone().requires_grad_() for x in inputs]
        begin = time.perf_counter()
        solve_all(*leaves).square().sum().backward()
        both.append(time.perf_counter() - begin)
    return [1e9 * statistics.median(seconds[1:]) / (systems * times) for seconds in (forward, both)]


def smnn_nanoseconds(options, shape):
    """Of default and plain mode, forward and with gradients."""
    systems, times, orders = shape.split(",")
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        subprocess.run([options.bench, f"--shape={systems},{times},1,{orders},1", f"--results={results}",
                        "--benchmark_filter=(banded|banded_plain)/double"], check=True, capture_output=True,
                       env={**os.environ, "OMP_NUM_THREADS": str(THREADS)})
        with open(results.with_suffix(".csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return [float(row["ns_per_step_system"]) for contestant in ("banded", "banded_plain") for operation in ("forward", "forward_adjoint")
            for row in rows if row["contestant"] == contestant and row["operation"] == operation and row["precision"] == "double"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--shapes", nargs="+", default=["512,1000,3", "2048,100,2", "4096,10,5", "1,5000,3"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bench", type=Path, default=Path("build/smnn_bench"))
    parser.add_argument("--python", default="/usr/bin/python3", help="That has torch")
    parser.add_argument("--torch", help=argparse.SUPPRESS)  # this script's own call of itself, by that Python
    options = parser.parse_args()
    if options.torch:
        print(*torch_nanoseconds(*map(int, options.torch.split(",")), 3), sep=",")
        return
    if options.output is None:
        parser.error("--output is missing")
    page = Page("The solver beside PyTorch", f"double, {THREADS} threads; ns per time step and system, medians of {options.rounds} rounds",
                f"python3 perf/studies/torch_solver.py --rounds {options.rounds} --shapes {' '.join(options.shapes)} --output {options.output}")
    lines = ["| B | T | n | smnn | with gradients | plain | with gradients | PyTorch | with gradients | PyTorch / smnn | PyTorch / plain |",
             "|" + " --- |" * 11]
    for shape in options.shapes:
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(smnn_nanoseconds(options, shape))
            done = subprocess.run([options.python, sys.argv[0], "--torch", shape], check=True, capture_output=True, text=True)
            theirs.append([float(value) for value in done.stdout.split(",")])
        smnn, both, plain, plain_both, torch, torch_both = (statistics.median(values) for values in [*zip(*ours), *zip(*theirs)])
        numbers = [f"{value:.3g}" for value in (smnn, both, plain, plain_both)] + [f"{value:.0f}" for value in (torch, torch_both)]
        ratios = [f"{torch / a:.0f} x; {torch_both / b:.0f} x" for a, b in ((smnn, both), (plain, plain_both))]
        lines.append("| " + " | ".join([*shape.split(","), *numbers, *ratios]) + " |")
    page.write(options.output, [*lines, "", "Ratios: forward; with gradients.", ""])


if __name__ == "__main__":
    main()
