// Sums the partial gradients of a shared input over tasks and lanes, in an order that depends on
// nothing but their number.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/batch.hpp"

namespace smnn::detail {

// Where the sum of entry ((a * extent[1]) + b) * extent[2] + c at time point t of matrix group g
// goes.
template <class Real>
struct PartialSum {
  kernels::WorkBuffer<Real> partial;
  int width = 1;
  std::int64_t tasks_per_output = 1;  // consecutive tasks whose sums belong to one output
  std::int64_t outputs = 1;
  std::int64_t times = 1;
  std::int64_t extent[3] = {1, 1, 1};
  Real* out = nullptr;
  std::int64_t output_stride = 0;
  std::int64_t time_stride = 0;
  std::int64_t stride[3] = {0, 0, 0};

  std::int64_t entries() const { return extent[0] * extent[1] * extent[2]; }

  KOKKOS_INLINE_FUNCTION void operator()(std::int64_t index) const {
    std::int64_t const per_time = extent[0] * extent[1] * extent[2];
    std::int64_t const entry = index % per_time;
    std::int64_t const t = index / per_time % times;
    std::int64_t const output = index / (per_time * times);
    Real sum = 0;
    for (std::int64_t task = output * tasks_per_output; task < (output + 1) * tasks_per_output;
         ++task) {
      std::int64_t const first = task * partial.layout.slot_stride +
                                 (t * partial.per_step + entry) * partial.layout.entry_stride;
      for (int lane = 0; lane < width; ++lane) sum += partial.data[first + lane];
    }
    std::int64_t const a = entry / (extent[1] * extent[2]);
    std::int64_t const b = entry / extent[2] % extent[1];
    std::int64_t const c = entry % extent[2];
    out[output * output_stride + t * time_stride + a * stride[0] + b * stride[1] + c * stride[2]] =
        sum;
  }
};

template <class Real, class ExecutionSpace>
void reduce_partials(ExecutionSpace const& space, PartialSum<Real> const& sum) {
  if (sum.out == nullptr || sum.partial.per_step == 0) return;  // not wanted, or not shared
  Kokkos::parallel_for("smnn::reduce_partials",
                       Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(
                           space, 0, sum.outputs * sum.times * sum.entries()),
                       sum);
}

}  // namespace smnn::detail
