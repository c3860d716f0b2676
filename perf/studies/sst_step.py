#!/usr/bin/env python3
"""A training step of the climate experiment, phase by phase, beside the same one in PyTorch, taking turns.

    python3 perf/studies/sst_step.py --output perf/results/NAME [--windows 52 208] [--samples 64] [--rounds 5] [--smnn build/smnn]

Contestants: smnn as it is by default (solutions and adjoints corrected to rounding), smnn --refinement plain (normal equations alone,
which is what PyTorch does, too), PyTorch (perf/studies/torch_sst_step.py, with Debian's python3-torch); each on one core. smnn's times
are those of its regions over all steps of a training by their number: 'rest' is the reading of windows, the loss and the choice of what
two views share. PyTorch's are medians of its steps. The table has medians over the rounds. Writes NAME.md.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402
from step_table import Page, printed_phases, table  # noqa: E402

TORCH = Path(__file__).parent / "torch_sst_step.py"
REGIONS = {"networks": "evaluate/smnn::forecast_networks", "solve": "evaluate/smnn::solve", "adjoint": "evaluate/smnn::adjoint",
           "networks backward": "evaluate/smnn::forecast_networks_backward", "optimiser": "optimise"}
WHOLE = ["evaluate", "optimise", "sum_gradients"]


def measure_smnn(options, folder, window, *extra):
    timings = folder / "timings.csv"
    runs.checked_run(options.smnn, "sst", "train", folder / f"{window}.nc", folder / "model.h5", "--preset", "published", "--window", window,
                     "--horizon", window, "--batch", options.samples, "--epochs", 3, "--north", 10, "--south", 0, "--validation-years",
                     window // 52 + 1, "--timings-file", timings, *extra)
    with open(timings, newline="", encoding="utf-8") as file:
        rows = {row["region"].removeprefix("smnn sst/smnn::"): row for row in csv.DictReader(file)}
    steps = float(rows["evaluate"]["calls"])

    def milliseconds(region):
        return 1e3 * float(rows[region]["mean_s"]) / steps if region in rows else 0.0

    phases = {phase: milliseconds(region) for phase, region in REGIONS.items()}
    whole = sum(milliseconds(region) for region in WHOLE)
    return {"step": whole, **phases, "rest": whole - sum(phases.values())}


def measure_torch(options, window):
    done = subprocess.run([options.python, str(TORCH), "--window", str(window), "--samples", str(options.samples), "--steps", "3"],
                          check=True, env=runs.environment(), capture_output=True, text=True)
    return printed_phases(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--windows", type=int, nargs="+", default=[52, 208], help="Weeks seen, and forecast")
    parser.add_argument("--samples", type=int, default=64, help="Windows of a step, of two views each")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    parser.add_argument("--python", default="/usr/bin/python3", help="That has torch")
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    page = Page("A training step of the climate experiment beside PyTorch", f"{options.rounds} rounds, published network, one core each",
                f"python3 perf/studies/sst_step.py --rounds {options.rounds} --windows {' '.join(map(str, options.windows))} --samples "
                f"{options.samples} --output {options.output}")
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for window in options.windows:
            runs.checked_run(options.smnn, "sst", "synthesize", folder / f"{window}.nc", "--steps", 4 * window + 104, "--sampling", "weekly")
            rounds = {}
            for _ in range(options.rounds):
                rounds.setdefault("smnn", []).append(measure_smnn(options, folder, window))
                rounds.setdefault("smnn, plain", []).append(measure_smnn(options, folder, window, "--refinement", "plain"))
                rounds.setdefault("PyTorch", []).append(measure_torch(options, window))
            lines += table(f"{window} weeks, {options.samples} windows of two views", rounds)
    page.write(options.output, lines)


if __name__ == "__main__":
    main()
