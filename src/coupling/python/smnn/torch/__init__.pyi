from typing import Literal

from torch import Tensor, nn
from typing_extensions import Unpack

from smnn import SolverOptions

class MechanisticLayer(nn.Module):
    def __init__(
        self,
        *,
        weight_equation: float = 1.0,
        weight_init_var: float = 1.0,
        weight_smooth: float = 1.0,
        enable_central_smoothness: bool = False,
        smoothness: Literal["taylor", "central", "pade"] = "taylor",
        weight_highest_order: float = 0.01,
        **options: Unpack[SolverOptions],
    ) -> None: ...
    def forward(
        self,
        coefficients: Tensor,
        rhs_equation: Tensor,
        init_vars: Tensor,
        steps: Tensor,
        n_steps: int | None = None,
        n_init_var_steps: int | None = None,
        is_step_dim_first: bool = False,
        frozen_lhs_cache_version: int = 0,
    ) -> Tensor: ...

def ode_forward(
    coefficients: Tensor,
    rhs_equation: Tensor,
    init_vars: Tensor,
    steps: Tensor,
    n_steps: int | None = None,
    n_init_var_steps: int | None = None,
    is_step_dim_first: bool = False,
    weight_equation: float = 1.0,
    weight_init_var: float = 1.0,
    weight_smooth: float = 1.0,
    enable_central_smoothness: bool = False,
    prefer_cuda_graph: bool = True,
    frozen_lhs_cache_version: int = 0,
    **options: Unpack[SolverOptions],
) -> Tensor: ...
