#!/usr/bin/env python3
"""Makes reference_cases.h5 and reference_cases.index from the complete outputs of the public S-MNN.

    python3 make_reference_cases.py COMPLETE.h5

The shipped file stays under 1 MB: `long` (5000 steps, 2 systems) is cut to the first steps of its first system and its
outputs are computed anew in extended precision, which is first proven on the complete case; `shared_matrix` and `long` do
not carry the public `solution`, only the refined one. Every other number is the public one, bit by bit. The public
gradients of `shared_matrix` are off by up to 5e-4, so three of them are added in extended precision: `grad_..._refined`.

Datasets are contiguous, so that programs without HDF5 read them at the places listed in the index; see
tests/support/reference_cases.hpp.
"""

import sys
from pathlib import Path

import h5py
import numpy as np

from extended_precision import System

HERE = Path(__file__).resolve().parent
LONG_STEPS = 700
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


def refine_shared_matrix(case, weights):
    """Gradients of `shared_matrix`, 3 matrices with 32 right-hand sides each, by extended precision."""
    members, matrices, times = case["rhs"].shape[:3]
    names = ("grad_coefficients", "grad_initial_values", "grad_steps")
    out = {name + "_refined": np.zeros(case[name].shape) for name in names}
    error = 0.0
    for b in range(matrices):
        coefficients = np.tile(case["coefficients"][0, b, 0, 0], (times, 1))
        steps = np.tile(case["steps"][0, b], times - 1)
        system = System(coefficients, case["rhs"][0, b, :, 0], case["initial_values"][0, b, :, 0], steps, weights)
        sum_c, sum_steps = 0, 0
        for m in range(members):
            system.f = case["rhs"][m, b, :, 0].astype(np.longdouble)
            system.u = case["initial_values"][m, b, :, 0].astype(np.longdouble)
            y = system.solve()
            error = max(error, relative_error(y, case["solution_refined"][m, b, :, 0]))
            grad_c, _, grad_u, grad_steps = system.adjoint(y, case["adjoint_seed"][m, b, :, 0])
            sum_c, sum_steps = sum_c + grad_c.sum(0), sum_steps + grad_steps.sum()
            out["grad_initial_values_refined"][m, b, :, 0] = grad_u
        out["grad_coefficients_refined"][0, b, 0, 0] = sum_c
        out["grad_steps_refined"][0, b] = sum_steps
    print(f"shared_matrix, solution_refined: differs by {error:.1e} from the public file")
    assert error < 1e-9
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
            weights = [attributes["weight_" + w] for w in ("equation", "initial", "smoothness")]
            if name == "long":
                case = cut_long(case, weights)
                attributes["n_steps"] = np.int64(LONG_STEPS)
            if name == "shared_matrix":
                case |= refine_shared_matrix(case, weights)
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
