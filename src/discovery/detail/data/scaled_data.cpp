#include "smnn/discovery/detail/data/scaled_data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {
namespace {

// Mean square of x(t + lag) - x(t) of variable d.
double structure(Trajectories const& data, std::int64_t d, std::int64_t lag) {
  double sum = 0;
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 0; t + lag < data.points; ++t) {
      double const difference = data.state(b, t + lag)[d] - data.state(b, t)[d];
      sum += difference * difference;
    }
  }
  return sum / static_cast<double>(data.count * (data.points - lag));
}

// The number of points after which a variable has moved by about its deviation.
double correlation_points(Trajectories const& data, std::int64_t d, double deviation) {
  std::int64_t lag = 1;
  while (2 * lag < data.points && structure(data, d, lag) < deviation * deviation) {
    lag += 1 + lag / 8;
  }
  return static_cast<double>(lag);
}

bool equal_steps(std::vector<double> const& steps) {
  auto const [least, largest] = std::minmax_element(steps.begin(), steps.end());
  return *largest - *least < 1e-9 * *largest;
}

}  // namespace

Scales choose_scales(Trajectories const& data) {
  Scales scales{deviations(data), 1, 1};
  double points = std::numeric_limits<double>::infinity();
  for (std::int64_t d = 0; d < data.dims(); ++d) {
    double const deviation = scales.variables[static_cast<std::size_t>(d)];
    points = std::min(points, correlation_points(data, d, deviation));
  }
  double span = 0;
  for (std::int64_t b = 0; b < data.count; ++b)
    span += data.time(b, data.points - 1) - data.time(b, 0);
  double const step = span / static_cast<double>(data.count * (data.points - 1));
  scales.time = points * step;
  scales.step = step / scales.time;
  return scales;
}

template <class ExecutionSpace>
Kokkos::View<double**, Kokkos::LayoutRight, typename ExecutionSpace::memory_space> scaled_steps(
    ExecutionSpace const& space, Trajectories const& data, double time) {
  std::vector<double> steps;
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 1; t < data.points; ++t) {
      steps.push_back((data.time(b, t) - data.time(b, t - 1)) / time);
    }
  }
  bool const shared = equal_steps(steps);
  auto const rows = static_cast<std::size_t>(shared ? 1 : data.count);
  auto const columns = static_cast<std::size_t>(shared ? 1 : data.points - 1);
  Kokkos::View<double**, Kokkos::LayoutRight, typename ExecutionSpace::memory_space> const result(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::discovery::steps"), rows,
      columns);
  auto const host = Kokkos::create_mirror_view(result);
  if (shared) {
    double sum = 0;
    for (double const step : steps) sum += step;
    host(0, 0) = sum / static_cast<double>(steps.size());
  } else {
    std::copy(steps.begin(), steps.end(), host.data());
  }
  Kokkos::deep_copy(space, result, host);
  space.fence("smnn: steps copied");
  return result;
}

template <class ExecutionSpace>
ScaledData<typename ExecutionSpace::memory_space> scale(ExecutionSpace const& space,
                                                        Trajectories const& data,
                                                        Scales const& scales) {
  using MemorySpace = typename ExecutionSpace::memory_space;
  auto const dims = static_cast<std::size_t>(data.dims());
  ScaledData<MemorySpace> scaled;
  scaled.scales = scales;
  scaled.values = decltype(scaled.values)(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::discovery::data"),
      static_cast<std::size_t>(data.count), static_cast<std::size_t>(data.points), dims, 1);
  scaled.variable_scales = Kokkos::View<double*, MemorySpace>(
      Kokkos::view_alloc(space, "smnn::discovery::scales"), dims);
  auto const values = Kokkos::create_mirror_view(scaled.values);
  for (std::size_t i = 0; i < data.values.size(); ++i) {
    values.data()[i] = data.values[i] / scales.variables[i % dims];
  }
  auto const factors = Kokkos::create_mirror_view(scaled.variable_scales);
  std::copy(scales.variables.begin(), scales.variables.end(), factors.data());
  Kokkos::deep_copy(space, scaled.values, values);
  Kokkos::deep_copy(space, scaled.variable_scales, factors);
  space.fence("smnn: data copied");
  scaled.steps = scaled_steps(space, data, scales.time);
  return scaled;
}

#define SMNN_INSTANTIATE_SCALED_DATA(REAL, SPACE)                                              \
  template Kokkos::View<REAL**, Kokkos::LayoutRight, SPACE::memory_space> scaled_steps<SPACE>( \
      SPACE const&, Trajectories const&, double);                                              \
  template ScaledData<SPACE::memory_space> scale<SPACE>(SPACE const&, Trajectories const&,     \
                                                        Scales const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_SCALED_DATA, double)

}  // namespace smnn::discovery::detail
