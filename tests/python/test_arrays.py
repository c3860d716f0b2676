"""Arrays are used where they are: strides, DLPack, no copies."""

import gc
import weakref

import numpy as np
import pytest
from problems import random_inputs

import smnn


class Exported:
    """An array that speaks DLPack and nothing else."""

    def __init__(self, array):
        self.array = array
        self.shape = array.shape

    def __dlpack__(self, **options):
        return self.array.__dlpack__()

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


def strided(array):
    """The same values, axes in reverse order in memory, every other element."""
    holder = np.empty([2 * n for n in array.shape[::-1]], array.dtype).T
    view = holder[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def test_any_strides_are_read_and_written():
    inputs = random_inputs()
    expected = smnn.solve(*inputs)
    out = strided(np.zeros_like(expected))
    assert smnn.solve(*map(strided, inputs), out=out) is out
    np.testing.assert_allclose(out, expected, rtol=1e-12)


def test_negative_and_zero_strides_are_read():
    inputs = random_inputs()
    backward = [array[::-1] for array in inputs]
    np.testing.assert_allclose(smnn.solve(*backward), smnn.solve(*inputs)[::-1], rtol=1e-12)
    rhs = np.broadcast_to(inputs[1][:1], inputs[1].shape)
    repeated = smnn.solve(inputs[0], rhs, *inputs[2:])
    np.testing.assert_array_equal(repeated, smnn.solve(inputs[0], rhs.copy(), *inputs[2:]))


def test_outputs_go_where_the_caller_says():
    inputs = random_inputs()
    problem = smnn.Problem(*inputs)
    solver = smnn.Solver(problem)
    out = np.full(problem.solution_shape, np.nan)
    address = out.ctypes.data
    assert solver.solve(problem, out) is out
    assert out.ctypes.data == address and np.isfinite(out).all()
    gradients = smnn.Inputs(rhs=np.full_like(inputs[1], np.nan))
    assert solver.adjoint(problem, out, np.ones_like(out), out=gradients) is gradients
    assert np.isfinite(gradients.rhs).all()


def overlapping(shape):
    """Writable, entries of the last axis in one place."""
    return np.lib.stride_tricks.as_strided(np.zeros(shape), shape, [*np.zeros(shape).strides[:-1], 0])


def test_outputs_whose_entries_overlap_are_refused():
    inputs = random_inputs()
    problem = smnn.Problem(*inputs)
    solver = smnn.Solver(problem, storage="keep")
    y = solver.solve(problem)
    with pytest.raises(smnn.InvalidArgument, match="^out: stride 3 is 0, expected more than 0"):
        solver.solve(problem, overlapping(y.shape))
    with pytest.raises(smnn.InvalidArgument, match="^out: stride 3 is 0"):
        solver.solve_factored(problem, overlapping(y.shape))
    with pytest.raises(smnn.InvalidArgument, match="^out: stride 3 is 0"):
        solver.tangent(problem, y, smnn.Inputs(*inputs), overlapping(y.shape))
    with pytest.raises(smnn.InvalidArgument, match="^out.steps: stride 1 is 0"):
        solver.adjoint(problem, y, y, out=smnn.Inputs(steps=overlapping(inputs[3].shape)))


def test_inputs_are_not_copied():
    inputs = random_inputs()
    problem = smnn.Problem(*inputs)
    solver = smnn.Solver(problem)
    inputs[1][...] = random_inputs(seed=2)[1]  # a copy would not notice
    np.testing.assert_array_equal(solver.solve(problem), smnn.solve(*inputs))


def test_dlpack_arrays_are_used_in_place():
    inputs = random_inputs()
    problem = smnn.Problem(*map(Exported, inputs))
    out = np.empty(problem.solution_shape)
    smnn.Solver(problem).solve(problem, Exported(out))
    np.testing.assert_array_equal(out, smnn.solve(*inputs))


def test_what_no_output_can_be_made_for_says_so():
    with pytest.raises(smnn.InvalidArgument, match="out: is None"):
        smnn.solve(*map(Exported, random_inputs()))


def test_read_only_inputs_are_fine_and_read_only_outputs_refused():
    inputs = random_inputs()
    for array in inputs:
        array.flags.writeable = False
    out = smnn.solve(*inputs)
    out.flags.writeable = False
    with pytest.raises((TypeError, BufferError)):
        smnn.solve(*inputs, out=out)


def test_a_problem_keeps_its_arrays_and_lets_them_go():
    inputs = [np.array(a) for a in random_inputs()]
    references = [weakref.ref(array) for array in inputs]
    problem = smnn.Problem(*inputs)
    del inputs
    gc.collect()
    assert all(reference() is not None for reference in references)
    del problem
    gc.collect()
    assert all(reference() is None for reference in references)


@pytest.mark.parametrize("dtype", [np.int64, np.float16, np.complex128])
def test_other_element_types_are_refused(dtype):
    with pytest.raises(smnn.InvalidArgument, match="rhs: dtype"):
        coefficients, rhs, initial_values, steps = random_inputs()
        smnn.solve(coefficients, rhs.astype(dtype), initial_values, steps)


def test_messages_call_arguments_as_python_does():
    problem = smnn.Problem(*random_inputs())
    solver = smnn.Solver(problem)
    y = solver.solve(problem)
    for out in (y[:, 1:], y[None, None]):
        with pytest.raises(smnn.InvalidArgument, match="^out: "):
            solver.solve(problem, out)
    with pytest.raises(smnn.InvalidArgument, match="^seed: "):
        solver.adjoint(problem, y, y[:, 1:])
    with pytest.raises(smnn.InvalidArgument, match="^directions.rhs: "):
        solver.tangent(problem, y, smnn.Inputs(rhs=y))
    with pytest.raises(smnn.InvalidArgument, match="^out.rhs: dtype is float32, expected float64"):
        solver.adjoint(problem, y, y, out=smnn.Inputs(rhs=np.zeros(problem.inputs.rhs.shape, np.float32)))
    with pytest.raises(smnn.InvalidArgument, match="^out.rhs: "):
        solver.adjoint(problem, y, y, out=smnn.Inputs(rhs=problem.inputs.rhs[1:]))


def test_precisions_are_not_mixed():
    coefficients, rhs, initial_values, steps = random_inputs()
    with pytest.raises(smnn.InvalidArgument, match="steps: dtype is float32, expected float64"):
        smnn.solve(coefficients, rhs, initial_values, steps.astype(np.float32))
    with pytest.raises(TypeError, match="list"):
        smnn.solve(coefficients, rhs.tolist(), initial_values, steps)
