#!/usr/bin/env python3
"""Scaling of a training step and a forecast of `smnn sst` over MPI ranks that share the ocean.

    python3 perf/scaling/sst.py --output perf/results/NAME [--ranks 1 2] [--rounds 3] [--smnn build/smnn]

Weak scaling: every rank has as many points and samples of a batch as one rank has alone. Strong: all share them. In each round all
configurations take turns; a time is the median over rounds. Writes NAME.md.
"""

import argparse
import datetime
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402

ROWS, COLUMNS, BATCH, EPOCHS = 36, 72, 1024, 3
PHASES = ["forecast_networks", "solve", "adjoint", "forecast_networks_backward", "sum_gradients"]


def synthesize(options, folder, scale):
    """As many rows, `scale` times as many columns: every rank's tile has as many points as one rank's alone."""
    path = folder / f"{scale}.nc"
    if not path.exists():
        runs.checked_run(options.smnn, "sst", "synthesize", path, "--rows", ROWS, "--columns", scale * COLUMNS, "--steps", 360)
    return path


def measure(options, folder, ranks, scale):
    """Seconds of an epoch, of a forecast, and of the phases of an epoch."""
    data = synthesize(options, folder, scale)
    history, timings, model = folder / "history.csv", folder / "timings.csv", folder / "model.h5"
    runs.checked_run(options.smnn, "sst", "train", data, model, "--batch", scale * BATCH, "--epochs", EPOCHS, "--history", history,
                     "--timings-file", timings, ranks=ranks)
    phases = {name: value / EPOCHS for name, value in runs.seconds_of_regions(timings, without="validate").items()}
    runs.checked_run(options.smnn, "sst", "forecast", data, model, folder / "forecast.nc", "--timings-file", timings, ranks=ranks)
    sums = runs.seconds_of_regions(timings)
    return runs.seconds_per_epoch(history), sums.get("forecast_networks", 0) + sums.get("solve", 0), phases


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
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {options.rounds} rounds, one thread per rank, load average "
        f"before {load:.1f}. Quick preset, synthetic climate of {ROWS} x {COLUMNS} cells (weak: that many columns per rank), batch "
        f"{BATCH} (weak: per rank). Reproduce: `python3 perf/scaling/sst.py --output {options.output}`.", "",
        "| | ranks | epoch, s | efficiency | forecast, ms | efficiency | " + " | ".join(PHASES) + ", ms an epoch |",
        "|" + " --- |" * (6 + len(PHASES)),
    ]
    base = [statistics.median(run[i] for run in found[chosen[0]]) for i in range(2)]
    for kind, ranks, scale in chosen:
        rows = found[kind, ranks, scale]
        times = [statistics.median(run[i] for run in rows) for i in range(2)]
        efficiency = [100 * base[i] * scale / times[i] / ranks for i in range(2)]
        shown = [statistics.median(run[2].get(phase, 0) for run in rows) for phase in PHASES]
        lines.append(f"| {kind} | {ranks} | {times[0]:.2f} | {efficiency[0]:.0f} % | {1e3 * times[1]:.0f} | {efficiency[1]:.0f} % | "
                     + " | ".join(f"{1e3 * value:.0f}" for value in shown) + " |")
    text = "\n".join(lines) + "\n"
    options.output.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
