"""The peers, each a program of its own (perf/studies/peers): who is here, and what one measures."""

import csv
import json
import subprocess
import sys
from pathlib import Path

from precision import smnn_runs

FOLDER = Path(__file__).parents[1] / "peers"


class Server:
    """A peer in Python that takes turns without starting anew (peers/server.py)."""

    def __init__(self, script, python, pin, cpu_time):
        command = [*pin, python, str(FOLDER / script), *(["--cpu-time"] if cpu_time else [])]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=smnn_runs.environment())

    def measure(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"a peer ended at {request}")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Cvodes:
    """A program per measurement."""

    def __init__(self, program, pin, clock):
        self.command = [*pin, str(program)]
        self.environment = {**smnn_runs.environment(), **(clock or {})}

    def measure(self, request):
        names = ["problem", "systems", "length", "step", "tolerance", "repetitions"]
        arguments = [str(request[name]) for name in names] + ([] if request["gradient"] else ["forward"])
        done = subprocess.run([*self.command, *arguments], check=True, capture_output=True, text=True, env=self.environment)
        row = next(csv.DictReader(done.stdout.splitlines()))
        return {name: smnn_runs.number(value) if value else None for name, value in row.items()}

    def close(self):
        pass


def available(python, build, pin, clock):
    """{name: peer}; says who is missing. clock: what smnn_runs.cpu_clock gave, or None for the time of day."""
    found = {}
    for name, script, module in [("RK4 in jax.lax.scan", "rk4_jax.py", "jax"), ("diffrax Tsit5", "diffrax_tsit5.py", "diffrax")]:
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            found[name] = Server(script, python, pin, clock is not None)
        else:
            print(f"left out: {name}, since {python} has no {module}", file=sys.stderr)
    program = build / "smnn_precision_cvodes"
    if program.exists():
        found["CVODES Adams"] = Cvodes(program, pin, clock)
    else:
        print(f"left out: CVODES, since there is no {program} (a CMake target where SUNDIALS is found)", file=sys.stderr)
    return found
