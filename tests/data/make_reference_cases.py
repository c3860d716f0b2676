#!/usr/bin/env python3
"""Makes reference_cases.h5 and reference_cases.index from the complete outputs of the public S-MNN.

    python3 make_reference_cases.py COMPLETE.h5

The shipped file stays under 1 MB: `long` (5000 steps, 2 systems) is cut to the first steps of its first system and its
outputs are computed anew in extended precision, which is first proven on the complete case; `shared_matrix` and `long` do
not carry the public `solution`, only the refined one. Every other number is the public one, bit by bit.

Datasets are contiguous, so that programs without HDF5 read them at the places listed in the index; see
tests/support/reference_cases.hpp.
"""

import sys
from pathlib import Path

import h5py
import numpy as np

from extended_precision import System

HERE = Path(__file__).resolve().parent
LONG_STEPS = 720
WITHOUT_PUBLIC_SOLUTION = ("long", "shared_matrix")
OUTPUTS = ("grad_coefficients", "grad_rhs", "grad_initial_values", "grad_steps")


def solve_long(case, weights):
    """Outputs of a case of D = E = 1, by extended precision; names and shapes as in the file."""
    out = {name: np.zeros(case[name.removeprefix("grad_")].shape) for name in OUTPUTS}
    out["solution_refined"] = np.zeros(case["adjoint_seed"].shape)
    for b in range(len(case["rhs"])):
        system = System(case["coefficients"][b, :, 0, 0], case["rhs"][b, :, 0], case["initial_values"][b, :, 0],
                        case["steps"][b], weights)
        y = system.solve()
        out["solution_refined"][b, :, 0] = y
        grads = system.adjoint(y, case["adjoint_seed"][b, :, 0])
        for name, grad in zip(OUTPUTS, grads):
            out[name][b] = grad.reshape(out[name][b].shape)
    return out


def relative_error(got, expected):
    return np.abs(got - expected).max() / np.abs(expected).max()


def cut_long(case, weights):
    """Proves the extended-precision solver on the complete case, then returns the case cut short."""
    proof = solve_long(case, weights)
    for name, values in proof.items():
        error = relative_error(values, case[name])
        print(f"long, complete, {name}: differs by {error:.1e} from the public file")
        assert error < 1e-12, name
    cut = {"coefficients": case["coefficients"][:1, :LONG_STEPS], "rhs": case["rhs"][:1, :LONG_STEPS],
           "initial_values": case["initial_values"][:1], "steps": case["steps"][:1, : LONG_STEPS - 1],
           "adjoint_seed": case["adjoint_seed"][:1, :LONG_STEPS]}
    return cut | solve_long(cut, weights)


def write_h5(source, target):
    with h5py.File(target, "w", libver=("earliest", "v110")) as out:
        out.attrs.update(source.attrs)
        out.attrs["cut"] = ("long: first %d steps of its first system, outputs in extended precision; "
                            "long, shared_matrix: without the public solution" % LONG_STEPS)
        for name in source:
            group = out.create_group(name)
            attributes = dict(source[name].attrs)
            case = {key: source[name][key][()] for key in source[name] if
                    key != "solution" or name not in WITHOUT_PUBLIC_SOLUTION}
            if name == "long":
                case = cut_long(case, [attributes["weight_" + w] for w in ("equation", "initial", "smoothness")])
                attributes["n_steps"] = np.int64(LONG_STEPS)
            group.attrs.update(attributes)
            for key in sorted(case):
                group.create_dataset(key, data=case[key], dtype="<f8", track_times=False)


def checksum(data):
    """FNV-1a of the file's 64-bit words (the last one padded by zeros)."""
    words = np.frombuffer(data + bytes(-len(data) % 8), dtype="<u8").tolist()
    value = 0xCBF29CE484222325
    for word in words:
        value = (value ^ word) * 0x100000001B3 % 2**64
    return value


def write_index(h5, target):
    data = h5.read_bytes()
    lines = [f"file {h5.name} {len(data)} {checksum(data):016x}"]
    with h5py.File(h5) as source:
        for name, group in source.items():
            lines.append(f"case {name}")
            lines += [f"attribute {key} {float(value)!r}" for key, value in group.attrs.items()]
            for key, dataset in group.items():
                lines.append(" ".join(map(str, ("array", key, dataset.id.get_offset() or 0, dataset.ndim, *dataset.shape))))
    target.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    with h5py.File(sys.argv[1]) as complete:
        write_h5(complete, HERE / "reference_cases.h5")
    write_index(HERE / "reference_cases.h5", HERE / "reference_cases.index")
