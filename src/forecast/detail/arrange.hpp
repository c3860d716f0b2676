// Between what networks see, (samples, channels, points), and what the solver sees: a system per
// sample and point, neighbouring systems adjacent, (channels, samples points).
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/network/layers/detail/loops.hpp"

namespace smnn::forecast::detail {

struct FieldShape {
  std::int64_t samples, channels, points;
  std::int64_t rows() const { return samples * channels; }
};

// Channels begin .. of the networks' array, which has `all` of them, become the systems', whose
// array begins at the first of these channels.
template <class Real>
struct ToSystems {
  FieldShape shape;
  std::int64_t begin, all;
  Real const* field;
  Real* systems;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t first, std::int64_t end) const {
    std::int64_t const sample = row / shape.channels;
    std::int64_t const channel = row - sample * shape.channels;
    Real const* const source = field + (sample * all + begin + channel) * shape.points;
    Real* const target = systems + (channel * shape.samples + sample) * shape.points;
    for (std::int64_t x = first; x < end; ++x) target[x] = source[x];
  }
};

// The way back, of every `every`-th of the systems' channels: of the solution (T, K, systems) with
// K it gives order 0, (samples, T, points).
template <class Real>
struct FromSystems {
  FieldShape shape;
  std::int64_t every;
  Real const* systems;
  Real* field;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t first, std::int64_t end) const {
    std::int64_t const sample = row / shape.channels;
    std::int64_t const channel = row - sample * shape.channels;
    Real const* const source = systems + (channel * every * shape.samples + sample) * shape.points;
    Real* const target = field + row * shape.points;
    for (std::int64_t x = first; x < end; ++x) target[x] = source[x];
  }
};

// Its transpose for a solution: dl/d(solution), of which all orders but 0 are 0. A row for every
// sample, T, K.
template <class Real>
struct LevelSeeds {
  FieldShape shape;  // channels: T
  std::int64_t orders;
  Real const* field;
  Real* seed;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t first, std::int64_t end) const {
    std::int64_t const sample = row % shape.samples;
    std::int64_t const order = row / shape.samples % orders;
    std::int64_t const level = row / shape.samples / orders;
    Real const* const source = field + (sample * shape.channels + level) * shape.points;
    Real* const target = seed + row * shape.points;
    for (std::int64_t x = first; x < end; ++x) target[x] = order == 0 ? source[x] : Real(0);
  }
};

// A number per sample as one of each of its systems.
template <class Real>
struct Spread {
  std::int64_t points;
  Real const* numbers;
  Real* systems;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t first, std::int64_t end) const {
    Real* const target = systems + row * points;
    for (std::int64_t x = first; x < end; ++x) target[x] = numbers[row];
  }
};

// Its transpose: sums over a sample's systems.
template <class Real, class ExecutionSpace>
struct SumOverPoints {
  using Member = typename Kokkos::TeamPolicy<ExecutionSpace>::member_type;
  std::int64_t points;
  Real const* systems;
  Real* numbers;
  KOKKOS_FUNCTION void operator()(Member const& member) const {
    std::int64_t const sample = member.league_rank();
    Real const* const values = systems + sample * points;
    Real sum = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(member, points),
        [&](std::int64_t x, Real& partial) { partial += values[x]; }, sum);
    Kokkos::single(Kokkos::PerTeam(member), [&] { numbers[sample] = sum; });
  }
};

template <class Real, class ExecutionSpace>
void sum_over_points(ExecutionSpace const& space, std::int64_t samples, std::int64_t points,
                     Real const* systems, Real* numbers) {
  Kokkos::parallel_for(
      "smnn::sum_over_points",
      Kokkos::TeamPolicy<ExecutionSpace>(space, static_cast<int>(samples), Kokkos::AUTO),
      SumOverPoints<Real, ExecutionSpace>{points, systems, numbers});
}

// Adds the systems' numbers (samples points) to one channel of a field (samples, channels, points).
template <class Real>
struct AddToChannel {
  FieldShape shape;
  std::int64_t channel;
  Real const* systems;
  Real* field;
  KOKKOS_FUNCTION void operator()(std::int64_t sample, std::int64_t first, std::int64_t end) const {
    Real const* const source = systems + sample * shape.points;
    Real* const target = field + (sample * shape.channels + channel) * shape.points;
    for (std::int64_t x = first; x < end; ++x) target[x] += source[x];
  }
};

}  // namespace smnn::forecast::detail
