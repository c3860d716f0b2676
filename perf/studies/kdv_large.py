#!/usr/bin/env python3
"""Forecasts of large grids by a model of 256 points: time and memory of each rank.

    python3 perf/studies/kdv_large.py --output perf/results/NAME [--exponents 16 18 20] [--ranks 1 2] [--smnn build/smnn]

The axis has the published spacing of points, .5, and waves of the published lengths, 64 and 128; ten levels, .2 apart, are generated,
and nine more forecast (`smnn kdv rollout --times 1`), with all ranks along the axis, one thread each. The quick mechanistic model is
trained for one epoch only: what it says does not matter here. Memory is the largest resident set of a rank. Writes NAME.md.
"""

import argparse
import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LEVELS = 10
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def run_rank(command):
    """What each rank of `measure` is: runs the command and says how much memory it took, in KiB."""
    done = subprocess.run(command)
    print(f"resident {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}", file=sys.stderr)
    return done.returncode


def measure(options, ranks, *arguments):
    """Seconds of the whole program, and MiB of its largest rank."""
    rank = [sys.executable, __file__, "--rank", str(options.smnn), "--quiet", "kdv", *arguments]
    command = ["mpirun", "--oversubscribe", "--bind-to", "core", "-n", str(ranks), *rank]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, env={**os.environ, **ENVIRONMENT}, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    told = [int(line.split()[1]) for line in done.stderr.splitlines() if line.startswith("resident ")]
    if len(told) != ranks:
        raise SystemExit(f"{len(told)} of {ranks} ranks told their memory:\n{done.stderr}")
    return seconds, max(told) / 1024


def train(options, folder):
    data, model = folder / "small.h5", folder / "model.h5"
    measure(options, 1, "generate", str(data), "--train", "16", "--valid", "1", "--test", "0", "--end-time", "5", "--levels", "40",
            "--keep", "30", "--tolerance", "1e-6")
    measure(options, 1, "train", str(data), str(model), "--epochs", "1")
    return str(model)


def generate(options, folder, points):
    path = folder / f"{points}.h5"
    times = ",".join(f"{0.2 * level:.1f}" for level in range(LEVELS))
    seconds, memory = measure(options, max(options.ranks), "generate", str(path), "--single", "--points", str(points), "--domain",
                              str(points / 2), "--frequencies", f"{points // 256},{points // 128}", "--times", times, "--refine", "1",
                              "--tolerance", "1e-4", "--storage", "float")
    return str(path), seconds, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--exponents", type=int, nargs="+", default=[16, 18, 20], help="Of 2, numbers of points")
    parser.add_argument("--ranks", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    started = datetime.datetime.now(datetime.timezone.utc)
    lines = [
        "# Forecasts of large grids", "",
        f"{started:%Y-%m-%d %H:%M} UTC, one run each, load average before {os.getloadavg()[0]:.1f}. Reproduce: `python3 "
        f"perf/studies/kdv_large.py --ranks {' '.join(map(str, options.ranks))} --output {options.output}`. Whole programs, with "
        "starting and files; memory is the largest resident set of a rank.", "",
        "| points | program | ranks | time, s | memory of a rank, MiB | bytes per point of a rank |", "|" + " --- |" * 6]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = train(options, folder)
        for exponent in options.exponents:
            points = 2**exponent
            path, seconds, memory = generate(options, folder, points)

            def add(program, ranks, seconds, memory):
                share = memory * 2**20 * ranks / points
                lines.append(f"| 2^{exponent} | {program} | {ranks} | {seconds:.1f} | {memory:.0f} | {share:.0f} |")
                print(lines[-1], flush=True)

            add(f"generate --single, {LEVELS} levels", max(options.ranks), seconds, memory)
            for ranks in options.ranks:
                add("rollout --times 1", ranks, *measure(options, ranks, "rollout", path, model, str(folder / "out.h5"), "--times", "1",
                                                          "--ranks-per-line", str(ranks)))
            Path(path).unlink()
    text = "\n".join(lines) + "\n"
    options.output.with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--rank"]:
        sys.exit(run_rank(sys.argv[2:]))
    main()
