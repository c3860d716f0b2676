#!/usr/bin/env python3
"""Rounding and truncation of every mode against step, order and T, kept apart: x'' + x = 0, x(0) = 1, x'(0) = 0.

    python3 perf/studies/accuracy.py --output perf/results/NAME [--smnn build/smnn] [--quick]

Rounding is the difference to the solver's own discrete solution in 100-digit arithmetic, truncation that solution's difference to
cos t; both the largest of x over all time points. Steps are powers of two, so that float has the same problem to solve. Runs
`smnn solve`; wants h5py, numpy and python-flint (pip install h5py numpy python-flint). Writes NAME.md and NAME.csv.
"""

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import flint
import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
from precision import discrete, page  # noqa: E402


class Mode(NamedTuple):
    """How the solver fights rounding; a further one is a line of MODES."""

    name: str
    options: tuple


MODES = [
    Mode("plain", ("--refinement", "plain")),
    Mode("1 correction", ("--refinement", "1")),
    Mode("corrected", ()),
    Mode("mixed, corrected", ("--factor-precision", "single")),
    Mode("QR, plain", ("--factorization", "qr", "--refinement", "plain")),
    Mode("QR, corrected", ("--factorization", "qr")),
]
PRECISIONS = ["double", "single"]
# Step, length of the interval, and what is solved there: (family, K).
ALL = [("taylor", 3), ("taylor", 4), ("taylor", 5), ("taylor", 6), ("pade", 3), ("pade", 4), ("pade", 5)]
FEW = [("taylor", 3), ("taylor", 5), ("pade", 4), ("pade", 5)]
GRID = [(2**-3, 10, ALL), (2**-3, 100, FEW), (2**-7, 10, ALL), (2**-7, 100, FEW), (2**-10, 10, ALL), (2**-13, 10, FEW)]


def write_problem(path, family, orders, step, points):
    with h5py.File(path, "w") as file:
        file["coefficients"] = np.array([1.0, 0, 1, *[0] * (orders - 3)]).reshape(1, 1, 1, 1, orders)
        file["rhs"] = np.zeros((1, 1, 1))
        file["initial_values"] = np.array([1.0, 0]).reshape(1, 1, 1, 2)
        file["steps"] = np.full((1, points - 1), step)
        values = {"n_steps": points, "n_equations": 1, "n_dims": 1, "n_orders": orders, "n_initial_steps": 1, "n_initial_orders": 2,
                  "weight_equation": 1.0, "weight_initial": 1.0, "weight_smoothness": 1.0, "smoothness": family}
        file.attrs.update(values)


