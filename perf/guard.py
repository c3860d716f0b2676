#!/usr/bin/env python3
"""The regression guard: ratios of times that should not change, compared with those of perf/results/guard.json.

    python3 perf/guard.py [--bench build/smnn_bench]        compares, under a minute; warns beyond 15 %
    python3 perf/guard.py --update                          stores what is measured now

Ratios, not times, of one thread each, so that the machine matters less: peers over ours, forward and adjoint over forward, double over
float. They are made of the least times of several rounds, which other users of the machine disturb the least. What deviates is measured
again before it is called a change. A change is a warning, never a failure: the exit code is 1 only where the benchmark itself fails.
"""

import argparse
import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOLERANCE = 0.15
# B, T, D, K, E. The first two stay in cache, where other users of the machine disturb the least; the last is cut into parts.
SHAPES = ["64,100,1,3,1", "64,50,3,2,3", "4096,50,1,3,1", "8,10000,1,3,1"]
CONTESTANTS = ["banded", "banded_plain", "lapack", "kokkos_batched"]
FACTS = ["processor", "compiler", "Kokkos", "LAPACK"]
# Name of the ratio: what is divided by what, each (operation, precision, contestant). Larger is better where `grows`.
RATIOS = {
    "LAPACK / plain, forward": (("forward", "double", "lapack"), ("forward", "double", "banded_plain"), True),
    "KokkosBatched / plain, forward": (("forward", "double", "kokkos_batched"), ("forward", "double", "banded_plain"), True),
    "default / plain, forward": (("forward", "double", "banded"), ("forward", "double", "banded_plain"), False),
    "forward + adjoint / forward, plain": (("forward_adjoint", "double", "banded_plain"), ("forward", "double", "banded_plain"), False),
    "forward + adjoint / forward, default": (("forward_adjoint", "double", "banded"), ("forward", "double", "banded"), False),
    "double / float, forward, plain": (("forward", "double", "banded_plain"), ("forward", "float", "banded_plain"), True),
}


def run_bench(bench, shape, seconds):
    """Least seconds by (operation, precision, contestant), and the facts about the machine."""
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder) / "guard"
        chosen = "|".join(CONTESTANTS)
        command = [str(bench), f"--shape={shape}", f"--results={prefix}", "--benchmark_repetitions=5", f"--benchmark_min_time={seconds}",
                   f"--benchmark_filter=/({chosen})/"]
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **one_thread})
        lines = prefix.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
    facts = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {(row["operation"], row["precision"], row["contestant"]): float(row["min_s"]) for row in rows}, facts


def measure(bench, shape, rounds, seconds):
    """Ratios of the least times of all rounds, and the facts."""
    least, facts = {}, {}
    for _ in range(rounds):
        times, facts = run_bench(bench, shape, seconds)
        for key, value in times.items():
            least[key] = min(value, least.get(key, value))
    ratios = {name: least[over] / least[under] for name, (over, under, _) in RATIOS.items() if over in least and under in least}
    return ratios, facts


def changes(now, stored):
    """{name: relative change} of those beyond the tolerance."""
    relative = {name: value / stored[name] - 1 for name, value in now.items() if name in stored}
    return {name: change for name, change in relative.items() if abs(change) > TOLERANCE}


def nearer(target, *values):
    return min(values, key=lambda value: abs(value / target - 1))


def compare(options, stored):
    """Prints a line per ratio, and warnings."""
    warnings, facts = [], {}
    for shape in options.shapes:
        known = stored["ratios"].get(shape, {})
        now, facts = measure(options.bench, shape, options.rounds, options.seconds)
        if changes(now, known):
            again, _ = measure(options.bench, shape, options.rounds, options.seconds)
            now = {name: nearer(known.get(name, value), value, again[name]) for name, value in now.items()}
        for name, value in now.items():
            before = f"stored {known[name]:6.2f}, {100 * (value / known[name] - 1):+5.1f} %" if name in known else "not stored"
            print(f"{shape:15} {name:38} {value:6.2f}   {before}", flush=True)
        for name, change in changes(now, known).items():
            word = "better" if (change > 0) == RATIOS[name][2] else "WORSE"
            warnings.append(f"warning: {shape}: {name} is {abs(100 * change):.0f} % {word} than stored")
    different = [name for name in FACTS if facts.get(name) != stored["machine"].get(name)]
    if different:
        print(f"note: stored on another machine or build ({', '.join(different)} differ): changes may be the machine's")
    print("\n".join(warnings) or f"nothing beyond {100 * TOLERANCE:.0f} %")


def update(options):
    ratios, facts = {}, {}
    for shape in options.shapes:
        ratios[shape], facts = measure(options.bench, shape, 2 * options.rounds, options.seconds)
    stored = {"date": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC",
              "machine": {name: facts[name] for name in FACTS if name in facts},
              "ratios": {shape: {name: round(value, 3) for name, value in of_shape.items()} for shape, of_shape in ratios.items()}}
    options.stored.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    print(f"stored in {options.stored}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=Path("build/smnn_bench"))
    parser.add_argument("--stored", type=Path, default=Path(__file__).resolve().parent / "results" / "guard.json")
    parser.add_argument("--update", action="store_true", help="store instead of comparing")
    parser.add_argument("--shapes", nargs="+", default=SHAPES, metavar="B,T,D,K,E")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0.02, help="least of a repetition")
    options = parser.parse_args()
    options.bench = options.bench.resolve()
    try:
        if options.update:
            update(options)
        else:
            compare(options, json.loads(options.stored.read_text(encoding="utf-8")))
    except (OSError, subprocess.CalledProcessError, KeyError, json.JSONDecodeError) as error:
        sys.exit(f"guard.py: {error}")


if __name__ == "__main__":
    main()
