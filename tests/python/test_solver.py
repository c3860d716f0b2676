"""Problems and solvers as objects: options, diagnostics, failures, threads."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from problems import B, D, E, K, T, random_inputs

import smnn


def test_a_solver_is_made_for_sizes_and_used_for_many_problems():
    extents = smnn.Extents(
        batch=B, time_points=T, equations=E, dims=D, orders=K, initial_steps=1, initial_orders=K - 1
    )
    solver = smnn.Solver(extents)
    assert solver.extents == smnn.Problem(*random_inputs()).extents
    for seed in (1, 2):
        inputs = random_inputs(seed)
        np.testing.assert_array_equal(solver.solve(smnn.Problem(*inputs)), smnn.solve(*inputs))


def test_extents_are_keys_by_value():
    assert {smnn.Extents(batch=2): 1}[smnn.Extents(batch=2)] == 1
    assert smnn.Extents(batch=2) != smnn.Extents(batch=2, steps=smnn.Sharing(over_time=True))


def test_memory_is_known_beforehand():
    extents = smnn.Problem(*random_inputs()).extents
    expected = smnn.Solver(extents, storage="keep").memory_bytes
    assert smnn.memory_bytes(extents, storage="keep") == expected > 0


def test_diagnostics_are_per_solution():
    problem = smnn.Problem(*random_inputs(rhs=(B, 2, T, E), initial_values=(B, 2, 1, D, K - 1)))
    solver = smnn.Solver(problem, residual_norm=True)
    solver.solve(problem)
    assert solver.info.shape == solver.sweeps.shape == (B, 2)
    assert not solver.info.any()
    assert (solver.rounding_error < 1e-13).all()
    assert (solver.residual_norm > 0).all()


@pytest.mark.parametrize(("refinement", "sweeps"), [("none", 0), (3, 3)])
def test_refinement_is_none_or_a_number_of_corrections(refinement, sweeps):
    problem = smnn.Problem(*random_inputs())
    solver = smnn.Solver(problem, refinement=refinement)
    solver.solve(problem)
    assert (solver.sweeps == sweeps).all()


def test_every_option_is_a_keyword():
    problem = smnn.Problem(*random_inputs())
    solver = smnn.Solver(
        problem,
        method="banded",
        factorization="qr",
        factor_precision="working",
        refinement="automatic",
        refinement_tolerance=1e-10,
        refinement_sweeps=5,
        storage="keep",
        parallelism="thread_per_system",
        on_failure="mask",
        time_parts=1,
        residual_norm=True,
        conjugate_gradient_tolerance=1e-10,
        conjugate_gradient_iteration_limit=100,
    )
    np.testing.assert_allclose(solver.solve(problem), smnn.solve(*random_inputs()), rtol=1e-8, atol=1e-10)


def failing_inputs():
    inputs = random_inputs()
    inputs[1][1, 2] = np.nan
    return inputs


def test_a_failure_raises_what_python_calls_an_arithmetic_error():
    with pytest.raises(smnn.NumericalError, match="1") as caught:
        smnn.solve(*failing_inputs())
    assert isinstance(caught.value, ArithmeticError)
    assert isinstance(caught.value, smnn.Error)


def test_a_masked_failure_leaves_its_neighbours_alone():
    problem = smnn.Problem(*failing_inputs())
    solver = smnn.Solver(problem, on_failure="mask")
    y = solver.solve(problem)
    np.testing.assert_array_equal(solver.info, [0, 3, 0])
    np.testing.assert_array_equal(y[[0, 2]], smnn.solve(*random_inputs())[[0, 2]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rhs": (B, T + 1, E)}, "rhs: extent 1 .*is 8, expected 1 or 7"),
        ({"steps": (B, 1, T - 1)}, "steps: has 3 axes, expected 2"),
        ({"rhs": (B,)}, "rhs: has 1 axes, expected 3 or 4"),
        ({"initial_values": (1, 1, 1, 1, 1, 1)}, "initial_values: has 6 axes"),
    ],
)
def test_shapes_are_checked(change, message):
    with pytest.raises(smnn.InvalidArgument, match=message):
        smnn.Problem(*random_inputs(**change))


def test_an_invalid_argument_is_a_value_error():
    with pytest.raises(ValueError, match="method: is 'magic', expected one of banded, dense"):
        smnn.solve(*random_inputs(), method="magic")
    with pytest.raises(ValueError, match="device"):
        smnn.Solver(smnn.Extents(), device="tpu")
    with pytest.raises(ValueError, match="batch"):
        smnn.Extents(batch=-1)
    with pytest.raises(TypeError, match="colour"):
        smnn.solve(*random_inputs(), colour="red")


def test_bad_steps_are_found():
    inputs = random_inputs()
    inputs[3][2, 1] = -1.0
    with pytest.raises(smnn.InvalidArgument, match=r"steps\[2, 1\] is -1"):
        smnn.solve(*inputs)


def test_a_solver_refuses_problems_of_other_sizes_or_precision():
    solver = smnn.Solver(smnn.Problem(*random_inputs()))
    with pytest.raises(smnn.InvalidArgument, match="batch"):
        solver.solve(smnn.Problem(*(array[:1] for array in random_inputs())))
    with pytest.raises(smnn.InvalidArgument, match="float32 on cpu, expected float64 on cpu"):
        solver.solve(smnn.Problem(*random_inputs(dtype=np.float32)))


def test_other_threads_run_while_one_solves():
    problem = smnn.Problem(
        *random_inputs(
            coefficients=(400, 500, E, D, K), rhs=(1, 1, E), initial_values=(1, 1, D, K - 1), steps=(1, 1)
        )
    )
    solver = smnn.Solver(problem, refinement=20)
    out = np.empty(problem.solution_shape)
    started, finished = threading.Event(), threading.Event()

    def work():
        started.set()
        solver.solve(problem, out)
        finished.set()

    thread = threading.Thread(target=work)
    thread.start()
    started.wait()
    turns = 0
    while not finished.is_set():
        turns += 1
    thread.join()
    assert turns > 1000  # with the lock held this thread would have had one


def test_threads_may_share_a_solver():
    problems = [smnn.Problem(*random_inputs(seed)) for seed in range(8)]
    solver = smnn.Solver(problems[0])
    expected = [smnn.solve(*problem.inputs) for problem in problems]
    results = [None] * len(problems)

    def work(i):
        for _ in range(20):
            results[i] = solver.solve(problems[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(problems))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_array_equal(results, expected)


@pytest.mark.parametrize("end", ["", "; import ctypes; ctypes.pythonapi.Py_IncRef(ctypes.py_object(solver))"])
def test_a_process_ends_quietly_with_solvers_alive(end):
    program = (
        "import smnn; from problems import random_inputs;"
        "problem = smnn.Problem(*random_inputs()); solver = smnn.Solver(problem); y = solver.solve(problem)"
    ) + end  # the second is never freed
    folder = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
