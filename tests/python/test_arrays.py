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


def test_precisions_are_not_mixed():
    coefficients, rhs, initial_values, steps = random_inputs()
    with pytest.raises(smnn.InvalidArgument, match="steps: dtype is float32, expected float64"):
        smnn.solve(coefficients, rhs, initial_values, steps.astype(np.float32))
    with pytest.raises(TypeError, match="list"):
        smnn.solve(coefficients, rhs.tolist(), initial_values, steps)
