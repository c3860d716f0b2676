"""What the studies share: runs of the program, and what it writes about its times."""

import csv
import os
import subprocess


def environment():
    """One thread per rank; Open MPI as root."""
    own = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMPI_ALLOW_RUN_AS_ROOT": "1",
           "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    return {**os.environ, **own}


def run(program, *arguments, ranks=1):
    """Runs the program; returns exit code, its last line of complaint, and the peak memory in bytes of one rank's run (else None)."""
    command = [str(program), "--quiet", *(str(a) for a in arguments)]
    if ranks > 1:
        command = ["mpirun", "--oversubscribe", "--bind-to", "core", "-n", str(ranks), *command]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    complaints = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    last = (complaints.strip().splitlines() or [""])[-1]
    return process.returncode, last.removeprefix("smnn: error: "), usage.ru_maxrss * 1024 if ranks == 1 else None


def checked_run(program, *arguments, ranks=1):
    """The same, for runs that must succeed; returns the memory."""
    code, message, memory = run(program, *arguments, ranks=ranks)
    if code != 0:
        raise SystemExit(f"{program} {' '.join(str(a) for a in arguments)}: exit code {code}: {message}")
    return memory


def epochs_of(history):
    """Rows of a training's history, a dictionary each."""
    with open(history, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seconds_per_epoch(history):
    """The least of the epochs but the first, which allocates."""
    ends = [float(row["seconds"]) for row in epochs_of(history)]
    return min(after - before for before, after in zip(ends, ends[1:]))


def seconds_of_regions(timings, without=None):
    """Seconds by region of --timings-file, in the mean over ranks; regions inside `without` left out."""
    with open(timings, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sums = {}
    for row in rows:
        if without is not None and without in row["region"]:
            continue
        name = row["region"].split("/")[-1].removeprefix("smnn::")
        sums[name] = sums.get(name, 0) + float(row["mean_s"])
    return sums
