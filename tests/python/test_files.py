"""What `smnn solve` writes, read as data sets of xarray."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import smnn

CASES = Path(__file__).parents[1] / "data" / "reference_cases.h5"


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    pytest.importorskip("xarray")
    pytest.importorskip("h5py")
    program = os.environ.get("SMNN_PROGRAM", "")
    if not program:
        pytest.skip("this build has no program smnn that writes HDF5 files")
    path = tmp_path_factory.mktemp("solved") / "out.h5"
    subprocess.run([program, "--quiet", "solve", str(CASES), str(path), "--group", "central", "--adjoint"], check=True)
    return path


def test_a_solution_has_names_for_its_axes(solved):
    data = smnn.open_solution(solved, "central")
    assert data.solution.dims == ("batch_0", "time", "dim", "order")
    assert data["info"].dims == ("batch_0",)
    assert not data["info"].any()
    assert data.attrs["program"] == "smnn solve"
    assert data.attrs["smoothness"] == "central"
    assert data.grad_steps.shape == (data.sizes["batch_0"], data.sizes["time"] - 1)


def test_values_are_those_of_the_package(solved):
    import h5py

    with h5py.File(CASES) as file:
        names = ("coefficients", "rhs", "initial_values", "steps", "adjoint_seed")
        *inputs, seed = (file["central"][name][()] for name in names)
    data = smnn.open_solution(solved, "central")
    y = smnn.solve(*inputs, smoothness="central")
    np.testing.assert_allclose(data.solution, y, rtol=1e-9, atol=1e-11)
    gradients = smnn.adjoint(*inputs, y, seed, smoothness="central")
    np.testing.assert_allclose(data.grad_coefficients, gradients.coefficients, rtol=1e-8, atol=1e-10)


def test_errors_name_the_file_and_what_it_has(solved):
    with pytest.raises(smnn.IoError, match="has no group 'nothing', expected one of /, central"):
        smnn.open_solution(solved, "nothing")
    with pytest.raises(OSError, match="missing.h5"):
        smnn.open_solution(solved.with_name("missing.h5"))


def test_what_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ImportError, match="smnn.open_solution needs xarray and h5py"):
        smnn.open_solution("any.h5")