def solve(program, problem, result, options):
    """x, info, the solver's own estimate and its corrections; or a complaint."""
    command = [str(program), "--quiet", "solve", str(problem), str(result), "--mask-failures", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"})
    if done.returncode not in (0, 1) or not result.exists():
        raise SystemExit(f"{' '.join(command)}: {done.stderr.strip()}")
    with h5py.File(result) as file:
        x = file["solution"][0, :, 0, 0].astype(float)
        return x, int(file["info"][0]), float(file["rounding_error"][0]), int(file["sweeps"][0])


def known_modes(program):
    text = subprocess.run([str(program), "solve", "--help"], check=True, capture_output=True, text=True).stdout
    known = [mode for mode in MODES if all(option in text for option in mode.options if option.startswith("--"))]
    for mode in MODES:
        if mode not in known:
            print(f"left out: mode {mode.name}, which {program} does not know", file=sys.stderr)
    return known


def largest_difference(values, reference):
    """Of doubles to 100-digit numbers, in their arithmetic; NaN where the solver gave none."""
    if not np.all(np.isfinite(values)):
        return float("nan")
    return max(float(abs(flint.arb(value) - exact).mid()) for value, exact in zip(values, reference))


def measure(options):
    rows = []
    modes = known_modes(options.smnn)
    with tempfile.TemporaryDirectory() as folder:
        problem, result = Path(folder) / "problem.h5", Path(folder) / "result.h5"
        for step, length, cases in GRID[: 3 if options.quick else None]:
            points = round(length / step) + 1
            for family, orders in cases:
                reference = discrete.solution(orders, family, step, points)
                truncation = max(float(abs(exact - flint.arb(step * t).cos()).mid()) for t, exact in enumerate(reference))
                write_problem(problem, family, orders, step, points)
                for precision in PRECISIONS:
                    for mode in modes:
                        if precision == "single" and "--factor-precision" in mode.options:
                            continue  # it is nothing of its own
                        arguments = [*mode.options, "--precision", precision]
                        x, info, estimate, sweeps = solve(options.smnn, problem, result, arguments)
                        rows.append({"step": step, "length": length, "points": points, "family": family, "orders": orders,
                                     "truncation": truncation, "precision": precision, "mode": mode.name,
                                     "rounding": largest_difference(x, reference), "info": info, "estimate": estimate,
                                     "corrections": sweeps})
                        result.unlink()
                print(f"step 2^{np.log2(step):.0f}, T = {points}, {family}, K = {orders}: truncation {truncation:.1e}", flush=True)
    return rows


def cell(row):
    if row is None:
        return ""
    text = f"{row['rounding']:.0e}" if np.isfinite(row["rounding"]) else "none"
    if row["rounding"] > 0.1 or not np.isfinite(row["rounding"]):
        text = "lost"
    if row["info"] != 0:
        text += " (says so)"
    return f"**{text}**" if "lost" not in text and row["info"] == 0 and row["rounding"] <= row["truncation"] else text


def table(rows, precision):
    names = [mode.name for mode in MODES if any(row["mode"] == mode.name and row["precision"] == precision for row in rows)]
    lines = ["| step, T | family, K | truncation | " + " | ".join(names) + " |", "|" + " --- |" * (3 + len(names))]
    groups = {}
    for row in rows:
        if row["precision"] == precision:
            groups.setdefault((row["step"], row["points"], row["family"], row["orders"]), {})[row["mode"]] = row
    lost = []
    for (step, points, family, orders), by_mode in groups.items():
        first = next(iter(by_mode.values()))
        if all("lost" in cell(row) for row in by_mode.values()):
            lost.append(f"2^{np.log2(step):.0f}, {points}")
            continue
        lines.append(f"| 2^{np.log2(step):.0f}, {points} | {family}, {orders} | {first['truncation']:.0e} | "
                     + " | ".join(cell(by_mode.get(name)) for name in names) + " |")
    if lost:
        lines += ["", f"Lost in every mode: all that was solved at step, T = {'; '.join(dict.fromkeys(lost))}."]
    return lines


def revision(program):
    text = subprocess.run([str(program), "info"], check=True, capture_output=True, text=True).stdout
    return next((line.split()[-1] for line in text.splitlines() if line.startswith("git revision")), "unknown")


def write(rows, options):
    now = datetime.datetime.now(datetime.timezone.utc)
    text = ["# Rounding and truncation, kept apart", "",
            f"{now:%Y-%m-%d %H:%M} UTC, smnn {revision(options.smnn)}, {page.processor()}. x'' + x = 0, x(0) = 1, x'(0) = 0 on [0, 10] and [0, 100]; "
            "largest errors of x. *Truncation*: the discrete least-squares solution, in 100-digit arithmetic, against cos t. Modes: the "
            "solver's result against that discrete solution, that is, *rounding* alone; bold where it is no larger than truncation; "
            "\"says so\" where info tells of the failure. Reproduce: "
            f"`python3 perf/studies/accuracy.py --output {options.output}`.", "",
            "## Double", "", *table(rows, "double"), "", "## Float", "", *table(rows, "single"), ""]
    options.output.with_suffix(".md").write_text("\n".join(text), encoding="utf-8")
    page.write_csv(options.output, list(rows[0]), rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--smnn", type=Path, default=Path("build/smnn"))
    parser.add_argument("--quick", action="store_true", help="the coarser half of the grid")
    options = parser.parse_args()
    options.smnn = options.smnn.resolve()
    write(measure(options), options)


if __name__ == "__main__":
    main()
