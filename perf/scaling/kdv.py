#!/usr/bin/env python3
"""Scaling of a training step and a roll-out of `smnn kdv` over MPI ranks: samples shared, or the axis.

    python3 perf/scaling/kdv.py --output perf/results/NAME [--ranks 1 2] [--rounds 3] [--smnn build/smnn]

Weak scaling: every rank has the samples, or the points, that one rank has alone. Strong: all share them. In each round all
configurations take turns; a time is the median over rounds. Writes NAME.md with the table, and the phases of a step.
"""

import argparse
import datetime
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402

POINTS, SAMPLES, STEPS, EPOCHS = 256, 16, 4, 3
PHASES = ["forecast_networks", "solve", "adjoint", "forecast_networks_backward", "exchange", "sum_gradients"]


class Configuration:
    """A training: ranks, of which `line` share the axis, and what they share."""

    def __init__(self, name, ranks, line, points, samples):
        self.name, self.ranks, self.line, self.points, self.samples = name, ranks, line, points, samples


def configurations(counts):
    result = [Configuration("one rank", 1, 1, POINTS, SAMPLES)]
    for ranks in counts:
        if ranks == 1:
            continue
        result += [
            Configuration("samples, weak", ranks, 1, POINTS, ranks * SAMPLES),
            Configuration("samples, strong", ranks, 1, POINTS, SAMPLES),
            Configuration("axis, weak", ranks, ranks, ranks * POINTS, SAMPLES),
            Configuration("axis, strong", ranks, ranks, POINTS, SAMPLES),
        ]
    return result


def smnn(options, ranks, *arguments):
    command = ["mpirun", "--oversubscribe", "--bind-to", "core", "-n", str(ranks), str(options.smnn), "--quiet", "kdv", *arguments]
    subprocess.run(command, check=True, env=runs.environment())


def generate(options, folder, points):
    """A data set with the published spacing of points; the longest waves have the published lengths, too."""
    path = folder / f"{points}.h5"
    if not path.exists():
        waves = points // POINTS
        smnn(options, 1, "generate", str(path), "--points", str(points), "--domain", str(points / 2), "--frequencies",
             f"{waves},{2 * waves}", "--train", "64", "--valid", "1", "--test", "8", "--levels", "60", "--keep", "40",
             "--tolerance", "1e-6")
    return str(path)


def measure(options, folder, configuration):
    """Seconds of a step, of a roll-out of 4 forecasts of 8 trajectories, and of the phases of a step."""
    data = generate(options, folder, configuration.points)
    line = ("--ranks-per-line", str(configuration.line))
    history, timings, model = folder / "history.csv", folder / "timings.csv", folder / "model.h5"
    windows = max(1, STEPS * configuration.samples // 64)
    smnn(options, configuration.ranks, "train", data, str(model), "--batch", str(configuration.samples), "--windows", str(windows),
         "--epochs", str(EPOCHS), "--history", str(history), "--timings-file", str(timings), *line)
    steps = 64 * windows / configuration.samples
    step = runs.seconds_per_epoch(history) / steps
    phases = {name: value / EPOCHS / steps for name, value in runs.seconds_of_regions(timings).items()}
    smnn(options, configuration.ranks, "rollout", data, str(model), str(folder / "forecast.h5"), "--times", "4",
         "--timings-file", str(timings), *line)
    roll_out = runs.seconds_of_regions(timings).get("roll_out", float("nan"))
    return step, roll_out, phases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--ranks", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    load = os.getloadavg()[0]
    found = {}
    chosen = configurations(options.ranks)
    with tempfile.TemporaryDirectory() as name:
        for _ in range(options.rounds):
            for index, configuration in enumerate(chosen):
                found.setdefault(index, []).append(measure(options, Path(name), configuration))
    lines = [
        "# Scaling of the KdV experiment over ranks", "",
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {options.rounds} rounds, one thread per rank, load average "
        f"before {load:.1f}. Quick preset, mechanistic model. Reproduce: `python3 perf/scaling/kdv.py --output {options.output}`.", "",
        "| shared | ranks | points | samples | step, ms | efficiency | roll-out, ms | efficiency | " + " | ".join(PHASES) + ", ms |",
        "|" + " --- |" * (8 + len(PHASES)),
    ]
    base_step = statistics.median(step for step, _, _ in found[0])
    base_roll = statistics.median(roll for _, roll, _ in found[0])
    for index, configuration in enumerate(chosen):
        step = statistics.median(step for step, _, _ in found[index])
        roll = statistics.median(roll for _, roll, _ in found[index])
        work = configuration.samples * configuration.points / (SAMPLES * POINTS)
        # A roll-out is always of 8 trajectories.
        roll_work = configuration.points / POINTS
        shown = [statistics.median(phases.get(phase, 0) for _, _, phases in found[index]) for phase in PHASES]
        lines.append(f"| {configuration.name} | {configuration.ranks} | {configuration.points} | {configuration.samples} | "
                     f"{1e3 * step:.1f} | {100 * base_step * work / step / configuration.ranks:.0f} % | {1e3 * roll:.0f} | "
                     f"{100 * base_roll * roll_work / roll / configuration.ranks:.0f} % | "
                     + " | ".join(f"{1e3 * value:.1f}" for value in shown) + " |")
    text = "\n".join(lines) + "\n"
    options.output.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
