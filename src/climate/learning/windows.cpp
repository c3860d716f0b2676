#include "smnn/climate/learning/windows.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::climate {
namespace {

using network::detail::for_rows;

// What is taken off the value at time i of a window that starts at `start`: the mean of `years`
// values, whole years from i and before the start.
struct Baseline {
  std::int64_t years;
  double period;
  float mean;
  KOKKOS_FUNCTION float operator()(float const* series, std::int64_t start, std::int64_t i) const {
    if (years == 0) return mean;
    // Years back to the last such value before the start; negative for times of the window.
    auto back =
        static_cast<std::int64_t>(Kokkos::floor(static_cast<double>(i - start) / period)) - 1;
    while (at(i, back) >= start) ++back;
    double sum = 0;
    for (std::int64_t year = 0; year < years; ++year)
      sum += static_cast<double>(series[at(i, back + year)]);
    return static_cast<float>(sum / static_cast<double>(years));
  }
  KOKKOS_FUNCTION std::int64_t at(std::int64_t i, std::int64_t years_back) const {
    return i -
           static_cast<std::int64_t>(Kokkos::floor(static_cast<double>(years_back) * period + 0.5));
  }
};

// Values from `offset` behind the start on, scaled.
template <class Real>
struct ReadWindows {
  Baseline baseline;
  std::int64_t times, offset, columns;
  float scale;
  float const* series;
  WindowPlace const* places;
  Real* rows;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    WindowPlace const place = places[row];
    float const* const own = series + place.row * times;
    for (std::int64_t t = begin; t < end; ++t) {
      std::int64_t const i = place.start + offset + t;
      rows[row * columns + t] = static_cast<Real>((own[i] - baseline(own, place.start, i)) * scale);
    }
  }
};

template <class Real>
struct Unscale {
  Baseline baseline;
  std::int64_t times, columns;
  float scale;
  float const* series;
  WindowPlace const* places;
  Real* rows;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    WindowPlace const place = places[row];
    float const* const own = series + place.row * times;
    for (std::int64_t t = begin; t < end; ++t) {
      Real& value = rows[row * columns + t];
      value = static_cast<Real>(baseline(own, place.start, place.start + t) +
                                static_cast<float>(value) * scale);
    }
  }
};

double period_of(Sampling sampling) {
  constexpr double days_of_a_year = 365.2425;
  switch (sampling) {
    case Sampling::monthly:
      return 12;
    case Sampling::weekly:
      return days_of_a_year / 7;
    case Sampling::daily:
      break;
  }
  return days_of_a_year;
}

}  // namespace

template <class Real, class ExecutionSpace>
SeriesWindows<Real, ExecutionSpace>::SeriesWindows(ExecutionSpace const& space,
                                                   TimeAxis const& time,
                                                   std::vector<float> const& values,
                                                   WindowForm const& form)
    : form_(form), period_(period_of(time.sampling)) {
  auto const times = static_cast<std::size_t>(time.size());
  if (times == 0 || values.size() % times != 0) {
    throw InvalidArgument("windows: " + std::to_string(values.size()) +
                          " values, expected whole series of " + std::to_string(times) + " times");
  }
  if (form.window < 1 || form.horizon < 1 || form.cycle_years < 0 || !(form.deviation > 0)) {
    throw InvalidArgument("windows: window " + std::to_string(form.window) + ", horizon " +
                          std::to_string(form.horizon) + ", cycle_years " +
                          std::to_string(form.cycle_years) + ", deviation " +
                          std::to_string(form.deviation) +
                          ", expected 1 or more, 1 or more, 0 or more, and a positive one");
  }
  series_ = Series(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::series")),
                   values.size() / times, times);
  using Host =
      Kokkos::View<float const**, Kokkos::LayoutRight, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>;
  Kokkos::deep_copy(space, series_, Host(values.data(), series_.extent(0), times));
  space.fence("smnn::SeriesWindows: uploaded");
}

template <class Real, class ExecutionSpace>
std::int64_t SeriesWindows<Real, ExecutionSpace>::first_start() const {
  // A year on from a cycle's last value is the start or later, and rounded times that lie n years
  // apart differ by at most n periods, rounded up.
  auto const cycle =
      static_cast<std::int64_t>(std::ceil(static_cast<double>(form_.cycle_years) * period_));
  return std::max(form_.window, cycle);
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::check(std::vector<WindowPlace> const& places,
                                                std::int64_t end) const {
  for (WindowPlace const& place : places) {
    if (place.row >= 0 && place.row < rows() && place.start >= first_start() &&
        place.start + end <= times())
      continue;
    throw InvalidArgument("windows: a start at time " + std::to_string(place.start) + " of row " +
                          std::to_string(place.row) + ", expected one of " +
                          std::to_string(first_start()) + " .. " + std::to_string(times() - end) +
                          " and a row below " + std::to_string(rows()));
  }
}

template <class Real, class ExecutionSpace>
auto SeriesWindows<Real, ExecutionSpace>::upload(ExecutionSpace const& space,
                                                 std::vector<WindowPlace> const& places) const
    -> Kokkos::View<WindowPlace*, MemorySpace> {
  Kokkos::View<WindowPlace*, MemorySpace> const device(
      Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::window_places")),
      places.size());
  Kokkos::deep_copy(space, device,
                    Kokkos::View<WindowPlace const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(
                        places.data(), places.size()));
  space.fence("smnn::SeriesWindows: places uploaded");  // the caller's may end here
  return device;
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::read_inputs(ExecutionSpace const& space,
                                                      std::vector<WindowPlace> const& places,
                                                      Rows const& input) const {
  check(places, 0);
  auto const device = upload(space, places);
  for_rows("smnn::read_inputs", space, static_cast<std::int64_t>(places.size()), form_.window,
           ReadWindows<Real>{{form_.cycle_years, period_, static_cast<float>(form_.mean)},
                             times(),
                             -form_.window,
                             form_.window,
                             static_cast<float>(1 / form_.deviation),
                             series_.data(),
                             device.data(),
                             input.data()});
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::read_targets(ExecutionSpace const& space,
                                                       std::vector<WindowPlace> const& places,
                                                       Rows const& target) const {
  check(places, form_.horizon);
  auto const device = upload(space, places);
  for_rows("smnn::read_targets", space, static_cast<std::int64_t>(places.size()), form_.horizon,
           ReadWindows<Real>{{form_.cycle_years, period_, static_cast<float>(form_.mean)},
                             times(),
                             0,
                             form_.horizon,
                             static_cast<float>(1 / form_.deviation),
                             series_.data(),
                             device.data(),
                             target.data()});
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::unscale(ExecutionSpace const& space,
                                                  std::vector<WindowPlace> const& places,
                                                  Rows const& forecast) const {
  check(places, 0);
  auto const device = upload(space, places);
  for_rows("smnn::unscale", space, static_cast<std::int64_t>(places.size()), form_.horizon,
           Unscale<Real>{{form_.cycle_years, period_, static_cast<float>(form_.mean)},
                         times(),
                         form_.horizon,
                         static_cast<float>(form_.deviation),
                         series_.data(),
                         device.data(),
                         forecast.data()});
}

#define SMNN_SERIES_WINDOWS(Real, ExecutionSpace) \
  template class SeriesWindows<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_SERIES_WINDOWS)

}  // namespace smnn::climate
