"""smnn in PyTorch: a layer whose gradients are those of the discrete solution, on CPU and CUDA tensors.

`ode_forward` has the arguments of the public S-MNN's function of that name: a program written for it runs
after `from smnn import ode_forward` has become `from smnn.torch import ode_forward`.
"""

from ._layer import MechanisticLayer, ode_forward

__all__ = ["MechanisticLayer", "ode_forward"]
