"""The solver as a function that autograd differentiates."""

import torch
from torch.autograd.function import once_differentiable

from .._inputs import Inputs
from .._problem import Problem


def current_stream(tensor):
    """Handle of the stream that PyTorch works on; None where Kokkos's own is in order with it."""
    if tensor.device.type != "cuda":
        return None
    return torch.cuda.current_stream(tensor.device).cuda_stream or None


class LeastSquares(torch.autograd.Function):
    """Arguments: how solvers are found and called (`plans`), `Problem`'s options, the four inputs."""

    @staticmethod
    def forward(ctx, plans, options, *inputs):
        stream = current_stream(inputs[0])
        detached = (tensor.detach() for tensor in inputs)
        ctx.problem = Problem(*detached, stream=stream, **options)
        ctx.solver, solution = plans.solve(ctx.problem, stream)
        ctx.save_for_backward(*inputs, solution)
        ctx.save_for_forward(*inputs, solution)
        return solution

    @staticmethod
    @once_differentiable
    def backward(ctx, seed):
        solution = ctx.saved_tensors[-1].detach()  # autograd has seen that no input was changed in place
        wanted = [name for name, needed in zip(Inputs._fields, ctx.needs_input_grad[2:]) if needed]
        return None, None, *ctx.solver.adjoint(ctx.problem, solution, seed.detach(), wanted)

    @staticmethod
    def jvp(ctx, _plans, _options, *directions):
        solution = ctx.saved_tensors[-1].detach()
        given = (None if direction is None else direction.detach() for direction in directions)
        return ctx.solver.tangent(ctx.problem, solution, Inputs(*given))
