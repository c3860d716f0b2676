#!/usr/bin/env python3
"""Scaling studies of the distributed solver: strong and weak, over the batch and over time.

    python3 perf/scaling/study.py run --folder DIR       measures under mpirun on this machine
    python3 perf/scaling/study.py slurm --nodes 64 ...    prints or writes job scripts for a real one, a rank per GPU
    python3 perf/scaling/study.py report DIR              table and plots of what either has collected in DIR
    python3 perf/scaling/study.py model DIR               fits the performance model to it, extrapolates to 10^4 GPUs
    python3 perf/scaling/study.py all --output NAME       run, report and model: NAME.md, NAME.csv and plots

The benchmark program is build/smnn_scaling_bench. The time of a configuration is the median of its repetitions, each that of
the slowest rank; an efficiency is the median over rounds of ratios within a round.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from analysis import job_scripts, measurements, model, pages, plots, prediction, tables
from analysis.configurations import CASES, all_configurations

CASE_NAMES = [case.name for case in CASES]


def run(options):
    counts = sorted({1, *options.ranks})
    chosen = [case for case in CASES if case.name in options.cases]
    measurements.measure(options.bench, options.folder, all_configurations(counts, cases=chosen), options.rounds,
                         options.repetitions, options.budget)


def slurm(options):
    for nodes in job_scripts.node_counts(options.nodes):
        text = job_scripts.script(nodes, options)
        if options.scripts is None:
            print(text)
            continue
        options.scripts.mkdir(parents=True, exist_ok=True)
        path = options.scripts / f"scaling-{nodes:05d}.sh"
        path.write_text(text, encoding="utf-8")
        print(f"sbatch {path}")


def report(options):
    rows, _ = measurements.collect(options.folder)
    print(tables.efficiencies(rows))
    print(tables.phases(rows))
    output = options.output or options.folder / "scaling"
    plots.efficiency(rows, f"{output}-efficiency.png")
    plots.phases(rows, f"{output}-phases.png")


def fit_model(options):
    fitted = model.Model(*measurements.collect(options.folder))
    print(fitted.constants())
    print(fitted.residuals())
    machine = prediction.gpu(fitted.flushed["n3"].rates)
    print(prediction.assumptions())
    print(prediction.strong_table(machine))
    print(prediction.threshold_table(machine))
    output = options.output or options.folder / "scaling"
    plots.prediction(prediction.strong_curves(machine), prediction.gain_curves(machine), f"{output}-model.png")


def everything(options):
    with tempfile.TemporaryDirectory() as folder:
        options.folder = Path(folder)
        load = os.getloadavg()[0]
        run(options)
        rows, messages = measurements.collect(folder)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(folder) / "measurements.csv", f"{options.output}.csv")
        shutil.copy(Path(folder) / "messages.csv", f"{options.output}-messages.csv")
    pages.write(rows, messages, options.output, load)


def add_run_options(parser):
    parser.add_argument("--bench", type=Path, default=Path("build/smnn_scaling_bench"))
    parser.add_argument("--ranks", type=int, nargs="+", default=[1, 2], help="1 is always measured; 4 only if asked for")
    parser.add_argument("--cases", nargs="+", choices=CASE_NAMES, default=CASE_NAMES)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--repetitions", type=int, default=9)
    parser.add_argument("--budget", type=float, default=420, help="seconds after which no round begins")


def add_slurm_options(parser):
    parser.add_argument("--nodes", type=int, default=8, help="the most; jobs of 1, 2, 4 .. nodes")
    parser.add_argument("--gpus-per-node", type=int, default=4)
    parser.add_argument("--cores-per-gpu", type=int, default=8)
    parser.add_argument("--binding", choices=job_scripts.BINDINGS, default="task")
    parser.add_argument("--gpu-aware-mpi", action="store_true", help="messages from device memory")
    parser.add_argument("--cases", nargs="+", choices=CASE_NAMES, default=[case.name for case in CASES if case.operation == "solve"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repetitions", type=int, default=9)
    parser.add_argument("--bench", default="build/smnn_scaling_bench")
    parser.add_argument("--folder", default="scaling-results", help="of all jobs' results")
    parser.add_argument("--time", default="00:30:00")
    parser.add_argument("--sbatch", action="append", default=[], metavar="OPTION", help="as --account=NAME, written as #SBATCH lines")
    parser.add_argument("--scripts", type=Path, help="folder to write the scripts to; default: print them")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    runs = commands.add_parser("run")
    add_run_options(runs)
    runs.add_argument("--folder", type=Path, required=True)
    runs.set_defaults(action=run)
    slurms = commands.add_parser("slurm")
    add_slurm_options(slurms)
    slurms.set_defaults(action=slurm)
    for name, action in (("report", report), ("model", fit_model)):
        reader = commands.add_parser(name)
        reader.add_argument("folder", type=Path)
        reader.add_argument("--output", type=Path, help="how the plots' names begin; default: FOLDER/scaling")
        reader.set_defaults(action=action)
    alls = commands.add_parser("all")
    add_run_options(alls)
    alls.add_argument("--output", type=Path, required=True)
    alls.set_defaults(action=everything)
    return parser.parse_args()


if __name__ == "__main__":
    arguments = parse_arguments()
    try:
        arguments.action(arguments)
    except (RuntimeError, OSError) as error:
        sys.exit(f"study.py: {error}")
