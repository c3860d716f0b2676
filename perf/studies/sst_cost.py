#!/usr/bin/env python3
"""What a training step of `smnn sst` costs in time and memory against the window T: banded, conjugate gradients, dense.

    python3 perf/studies/sst_cost.py --output perf/results/NAME [--times 48 96 192 384] [--data FILE] [--smnn build/smnn]
    python3 perf/studies/sst_cost.py --output NAME --weekly --times 208 416 832 1727 --solvers banded --few

Published network, windows and forecasts of T months each, or weeks; without --data on a synthetic climate. One thread. Dense and
conjugate gradients are measured on fewer points where all would take minutes, or all are with --few; times are given per point.
Solvers take turns; the time of an epoch is the least of the epochs but the first. Where others work on the machine, too, times are
less by the share of a core that the run did not get. Writes NAME.md and NAME.png.
"""

import argparse
import datetime
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402

SOLVERS = ["banded", "cg", "dense"]
BATCH = {"banded": 512, "cg": 32, "dense": 32}
LARGEST = {"banded": 10**9, "cg": 400, "dense": 400}
CG_OPTIONS = ["--cg-tolerance", "1e-8", "--cg-iterations", "100000"]
EPOCHS = 3
WEEKS_OF_A_YEAR = 52
ONE_DEGREE_POINTS = 43_799  # ocean cells of COBE-SST2


def synthesize(options, folder, times):
    path = folder / f"{times}.nc"
    if not path.exists():
        year = WEEKS_OF_A_YEAR if options.weekly else 12
        runs.checked_run(options.smnn, "sst", "synthesize", path, "--steps", 4 * times + 2 * year, "--sampling",
                         "weekly" if options.weekly else "monthly")
    return path


def validation_years(options, times):
    return times // WEEKS_OF_A_YEAR + 1 if options.weekly else -(-times // 12)


def batch_of(options, solver):
    return options.batch or BATCH["cg" if options.few else solver]


def measure(options, folder, times, solver):
    """Seconds per window, of solver and adjoint alone, and bytes; or why not."""
    data = options.data or synthesize(options, folder, times)
    # A band of latitudes that has some batches of points.
    band = 40 if solver == "banded" and not options.few else 3
    clock, processor = time.monotonic(), processor_seconds()
    history, timings = folder / "history.csv", folder / "timings.csv"
    code, message, memory = runs.run(
        options.smnn, "sst", "train", data, folder / "model.h5", "--preset", "published", "--window", times, "--horizon", times,
        "--validation-years", validation_years(options, times), "--epochs", EPOCHS, "--batch", batch_of(options, solver),
        "--south", -band, "--north", band,
        "--solver", solver, "--history", history, "--timings-file", timings, *(CG_OPTIONS if solver == "cg" else []))
    if code != 0:
        return message
    share = min(1.0, (processor_seconds() - processor) / (time.monotonic() - clock))
    sums = runs.seconds_of_regions(timings, without="validate")
    samples = points_of(options, data, band)
    solve = (sums.get("solve", 0) + sums.get("adjoint", 0)) / EPOCHS / samples
    return share * runs.seconds_per_epoch(history) / samples, share * solve, memory


def processor_seconds():
    """Of all programs that have been run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def points_of(options, data, band):
    text = subprocess.run([str(options.smnn), "sst", "info", str(data), "--json", "--south", str(-band), "--north", str(band)],
                          env=runs.environment(), capture_output=True, text=True, check=True).stdout
    return json.loads(text)["ocean_cells"]


def picture(found, path):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), constrained_layout=True)
    for solver in SOLVERS:
        points = [(times, *row) for (times, name), row in found.items() if name == solver and not isinstance(row, str)]
        if not points:
            continue
        axes[0].loglog([p[0] for p in points], [1e6 * p[2] for p in points], "o-", label=solver)
        axes[1].loglog([p[0] for p in points], [p[3] / 2**20 for p in points], "o-", label=solver)
    axes[0].set(xlabel="T, times of a window", ylabel="solve and adjoint, us per window")
    axes[1].set(xlabel="T, times of a window", ylabel="peak memory, MiB")
    axes[0].legend()
    figure.savefig(path, dpi=130)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--times", type=int, nargs="+", default=[48, 96, 192, 384])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS, default=SOLVERS)
    parser.add_argument("--weekly", action="store_true", help="T in weeks")
    parser.add_argument("--few", action="store_true", help="few points and small batches for all solvers")
    parser.add_argument("--batch", type=int, default=0)
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    lines = [
        "# Climate: cost of a training step against the window", "",
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, one thread, published network (float; solver double), "
        f"load average before {os.getloadavg()[0]:.1f}. Two views a sample: a window is two systems of T + 10 points. An epoch is one "
        f"of {ONE_DEGREE_POINTS} windows, from the time of a window. Reproduce: `python3 perf/studies/sst_cost.py "
        f"{' '.join(sys.argv[1:])}`.", "",
        "| T | solver | batch | training, us per window | epoch, s | solve and adjoint, us per window | peak memory, MiB |",
        "|" + " --- |" * 7,
    ]
    found = {}
    with tempfile.TemporaryDirectory() as name:
        for times in options.times:
            for solver in options.solvers:
                if times > LARGEST[solver]:
                    continue
                found[times, solver] = result = measure(options, Path(name), times, solver)
                start = f"| {times} | {solver} | {batch_of(options, solver)} | "
                if isinstance(result, str):
                    lines.append(f"{start}{result} |  |  |  |")
                else:
                    step, solve, memory = result
                    lines.append(f"{start}{1e6 * step:.0f} | {ONE_DEGREE_POINTS * step:.0f} | {1e6 * solve:.1f} | {memory / 2**20:.0f} |")
                print(lines[-1], flush=True)
    picture(found, options.output.with_suffix(".png"))
    lines += ["", f"![time and memory]({options.output.with_suffix('.png').name})"]
    options.output.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
