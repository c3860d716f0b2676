// The gradient of what is added to every sample and position: the sum over these, in an order that
// depends on their number alone.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>

#include "smnn/network/layers/detail/loops.hpp"

namespace smnn::network::detail {

// Samples to a block: columns and blocks are worked on in parallel.
constexpr std::int64_t samples_per_block = 32;

template <class Real>
struct BlockSums {
  Real const* dy;  // (samples, columns)
  Real* sums;      // (blocks, columns)
  std::int64_t samples;
  std::int64_t columns;
  KOKKOS_FUNCTION void operator()(std::int64_t block, std::int64_t begin, std::int64_t end) const {
    std::int64_t const first = block * samples_per_block;
    std::int64_t const last =
        first + samples_per_block < samples ? first + samples_per_block : samples;
    Real* const sum = sums + block * columns;
    if (end == begin + 1) {  // a GPU's thread: in a register
      Real total = 0;
      for (std::int64_t s = first; s < last; ++s) total += dy[s * columns + begin];
      sum[begin] = total;
      return;
    }
    for (std::int64_t c = begin; c < end; ++c) sum[c] = dy[first * columns + c];
    for (std::int64_t s = first + 1; s < last; ++s) {
      Real const* const row = dy + s * columns;
      for (std::int64_t c = begin; c < end; ++c) sum[c] += row[c];
    }
  }
};

// One team a channel; Kokkos adds up a team's sums in the order of its threads.
template <class Real, class ExecutionSpace>
struct ChannelSums {
  using Member = typename Kokkos::TeamPolicy<ExecutionSpace>::member_type;
  Real const* sums;  // (blocks, channels, positions)
  Real* gradient;    // (channels)
  std::int64_t blocks;
  std::int64_t channels;
  std::int64_t positions;
  KOKKOS_FUNCTION void operator()(Member const& team) const {
    std::int64_t const channel = team.league_rank();
    Real const* const first = sums + channel * positions;
    std::int64_t const block_stride = channels * positions;
    std::int64_t const of_positions = positions;
    Real total = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(team, blocks * positions),
        [&](std::int64_t i, Real& sum) {
          std::int64_t const block = i / of_positions;
          sum += first[block * block_stride + (i - block * of_positions)];
        },
        total);
    Kokkos::single(Kokkos::PerTeam(team), [&] { gradient[channel] += total; });
  }
};

template <class Real, class ExecutionSpace>
class BiasGradient {
 public:
  void reserve(std::int64_t samples, std::int64_t features) {
    std::int64_t const blocks = (samples + samples_per_block - 1) / samples_per_block;
    sums_ = Buffer(Kokkos::view_alloc(Kokkos::WithoutInitializing, "smnn::bias_gradient"),
                   static_cast<std::size_t>(std::max<std::int64_t>(1, blocks) * features));
  }

  // gradient(channel) += the sum over samples and positions of dy, (samples, channels, positions).
  void add(ExecutionSpace const& space, Real const* dy, std::int64_t samples, std::int64_t channels,
           std::int64_t positions, Real* gradient) const {
    if (samples == 0) return;
    std::int64_t const blocks = (samples + samples_per_block - 1) / samples_per_block;
    std::int64_t const columns = channels * positions;
    for_rows("smnn::bias_gradient_blocks", space, blocks, columns,
             BlockSums<Real>{dy, sums_.data(), samples, columns});
    int const team_size = runs_on_host<ExecutionSpace> ? 1 : 64;
    Kokkos::parallel_for(
        "smnn::bias_gradient",
        Kokkos::TeamPolicy<ExecutionSpace>(space, static_cast<int>(channels), team_size),
        ChannelSums<Real, ExecutionSpace>{sums_.data(), gradient, blocks, channels, positions});
  }

 private:
  using Buffer = Kokkos::View<Real*, typename ExecutionSpace::memory_space>;
  Buffer sums_;
};

}  // namespace smnn::network::detail
