/// A problem on all ranks, and this rank's share of it in views.
#pragma once

#include <Kokkos_Core.hpp>
#include <array>
#include <cmath>
#include <vector>

#include "problem_data.hpp"
#include "smnn/distributed/solver.hpp"
#include "support/device_array.hpp"

namespace smnn::test {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

/// All grids of so many ranks.
inline std::vector<distributed::ProcessGrid> grids(int ranks) {
  std::vector<distributed::ProcessGrid> result;
  for (int time = 1; time <= ranks; ++time) {
    if (ranks % time == 0) result.push_back({ranks / time, time});
  }
  return result;
}

/// A few small systems.
inline Extents extents_of(Smoothness family) {
  Extents e;
  e.batch = 5;
  e.time_points = 23;
  e.equations = 2;
  e.dims = 2;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 2;
  e.smoothness = family;
  return e;
}

/// A row-major array's part along the batch (axis 0) and along time, where they are not shared.
template <std::size_t Rank>
std::vector<double> part(std::vector<double> const& whole,
                         std::array<std::int64_t, Rank> const& shape, std::size_t time_axis,
                         distributed::Range const& systems, distributed::Range const& points,
                         bool shared_batch, bool shared_time) {
  std::vector<double> result;
  std::array<std::int64_t, Rank> index{};
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::size_t rest = i;
    for (std::size_t axis = Rank; axis-- > 0;) {
      index[axis] = static_cast<std::int64_t>(rest) % shape[axis];
      rest /= static_cast<std::size_t>(shape[axis]);
    }
    auto const inside = [](std::int64_t value, distributed::Range const& range) {
      return value >= range.begin && value < range.end;
    };
    if (!shared_batch && !inside(index[0], systems)) continue;
    if (!shared_time && !inside(index[time_axis], points)) continue;
    result.push_back(whole[i]);
  }
  return result;
}

/// The whole problem's data cut to a rank's share.
class Share {
 public:
  Share(Extents const& whole, distributed::Range const& systems, distributed::Range const& points)
      : whole_(whole), shapes_(whole), systems_(systems), points_(points) {}

  std::vector<double> solution(std::vector<double> const& y) const {
    return part(y, shapes_.solution, 2, systems_, points_, false, false);
  }
  InputData inputs(InputData const& data) const {
    Extents const& e = whole_;
    return {part(data.coefficients, shapes_.coefficients, 1, systems_, points_,
                 e.coefficients.over_batch, e.coefficients.over_time),
            part(data.rhs, shapes_.rhs, 2, systems_, points_, e.rhs.over_batch, e.rhs.over_time),
            part(data.initial_values, shapes_.initial_values, 2, systems_, points_,
                 e.initial_values.over_batch, false),
            part(data.steps, shapes_.steps, 1, systems_, points_, e.steps.over_batch,
                 e.steps.over_time)};
  }

 private:
  Extents whole_;
  Shapes shapes_;
  distributed::Range systems_, points_;
};

/// The arrays of a share in device memory, which the solver has to take with any strides.
template <class Real>
using ShareInputs = DeviceInputs<Real, Memory>;
template <class Real>
using ShareSolution = DeviceArray<Real, Memory, 5>;

/// Shapes of a share's arrays; `steps` of them begin at its time points.
inline Shapes shapes_of(Extents const& share, std::int64_t steps) {
  Shapes shapes(share);
  if (!share.steps.over_time) shapes.steps[1] = steps;
  return shapes;
}

template <class T, class Real>
InputArrays<T, Memory> arrays(ShareInputs<Real> const& inputs) {
  return {inputs.coefficients.view(), inputs.rhs.view(), inputs.initial_values.view(),
          inputs.steps.view()};
}

template <class Real>
InputData download(ShareInputs<Real> const& inputs) {
  return {inputs.coefficients.download(), inputs.rhs.download(), inputs.initial_values.download(),
          inputs.steps.download()};
}

// The largest difference between a share and what it should be, relative to the largest entry of
// the whole; infinite if sizes or NaNs differ.
inline double distance(std::vector<double> const& share, std::vector<double> const& expected,
                       std::vector<double> const& whole) {
  if (share.size() != expected.size()) return INFINITY;
  double largest = 0;
  for (std::size_t i = 0; i < share.size(); ++i) {
    if (std::isnan(share[i]) != std::isnan(expected[i])) return INFINITY;
    if (!std::isnan(share[i])) largest = std::max(largest, std::abs(share[i] - expected[i]));
  }
  double size = 0;
  for (double const value : whole)
    if (!std::isnan(value)) size = std::max(size, std::abs(value));
  return size > 0 ? largest / size : largest;
}

}  // namespace smnn::test
