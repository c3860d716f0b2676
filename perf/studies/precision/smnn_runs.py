"""Runs of smnn_precision_bench, which measures one configuration."""

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Mode(NamedTuple):
    """How the solver fights rounding; a further one is a line of MODES."""

    name: str
    options: tuple = ()


MODES = [
    Mode("plain", ("--corrections", "0")),
    Mode("corrected"),
    Mode("QR, plain", ("--factorization", "qr", "--corrections", "0")),
    Mode("QR, corrected", ("--factorization", "qr")),
]


def cpu_clock(folder):
    """What makes compiled programs measure their own CPU time; for the environment of those that are run."""
    library = folder / "cpu_clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", str(Path(__file__).with_name("cpu_clock.c")), "-o", str(library)], check=True)
    return {"LD_PRELOAD": str(library)}


def environment():
    return {**os.environ, "OMP_NUM_THREADS": "1", "OMP_PROC_BIND": "false", "OPENBLAS_NUM_THREADS": "1",
            "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}


def known_modes(bench):
    """Those whose options this build of the benchmark has; says which are left out."""
    text = subprocess.run([bench, "--help"], check=True, capture_output=True, text=True, env=environment()).stdout
    known = [mode for mode in MODES if all(option in text for option in mode.options if option.startswith("--"))]
    for mode in MODES:
        if mode not in known:
            print(f"left out: mode {mode.name}, which {bench} does not know", file=sys.stderr)
    return known


def run(bench, mode, *, problem, step, orders, smoothness="taylor", precision="double", systems, length=10, repetitions=1, pin=(),
        clock=None):
    """The row that the benchmark prints, numbers as numbers."""
    command = [*pin, bench, "--problem", problem, "--length", length, "--step", step, "--orders", orders, "--smoothness", smoothness,
               "--systems", systems, "--repetitions", repetitions, *mode.options, *(["--float"] if precision == "float" else [])]
    text = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True,
                          env={**environment(), **(clock or {})}).stdout
    row = next(csv.DictReader(text.splitlines()))
    return {name: number(value) for name, value in row.items()}


def number(text):
    try:
        return float(text)
    except ValueError:
        return text
