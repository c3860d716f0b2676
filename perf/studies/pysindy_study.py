#!/usr/bin/env python3
"""PySINDy on the data of `smnn discover`: the peer of `smnn discover --study`.

    python3 -m venv /tmp/pysindy && /tmp/pysindy/bin/pip install pysindy
    /tmp/pysindy/bin/python perf/pysindy_study.py build/smnn [--systems lorenz,...] [--seed N]

For every system with polynomial equations and every noise level it exports the data that smnn fits, tries every
combination of derivative (finite differences of order 4, smoothed finite differences, weak form) and threshold below,
and prints the one that is closest to the truth: a choice that a user without the truth cannot make. Same table as the
program's study: terms missed and spurious, largest relative error of a coefficient, time of that one fit.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
import time
import tomllib
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np
import pysindy as ps

warnings.filterwarnings("ignore")
NOISE = (0, 1, 5, 10, 20)  # percent
THRESHOLDS = (0.003, 0.01, 0.03, 0.05, 0.1, 0.2)


def export(program, system, noise, seed, folder):
    """List of (times, states), one a trajectory, as smnn fits them."""
    path = Path(folder) / "data.csv"
    command = [program, "discover", "--system", system, "--noise", str(noise), "--seed", str(seed), "--export", str(path)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    groups = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            if row[0] != "trajectory":
                groups[row[0]].append([float(value) for value in row[1:]])
    return [(np.array(rows)[:, 0], np.array(rows)[:, 1:]) for rows in groups.values()]


def true_coefficients(system, names):
    """(variables, terms) in PySINDy's order of terms, whose names are "1", "x", "x^2", "x y"."""
    def key(name):
        return tuple(sorted(name.replace("*", " ").split()))
    index = {key(name): i for i, name in enumerate(names)}
    truth = np.zeros((len(system["variables"]), len(names)))
    for e, variable in enumerate(system["variables"]):
        for term, value in system["equations"].get(variable, {}).items():
            truth[e, index[key(term)]] = value
    return truth


def candidates(degree, times):
    """(name, model) of every setting."""
    for threshold in THRESHOLDS:
        optimizer = ps.STLSQ(threshold=threshold)
        library = ps.PolynomialLibrary(degree=degree)
        yield f"FD4, {threshold}", ps.SINDy(optimizer=optimizer, feature_library=library,
                                            differentiation_method=ps.FiniteDifference(order=4))
        yield f"smoothed FD, {threshold}", ps.SINDy(optimizer=ps.STLSQ(threshold=threshold), feature_library=library,
                                                    differentiation_method=ps.SmoothedFiniteDifference())
        np.random.seed(0)
        weak = ps.WeakPDELibrary(function_library=ps.PolynomialLibrary(degree=degree, include_bias=True),
                                 spatiotemporal_grid=times, is_uniform=True, K=1000,
                                 H_xt=min(40 * (times[1] - times[0]), (times[-1] - times[0]) / 8))
        yield f"weak, {threshold}", ps.SINDy(optimizer=ps.STLSQ(threshold=threshold), feature_library=weak)


def judge(found, truth):
    present = truth != 0
    missed = int(np.sum(present & (found == 0)))
    spurious = int(np.sum(~present & (found != 0)))
    error = float(np.max(np.abs(found - truth)[present] / np.abs(truth[present])))
    return missed, spurious, error


def best(system, data):
    results = []
    times = [t for t, _ in data]
    for name, model in candidates(system["degree"], times[0]):
        begin = time.perf_counter()
        try:
            model.fit([x for _, x in data], t=times, feature_names=system["variables"])
            found = np.array(model.coefficients())
            names = model.get_feature_names()
            result = judge(found, true_coefficients(system, names))
        except Exception as error:  # a setting that does not work on these data is none of the best
            print(f"pysindy_study.py: {name}: {error}", file=sys.stderr)
            continue
        results.append((sum(result[:2]), result[2], result, name, time.perf_counter() - begin))
    _, _, (missed, spurious, error), name, seconds = min(results)
    structure = "exact" if missed + spurious == 0 else f"{missed} missed, {spurious} spurious"
    return f"{structure}, {error:.1e}, {seconds:.2f} s ({name})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--systems", default="")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    folder = Path(__file__).resolve().parent.parent / "drivers" / "systems"
    names = arguments.systems.split(",") if arguments.systems else sorted(path.stem for path in folder.glob("*.toml"))
    print("| system | points | noise 0 | " + " | ".join(f"{noise} %" for noise in NOISE[1:]) + " |")
    print("| --- | --- |" + " --- |" * len(NOISE))
    for name in names:
        system = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        if system.get("link", "identity") != "identity":
            continue
        cells = []
        for noise in NOISE:
            with tempfile.TemporaryDirectory() as scratch:
                cells.append(best(system, export(arguments.program, name, noise, arguments.seed, scratch)))
        print(f"| {name} | {len(system['starts'])} x {system['points']} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
