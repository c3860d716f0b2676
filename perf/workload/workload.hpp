/// The inputs of a batch and room for its outputs, in device memory. System b has the same inputs
/// in every batch, placement and precision (up to rounding), so small batches serve as reference.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>
#include <smnn/solver/solver.hpp>

#include "shape.hpp"

namespace smnn::perf {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

inline constexpr bool on_host = std::is_same_v<Memory, Kokkos::HostSpace>;

template <class DataType>
using StridedView = Kokkos::View<DataType, Kokkos::LayoutStride, Memory>;

/// Where a batch stands in a larger one of which it is a share: its first system and time point,
/// and whether more time points come behind its own.
struct Origin {
  std::int64_t system = 0;
  std::int64_t time_point = 0;
  bool goes_on = false;
};

/// All inputs; or their gradients, in the same shapes.
template <class Real>
struct InputViews {
  StridedView<Real*****> coefficients;   // (B, T, E, D, K)
  StridedView<Real***> rhs;              // (B, T, E)
  StridedView<Real****> initial_values;  // (B, 1, D, K0); (B, 0, D, K0) of a share without t = 0
  StridedView<Real**> steps;             // (B, T-1); (B, T) of a share that goes on
};

template <class Real>
class Workload {
 public:
  Workload(Shape const& shape, Placement placement, Origin const& origin = {});

  Shape const shape;
  Placement const placement;
  Origin const origin;
  InputViews<Real> inputs;
  StridedView<Real****> solution;  // (B, T, D, K)

  Problem<Real, Memory> problem() const;

  /// Room for gradients, and a seed; allocated by the first call.
  void need_gradients();
  StridedView<Real****> seed;
  InputViews<Real> gradients;
};

/// The contestants of a group take turns on the same arrays: one workload of a shape and placement
/// lives at a time.
template <class Real>
std::shared_ptr<Workload<Real>> shared_workload(Shape const& shape, Placement placement);

}  // namespace smnn::perf
