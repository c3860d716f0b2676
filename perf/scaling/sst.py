#!/usr/bin/env python3
"""Scaling of a training step and a forecast of `smnn sst` over MPI ranks that share the ocean.

    python3 perf/scaling/sst.py --output perf/results/NAME [--ranks 1 2] [--rounds 3] [--smnn build/smnn]

Weak scaling: every rank has as many points and samples of a batch as one rank has alone. Strong: all share them. In each round all
configurations take turns; a time is the least over rounds, for others may work on the machine. Writes NAME.md, with a model
fitted to that and what it says of a 0.25-degree daily grid on GPUs (analysis/climate.py).
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402
from analysis import climate  # noqa: E402
from analysis.tables import markdown  # noqa: E402

ROWS, COLUMNS, BATCH, WINDOWS, EPOCHS = 36, 72, 1024, 12, 3
PHASES = ["forecast_networks", "solve", "adjoint", "forecast_networks_backward", "sum_gradients"]


def synthesize(options, folder, scale):
    """As many rows, `scale` times as many columns: every rank's tile has as many points as one rank's alone."""
    path = folder / f"{scale}.nc"
    if not path.exists():
        runs.checked_run(options.smnn, "sst", "synthesize", path, "--rows", ROWS, "--columns", scale * COLUMNS, "--steps", 360)
    return path


def steps_of(options, data, scale):
    """Of an epoch, as batches of full size."""
    text = subprocess.run([str(options.smnn), "sst", "info", str(data), "--json"], env=runs.environment(), capture_output=True,
                          text=True, check=True).stdout
    return json.loads(text)["ocean_cells"] * WINDOWS / (scale * BATCH)


def measure(options, folder, ranks, scale):
    """Seconds of an epoch, of a forecast, of the phases of an epoch, and of a step without validation and sums."""
    data = synthesize(options, folder, scale)
    history, timings, model = folder / "history.csv", folder / "timings.csv", folder / "model.h5"
    runs.checked_run(options.smnn, "sst", "train", data, model, "--batch", scale * BATCH, "--windows", WINDOWS, "--epochs",
                     EPOCHS, "--history", history, "--timings-file", timings, ranks=ranks)
    phases = {name: value / EPOCHS for name, value in runs.seconds_of_regions(timings, without="validate").items()}
    validation = runs.seconds_of_regions(timings).get("validate", 0) / EPOCHS
    epoch = runs.seconds_per_epoch(history)
    step = (epoch - validation - phases.get("sum_gradients", 0)) / steps_of(options, data, scale)
    runs.checked_run(options.smnn, "sst", "forecast", data, model, folder / "forecast.nc", "--timings-file", timings, ranks=ranks)
    sums = runs.seconds_of_regions(timings)
    return epoch, sums.get("forecast_networks", 0) + sums.get("solve", 0), phases, step


def fitted(found):
    """The model of a step beside the measured ones; and of the sums."""
    measured = {key: min(run[3] for run in rows) for key, rows in found.items()}
    step = climate.fit_step([(ranks, scale * BATCH / ranks, measured[kind, ranks, scale]) for kind, ranks, scale in measured])
    lines = []
    for (kind, ranks, scale), seconds in measured.items():
        predicted = step.seconds(scale * BATCH / ranks, ranks)
        lines.append([kind, str(ranks), f"{1e3 * seconds:.2f}", f"{1e3 * predicted:.2f}", f"{100 * (predicted / seconds - 1):+.1f} %"])
    text = (f"A window takes {1e6 * step.window:.2f} us, a step {1e3 * step.overhead:.2f} ms besides, and a core is slower by the factor "
            f"{step.sharing:.2f} while the other one works, too: three constants of as few runs.\n\n")
    return text + markdown(["", "ranks", "step, ms", "model, ms", "difference"], lines)


def extrapolated():
    return [
        "## Extrapolation: 0.25 degrees, daily, on GPUs", "",
        f"{climate.GRID} cells, of which {climate.OCEAN_POINTS} are ocean as in COBE-SST2; windows and forecasts of {climate.DAYS} days; "
        f"an epoch has a window of every point; a record of {climate.YEARS} years. **Nothing here was measured on a GPU.** Measured: "
        "nothing here but the parts of a step, not the rates of the fit above; before, that a solution with gradients takes "
        f"{climate.ADJOINT} times a solution "
        f"({climate.SOLVER_STUDY}). Counted: operations and bytes. Assumed:", "", climate.assumptions(),
        "A step's sum sends every rank a block of every other, twice, as the program does.", "", climate.extrapolation(),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--ranks", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    load = os.getloadavg()[0]
    chosen = [("one rank", 1, 1)]
    for ranks in options.ranks:
        if ranks > 1:
            chosen += [("weak", ranks, ranks), ("strong", ranks, 1)]
    found = {}
    with tempfile.TemporaryDirectory() as name:
        for _ in range(options.rounds):
            for key in chosen:
                found.setdefault(key, []).append(measure(options, Path(name), key[1], key[2]))
    lines = [
        "# Scaling of the climate experiment over ranks", "",
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, least of {options.rounds} rounds, one thread per rank, load "
        f"average before {load:.1f}. Quick preset, synthetic climate of {ROWS} x {COLUMNS} cells (weak: that many columns per rank), batch "
        f"{BATCH} (weak: per rank). Reproduce: `python3 perf/scaling/sst.py --output {options.output}`.", "",
        "| | ranks | epoch, s | efficiency | forecast, ms | efficiency | " + " | ".join(PHASES) + ", ms an epoch |",
        "|" + " --- |" * (6 + len(PHASES)),
    ]
    base = [min(run[i] for run in found[chosen[0]]) for i in range(2)]
    for kind, ranks, scale in chosen:
        rows = found[kind, ranks, scale]
        times = [min(run[i] for run in rows) for i in range(2)]
        efficiency = [100 * base[i] * scale / times[i] / ranks for i in range(2)]
        shown = [min(run[2].get(phase, 0) for run in rows) for phase in PHASES]
        lines.append(f"| {kind} | {ranks} | {times[0]:.2f} | {efficiency[0]:.0f} % | {1e3 * times[1]:.0f} | {efficiency[1]:.0f} % | "
                     + " | ".join(f"{1e3 * value:.0f}" for value in shown) + " |")
    lines += ["", "## Model", "", "A step without validation and sums, fitted by least squares of relative errors:", "", fitted(found),
              *extrapolated()]
    text = "\n".join(lines) + "\n"
    options.output.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
