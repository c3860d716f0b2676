#!/usr/bin/env python3
"""Longer windows than the published 10 levels: what a training step of `smnn kdv` costs, and what it achieves, against T.

    python3 perf/studies/kdv_windows.py --output perf/results/NAME [--levels 10 30 100 300 1000] [--smnn build/smnn]

For every T and solver (banded, conjugate gradients, dense) the quick mechanistic model is trained for a few steps on windows of T
levels; dense only while its matrices fit. One thread. Solvers take turns; a step's time is the least of the epochs'. Writes NAME.md.
"""

import argparse
import datetime
import math
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402

SOLVERS = ["banded", "cg", "dense"]
POINTS, TRAJECTORIES, BATCH, EPOCHS = 64, 8, 4, 4
LARGEST = {"banded": math.inf, "cg": 30, "dense": 100}  # beyond: minutes a step
# To the default tolerance, 1e-12, it does not converge within ten times the number of unknowns.
CG_OPTIONS = ["--cg-tolerance", "1e-8", "--cg-iterations", "100000"]
REGIONS = ["forecast_networks", "solve", "adjoint", "forecast_networks_backward"]


def measure(options, folder, levels, solver):
    """Seconds of a step, of its regions, and the validation loss per level; or why not."""
    data = folder / f"{levels}.h5"
    if not data.exists():
        # Levels as far apart as published, .2; solutions from the time on at which the published ones begin.
        count = 2 * levels + 8
        runs.checked_run(options.smnn, "kdv", "generate", data, "--points", POINTS, "--domain", POINTS / 2, "--frequencies", 1,
                         "--end-time", 20 + 0.2 * count, "--end-spread", 0, "--levels", 100 + count, "--keep", count,
                         "--train", TRAJECTORIES, "--valid", 2, "--test", 0, "--tolerance", 1e-7)
    history, timings = folder / "history.csv", folder / "timings.csv"
    code, message, _ = runs.run(options.smnn, "kdv", "train", data, folder / "model.h5", "--levels", levels, "--batch", BATCH,
                                "--windows", 1, "--epochs", EPOCHS, "--solver", solver, "--history", history,
                                "--timings-file", timings, *(CG_OPTIONS if solver == "cg" else []))
    if code != 0:
        return message.split("solution")[0].rstrip(" :")
    steps = TRAJECTORIES / BATCH
    sums = {name: seconds / EPOCHS / steps for name, seconds in runs.seconds_of_regions(timings, without="validate").items()}
    return runs.seconds_per_epoch(history) / steps, sums, float(runs.epochs_of(history)[-1]["validation_absolute"]) / POINTS


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--levels", type=int, nargs="+", default=[10, 30, 100, 300, 1000])
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    lines = [
        "# KdV: windows of T levels", "",
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, one thread, {BATCH} windows of {POINTS} points a step, quick "
        f"mechanistic model, load average before {os.getloadavg()[0]:.1f}. Reproduce: `python3 perf/studies/kdv_windows.py --output "
        f"{options.output}`. The loss is sum |u - target| by levels and points after {int(EPOCHS * TRAJECTORIES / BATCH)} steps, the same "
        "for solvers as long as they solve the problem to rounding.", "",
        "| T | solver | step, ms | networks, ms | solve, ms | adjoint, ms | networks back, ms | solve and adjoint, us per level and point | loss |",
        "|" + " --- |" * 9,
    ]
    with tempfile.TemporaryDirectory() as name:
        for levels in options.levels:
            for solver in SOLVERS:
                if levels > LARGEST[solver]:
                    lines.append(f"| {levels} | {solver} | not run |  |  |  |  |  |  |")
                    continue
                result = measure(options, Path(name), levels, solver)
                if isinstance(result, str):
                    lines.append(f"| {levels} | {solver} | {result} |  |  |  |  |  |  |")
                    continue
                step, sums, loss = result
                numbers = [sums.get(region, 0.0) for region in REGIONS]
                per_point = 1e6 * (numbers[1] + numbers[2]) / (BATCH * POINTS * levels)
                lines.append(f"| {levels} | {solver} | {1e3 * step:.1f} | " + " | ".join(f"{1e3 * n:.1f}" for n in numbers)
                             + f" | {per_point:.2f} | {loss:.4f} |")
                print(lines[-1], flush=True)
    text = "\n".join(lines) + "\n"
    options.output.with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
