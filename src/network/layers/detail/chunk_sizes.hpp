// How much of a batch a convolution unfolds at once.
#pragma once

#include <algorithm>
#include <cstdint>

#include "smnn/network/layers/detail/loops.hpp"

namespace smnn::network::detail {

// Samples at a time: on a CPU what the threads' caches hold, on a GPU enough for a large product.
template <class ExecutionSpace>
std::int64_t samples_at_once(std::int64_t numbers_per_sample, std::int64_t samples) {
  std::int64_t const numbers =
      runs_on_host<ExecutionSpace>
          ? (std::int64_t{1} << 17) * std::max<std::int64_t>(1, ExecutionSpace().concurrency())
          : std::int64_t{1} << 22;
  return std::clamp<std::int64_t>(numbers / numbers_per_sample, 1,
                                  std::max<std::int64_t>(1, samples));
}

// Of a sample, so that long ones need no more room: enough for a large product. As equal pieces as
// can be.
inline std::int64_t outputs_at_once(std::int64_t numbers_per_output, std::int64_t outputs) {
  std::int64_t const most =
      std::max<std::int64_t>(64, (std::int64_t{1} << 22) / numbers_per_output);
  std::int64_t const pieces = (outputs + most - 1) / most;
  return (outputs + pieces - 1) / pieces;
}

}  // namespace smnn::network::detail
