"""Any number of batch axes, broadcast against each other, as the solver's axes B and M.

Axes along which the matrix (coefficients or steps) changes become B, the others M: a matrix that several
right-hand sides share is factored once.
"""

from math import prod

import torch


class Batch:
    """How batch axes are laid out; inputs have time behind them."""

    def __init__(self, coefficients, rhs, initial_values, steps):
        of_matrix = torch.broadcast_shapes(coefficients.shape[:-4], steps.shape[:-1])
        self.shape = torch.broadcast_shapes(of_matrix, rhs.shape[:-2], initial_values.shape[:-3])
        matrix = (1,) * (len(self.shape) - len(of_matrix)) + tuple(of_matrix)
        axes = range(len(self.shape))
        self.systems = [axis for axis in axes if matrix[axis] != 1]
        self.members = [axis for axis in axes if matrix[axis] == 1]
        if not self.systems:  # one matrix for all: a batch that shares it is factored once, too
            self.systems, self.members = self.members, []
        self.has_members = self._extent(self.members) != 1

    def _extent(self, axes):
        return prod(self.shape[axis] for axis in axes)

    def _ordered(self, tensor, core_axes):
        """The tensor with all batch axes: systems, members, then its own."""
        count = len(self.shape)
        tensor = tensor.reshape((1,) * (count + core_axes - tensor.dim()) + tuple(tensor.shape))
        return tensor.permute(*self.systems, *self.members, *range(count, count + core_axes))

    def _flatten(self, tensor, core_axes, axes, extents):
        core = tuple(tensor.shape[tensor.dim() - core_axes :])
        if all(extent == 1 for extent in tensor.shape[: tensor.dim() - core_axes]):
            return tensor.reshape((1,) * len(extents) + core)
        return tensor.expand(*(self.shape[axis] for axis in axes), *core).reshape(*extents, *core)

    def of_matrix(self, tensor, core_axes):
        """Coefficients or steps with the axis B alone."""
        ordered = self._ordered(tensor, core_axes)
        ordered = ordered.reshape(ordered.shape[: len(self.systems)] + ordered.shape[len(self.shape) :])
        return self._flatten(ordered, core_axes, self.systems, (self._extent(self.systems),))

    def of_data(self, tensor, core_axes):
        """Right-hand sides or initial values with the axis B and, if there is one, M."""
        extents = (self._extent(self.systems),)
        if self.has_members:
            extents += (self._extent(self.members),)
        ordered = self._ordered(tensor, core_axes)
        return self._flatten(ordered, core_axes, self.systems + self.members, extents)

    def of_solution(self, solution):
        """The solver's solution with the batch axes as they were."""
        order = self.systems + self.members
        core = solution.shape[-3:]
        ordered = solution.reshape(*(self.shape[axis] for axis in order), *core)
        back = sorted(range(len(order)), key=order.__getitem__)
        return ordered.permute(*back, *range(len(order), len(order) + 3))
