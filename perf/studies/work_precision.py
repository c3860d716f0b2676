#!/usr/bin/env python3
"""What accuracy costs: error against time over step, order K, smoothness family, mode and precision, forward and with gradients,
beside RK4 in jax.lax.scan, diffrax and CVODES where installed.

    python3 perf/studies/work_precision.py measure RAW.csv [--rounds 3] [--budget SECONDS] [--build build] [--python PYTHON] [--core 0]
    python3 perf/studies/work_precision.py report RAW.csv --output perf/results/NAME

`measure` runs until its rounds or its seconds are over, and goes on where it was when it is called again; every program has one thread,
on one core. PYTHON has jax and diffrax (pip install "jax[cpu]" diffrax numpy); CVODES wants the CMake target smnn_precision_cvodes,
which is there where CMake finds SUNDIALS (Debian: libsundials-dev). Who is missing is left out. `report` writes NAME.md, NAME.csv and
NAME.png.
"""

import argparse
import math
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from precision import campaign, page, peers, smnn_runs  # noqa: E402


def measure(options):
    pin = ["taskset", "-c", str(options.core)]
    bench = options.build / "smnn_precision_bench"
    clock = smnn_runs.cpu_clock(options.raw.resolve().parent) if options.cpu_time else None
    found = peers.available(options.python, options.build, pin, clock)
    try:
        series = campaign.Campaign(options.raw, bench.resolve(), found, pin, clock, options.budget)
        for number in range(options.rounds):
            if not series.run_round(number, slow_peers=number == 0):
                print(f"time is over in round {number + 1} of {options.rounds}, {len(series.rows)} rows; call again", flush=True)
                return 3
    finally:
        for peer in found.values():
            peer.close()
    print(f"{len(series.rows)} rows, load average {os.getloadavg()[0]:.1f}")
    return 0


def report(options):
    from precision import plot  # matplotlib, which measuring does not need

    rows = campaign.read(options.raw)
    page.write(rows, options.output, options.note)
    plot.draw(rows, options.output.with_suffix(".png"))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("raw", type=Path)
    measuring.add_argument("--rounds", type=int, default=3)
    measuring.add_argument("--budget", type=float, default=math.inf, help="seconds")
    measuring.add_argument("--build", type=Path, default=Path("build"))
    measuring.add_argument("--python", default=sys.executable)
    measuring.add_argument("--core", type=int, default=0)
    measuring.add_argument("--cpu-time", action="store_true", help="of every program, not the time of day: for a crowded machine")
    measuring.set_defaults(action=measure)
    reporting = commands.add_parser("report")
    reporting.add_argument("raw", type=Path)
    reporting.add_argument("--output", type=Path, required=True)
    reporting.add_argument("--note", default="", help="what the page says of the measurement")
    reporting.set_defaults(action=report)
    options = parser.parse_args()
    return options.action(options)


if __name__ == "__main__":
    sys.exit(main())
