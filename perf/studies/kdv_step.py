#!/usr/bin/env python3
"""A training step of the KdV experiment, phase by phase, beside the same one in PyTorch, taking turns.

    python3 perf/studies/kdv_step.py --output perf/results/NAME [--rounds 5] [--presets quick published] [--build build]

Contestants: smnn as it is by default (solutions and adjoints corrected to rounding), smnn --plain (normal equations alone, which is what
PyTorch does, too), PyTorch (perf/studies/torch_kdv_step.py, with Debian's python3-torch); each on one core, and smnn on two ranks. Every
run gives medians over its steps; the table has medians over the rounds. Writes NAME.md.
"""

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs  # noqa: E402
from step_table import Page, printed_phases, table  # noqa: E402

STEPS = {"quick": (10, 2), "published": (2, 1)}  # measured, before
SAMPLES = 32
TORCH = Path(__file__).parent / "torch_kdv_step.py"


def contestants(options):
    bench = str(options.build / "smnn_kdv_step_bench")
    on_ranks = ["mpirun", "--oversubscribe", "--bind-to", "core", "-n", "2", bench]
    return [("smnn", [bench]), ("smnn --plain", [bench, "--plain"]), ("PyTorch", [options.python, str(TORCH)]),
            ("smnn, 2 ranks share samples", on_ranks), ("smnn, 2 ranks share the axis", [*on_ranks, "--ranks-per-line", "2"])]


def measure(command, preset):
    """Milliseconds by the phases' names."""
    steps, before = STEPS[preset]
    arguments = ["--preset", preset, "--samples", str(SAMPLES), "--steps", str(steps), "--warm-up", str(before)]
    done = subprocess.run([*command, *arguments], check=True, env=runs.environment(), capture_output=True, text=True)
    return printed_phases(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--presets", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--python", default="/usr/bin/python3", help="That has torch")
    options = parser.parse_args()
    options.build = options.build.resolve()
    page = Page("A training step of the KdV experiment beside PyTorch", f"{options.rounds} rounds, one core each but where ranks are named",
                f"python3 perf/studies/kdv_step.py --rounds {options.rounds} --presets {' '.join(options.presets)} --output {options.output}")
    lines = []
    for preset in options.presets:
        rounds = {}
        for _ in range(options.rounds):
            for name, command in contestants(options):
                rounds.setdefault(name, []).append(measure(command, preset))
        lines += table(f"{preset}, {SAMPLES} samples of 256 points", rounds)
    page.write(options.output, lines)


if __name__ == "__main__":
    main()
