#!/usr/bin/env python3
"""Registers that the specialised GPU kernels spill: compiles them optimised, device code alone, and lists what ptxas says.

    python3 cmake/check_spills.py [--build build-cuda-ci] [--orders 3 5] [--precisions double] [--bandwidths 1] [--jobs 2]

Fails for a kernel with a stack frame or spills that cmake/allowed_spills.txt does not allow. Flags come from the build folder's
compile_commands.json, except for its optimisation: the preset cuda-ci hardly optimises, and what spills there means nothing. CI checks
the order most used and one at the limit of registers, in double precision, without central smoothness (half a minute); the rest is
for those who change kernels: --orders 1 2 3 4 5 6 --precisions double float --bandwidths 1 2.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = """#include "smnn/solver/banded/launch_order.hpp"
namespace smnn::detail {{
template bool launch_banded<{real}, {order}, {bandwidth}, {real}, Kokkos::Cuda>(Kokkos::Cuda const&, Execution<{real}> const&,
                                                                     Request<{real}> const&);
}}
"""
OPERATIONS = ["factor", "factor_orthogonally", "solve", "adjoint", "tangent", "factor_part", "factor_part_orthogonally", "eliminate_part",
              "substitute_part", "gradients_part", "tangent_seed_part"]  # smnn::detail::Operation
KERNEL = re.compile(r"ThreadKernelI([df])Li(\d)E.*StaticOrderILi(\d+)ELi(\d+)EE.*OperationE(\d+)E")
COMPILING = re.compile(r"Compiling entry function '(\S+)'")
SPILLS = re.compile(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads")
REGISTERS = re.compile(r"Used (\d+) registers")


def flags_of(build):
    """Defines, include folders and architecture of the kernels' sources in this build."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    words = next(shlex.split(entry["command"]) for entry in commands if re.search(r"/order_\d+\.cpp$", entry["file"]))
    flags = []
    for word, following in zip(words, [*words[1:], ""]):
        if word == "-isystem":
            flags += [word, following]
        elif word.startswith(("-D", "-I", "-arch=", "-std=")) and word != "-DNDEBUG":
            flags.append(word)
    return flags


def compile_kernels(nvcc, flags, order, precision, bandwidth):
    """What ptxas says of one order's kernels."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "kernels.cu"
        source.write_text(SOURCE.format(order=order, bandwidth=bandwidth, real=precision), encoding="utf-8")
        command = [nvcc, "-cubin", "-O3", "-DNDEBUG", "-Xptxas", "-v", "--extended-lambda", "-Wext-lambda-captures-this", "-w",
                   "-Xcompiler", "-march=native,-fopenmp", *flags, str(source), "-o", str(source.with_suffix(".cubin"))]
        environment = {name: value for name, value in os.environ.items() if name != "NVCC_APPEND_FLAGS"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise SystemExit(f"check_spills.py: {shlex.join(command)}\n{done.stderr}")
    return done.stderr


def kernels(text):
    """(name, registers, bytes of stack and spills) of each."""
    name, frame = None, 0
    for line in text.splitlines():
        if found := COMPILING.search(line):
            name, frame = readable(found[1]), 0
        elif found := SPILLS.search(line):
            frame = max(int(number) for number in found.groups())
        elif (found := REGISTERS.search(line)) and name is not None:
            yield name, int(found[1]), frame
            name = None


def readable(symbol):
    """`order 3, K 3, double, bandwidth 1, solve`; None of what is not a kernel of ours."""
    found = KERNEL.search(symbol)
    if not found:
        return None
    precision = {"d": "double", "f": "float"}[found[1]]
    return f"order {found[3]}, K {found[4]}, {precision}, bandwidth {found[2]}, {OPERATIONS[int(found[5])]}"


def allowances(path):
    """[(name, bytes, reason)]"""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    entries = [[part.strip() for part in line.split("|")] for line in lines]
    return {name: int(size) for name, size, _ in entries}


def main():
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=root / "build-cuda-ci")
    parser.add_argument("--orders", type=int, nargs="+", default=[3, 5])
    parser.add_argument("--precisions", nargs="+", choices=["double", "float"], default=["double"])
    parser.add_argument("--bandwidths", type=int, nargs="+", choices=[1, 2], default=[1], help="2: central smoothness")
    parser.add_argument("--allowed", type=Path, default=Path(__file__).resolve().parent / "allowed_spills.txt")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    nvcc = shutil.which("nvcc") or "/usr/local/cuda/bin/nvcc"
    flags, allowed = flags_of(options.build), allowances(options.allowed)
    cases = [(order, precision, bandwidth) for order in options.orders for precision in options.precisions
             for bandwidth in options.bandwidths]
    wrong, seen = [], 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for text in pool.map(lambda case: compile_kernels(nvcc, flags, *case), cases):
            for name, registers, frame in kernels(text):
                seen += 1
                print(f"{name:60} {registers:3} registers, {frame:5} bytes of stack or spills", flush=True)
                if frame > allowed.get(name, 0):
                    wrong.append(f"{name}: {frame} bytes of stack or spills, allowed are {allowed.get(name, 0)}")
    if seen == 0:
        sys.exit("check_spills.py: no kernel found: has its name changed?")
    if wrong:
        sys.exit("check_spills.py: " + "\n".join(wrong) + f"\nMend them, or say in {options.allowed} why they may.")


if __name__ == "__main__":
    main()
