// Launches thread kernels: a SIMD pack or a pair of them (CPU), or a system (GPU) per thread.
#pragma once

#include "smnn/solver/banded/launch.hpp"

namespace smnn::detail {

template <class Scalar, int Bandwidth, Operation Op, class Order, class ExecutionSpace>
void launch_threads(ExecutionSpace const& space, Order const& order,
                    Execution<kernels::real_t<Scalar>> const& execution,
                    Request<kernels::real_t<Scalar>> const& request) {
  using Real = kernels::real_t<Scalar>;
  ThreadKernel<Scalar, Bandwidth, Order, Op> const kernel{
      TaskBody<Real, Op>{request.batch, request.arguments}, order, execution.scratch,
      execution.scratch_size};
  using Policy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::Schedule<Kokkos::Static>,
                                     Kokkos::IndexType<std::int64_t>>;
  Kokkos::parallel_for(operation_labels[static_cast<int>(Op)],
                       Policy(space, 0, request.batch.decomposition.workers), kernel);
}

template <class Scalar, int Bandwidth, class Order, class ExecutionSpace>
void launch_operation(ExecutionSpace const& space, Order const& order,
                      Execution<kernels::real_t<Scalar>> const& execution,
                      Request<kernels::real_t<Scalar>> const& request) {
  with_operation(request.operation, [&]<Operation Op>() {
    if constexpr (!kernels::is_pair_v<Scalar> || !is_of_part(Op))
      launch_threads<Scalar, Bandwidth, Op>(space, order, execution, request);
  });
}

template <class Scalar, class Order, class ExecutionSpace>
void launch_bandwidth(ExecutionSpace const& space, Order const& order,
                      Execution<kernels::real_t<Scalar>> const& execution,
                      Request<kernels::real_t<Scalar>> const& request) {
  if (execution.bandwidth == 1) {
    launch_operation<Scalar, 1>(space, order, execution, request);
  } else if constexpr (Order::max_k >= 2) {  // central smoothness needs two orders
    launch_operation<Scalar, 2>(space, order, execution, request);
  }
}

}  // namespace smnn::detail
