#!/usr/bin/env python3
"""Forecasts of sea-surface temperature from many start years, each by a model trained only on what came before, beside the baselines.

    python3 perf/studies/sst_rolling.py DATA --output perf/results/NAME [--first 1996 --last 2005] [--smnn build/smnn] [-- TRAIN-OPTIONS]

For every January from --first to --last: `smnn sst train --end`, `smnn sst forecast --start`, `smnn sst evaluate`. Options behind --
go to the training. Writes NAME.md with a row per start and the means. One thread.
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


def evaluate(options, data, forecast):
    """Standardised mean squared error by name: baselines, and the network."""
    command = [str(options.smnn), "sst", "evaluate", str(data), str(forecast), "--json"]
    text = subprocess.run(command, env=runs.environment(), capture_output=True, text=True, check=True).stdout
    rows = json.loads(text)["forecasts"]
    return {("network" if row["name"].startswith("mechanistic") else row["name"]): row["mse"] for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--first", type=int, default=1996)
    parser.add_argument("--last", type=int, default=2005)
    parser.add_argument("--every", type=int, default=1, help="years from one start to the next")
    parser.add_argument("--steps", type=int, default=48)
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    parser.add_argument("train", nargs="*")
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    table, seconds = {}, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model, forecast, history = folder / "model.h5", folder / "forecast.nc", folder / "history.csv"
        for year in range(options.first, options.last + 1, options.every):
            start = f"{year}-01-01"
            runs.checked_run(options.smnn, "sst", "train", options.data, model, "--end", start, "--horizon", options.steps,
                             "--history", history, *options.train)
            seconds.append(float(runs.epochs_of(history)[-1]["seconds"]))
            runs.checked_run(options.smnn, "sst", "forecast", options.data, model, forecast, "--start", start)
            table[year] = evaluate(options, options.data, forecast)
            print(year, f"{seconds[-1]:.0f} s", {k: round(v, 6) for k, v in table[year].items()}, flush=True)
    names = list(next(iter(table.values())))
    lines = [
        "# Climate: rolling origin", "",
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, `{options.data.name}`, {options.steps} months from each "
        f"January on, standardised mean squared error of all ocean cells, times 1000. Every model was trained on the times before its "
        f"start only ({sum(seconds) / len(seconds):.0f} s each, one thread, load average {os.getloadavg()[0]:.1f}). Reproduce: "
        f"`python3 perf/studies/sst_rolling.py {options.data.name} --first {options.first} --last {options.last} --every {options.every} --output "
        f"{options.output}{' -- ' + ' '.join(options.train) if options.train else ''}`.", "",
        "| start | " + " | ".join(names) + " |", "|" + " --- |" * (len(names) + 1),
    ]
    for year, row in table.items():
        lines.append(f"| {year} | " + " | ".join(f"{1e3 * row[n]:.3f}" for n in names) + " |")
    lines.append("| mean | " + " | ".join(f"{1e3 * sum(row[n] for row in table.values()) / len(table):.3f}" for n in names) + " |")
    options.output.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
