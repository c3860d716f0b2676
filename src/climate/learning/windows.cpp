#include "smnn/climate/learning/windows.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "smnn/climate/learning/detail/cycle_kernels.hpp"
#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::climate {
namespace {

using network::detail::for_rows;

void check_form(WindowForm const& form) {
  bool const good = form.window > 0 && form.horizon > 0 && form.deviation > 0 &&
                    form.cycle_years >= 0 && (!form.has_cycle() || form.level_years > 0) &&
                    form.history_years > 0;
  if (good) return;
  throw InvalidArgument(
      "windows: window " + std::to_string(form.window) + ", horizon " +
      std::to_string(form.horizon) + ", cycle_years " + std::to_string(form.cycle_years) +
      ", level_years " + std::to_string(form.level_years) + ", history_years " +
      std::to_string(form.history_years) + ", deviation " + std::to_string(form.deviation) +
      ", expected positive numbers (cycle_years may be 0)");
}

// A view of at least so many rows and exactly so many columns.
template <class View>
void make_room(View& view, std::string const& label, std::size_t rows, std::size_t columns) {
  if (view.extent(0) >= rows && view.extent(1) == columns) return;
  view = View(Kokkos::view_alloc(Kokkos::WithoutInitializing, label), rows, columns);
}

}  // namespace

std::int64_t first_start(WindowForm const& form, Sampling sampling) {
  if (!form.has_cycle()) return form.window;
  double const history = static_cast<double>(form.history_years) * times_of_a_year(sampling);
  return std::max(form.window, static_cast<std::int64_t>(std::ceil(history)));
}

template <class Real, class ExecutionSpace>
SeriesWindows<Real, ExecutionSpace>::SeriesWindows(ExecutionSpace const& space,
                                                   TimeAxis const& time,
                                                   std::vector<float> const& values,
                                                   WindowForm const& form)
    : form_(form), sampling_(time.sampling) {
  auto const times = static_cast<std::size_t>(time.size());
  if (times == 0 || values.size() % times != 0) {
    throw InvalidArgument("windows: " + std::to_string(values.size()) +
                          " values, expected whole series of " + std::to_string(times) + " times");
  }
  check_form(form);
  series_ = Series(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::series")),
                   values.size() / times, times);
  using Host =
      Kokkos::View<float const**, Kokkos::LayoutRight, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>;
  Kokkos::deep_copy(space, series_, Host(values.data(), series_.extent(0), times));
  space.fence("smnn::SeriesWindows: uploaded");
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
void SeriesWindows<Real, ExecutionSpace>::choose(ExecutionSpace const& space,
                                                 std::vector<WindowPlace> const& places,
                                                 bool future) {
  check(places, future ? 0 : form_.horizon);
  chosen_ = static_cast<std::int64_t>(places.size());
  if (places_.extent(0) < places.size()) {
    places_ = Kokkos::View<WindowPlace*, MemorySpace>(
        Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::window_places")),
        places.size());
  }
  Kokkos::deep_copy(space,
                    Kokkos::subview(places_, std::pair<std::size_t, std::size_t>(0, places.size())),
                    Kokkos::View<WindowPlace const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(
                        places.data(), places.size()));
  space.fence("smnn::SeriesWindows: places uploaded");  // the caller's may end here
  if (!form_.has_cycle()) return;
  detail::Years const years{times_of_a_year(sampling_)};
  std::int64_t const most_years = years.count(times());
  auto const year_times = static_cast<std::int64_t>(std::ceil(years.period));
  make_room(year_means_, "smnn::year_means", places.size(), static_cast<std::size_t>(most_years));
  make_room(cycles_, "smnn::cycles", places.size(), static_cast<std::size_t>(year_times));
  for_rows("smnn::year_means", space, chosen_, most_years,
           detail::YearMeans{years, times(), most_years, series_.data(), places_.data(),
                             year_means_.data()});
  for_rows(
      "smnn::cycles", space, chosen_, year_times,
      detail::Cycles{years, form_.cycle_years, form_.level_years, times(), most_years, year_times,
                     series_.data(), places_.data(), year_means_.data(), cycles_.data()});
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::read_inputs(ExecutionSpace const& space,
                                                      Rows const& input) const {
  for_rows("smnn::read_inputs", space, chosen_, form_.window,
           detail::ReadWindows<Real>{baseline(), times(), -form_.window, form_.window,
                                     static_cast<float>(1 / form_.deviation), series_.data(),
                                     places_.data(), input.data()});
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::read_targets(ExecutionSpace const& space,
                                                       Rows const& target) const {
  for_rows("smnn::read_targets", space, chosen_, form_.horizon,
           detail::ReadWindows<Real>{baseline(), times(), 0, form_.horizon,
                                     static_cast<float>(1 / form_.deviation), series_.data(),
                                     places_.data(), target.data()});
}

template <class Real, class ExecutionSpace>
void SeriesWindows<Real, ExecutionSpace>::unscale(ExecutionSpace const& space,
                                                  Rows const& forecast) const {
  for_rows("smnn::unscale", space, chosen_, form_.horizon,
           detail::Unscale<Real>{baseline(), form_.horizon, static_cast<float>(form_.deviation),
                                 places_.data(), forecast.data()});
}

template <class Real, class ExecutionSpace>
detail::Baseline SeriesWindows<Real, ExecutionSpace>::baseline() const {
  return {{times_of_a_year(sampling_)},
          static_cast<float>(form_.mean),
          form_.has_cycle() ? static_cast<std::int64_t>(cycles_.extent(1)) : 0,
          cycles_.data()};
}

#define SMNN_SERIES_WINDOWS(Real, ExecutionSpace) \
  template class SeriesWindows<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_SERIES_WINDOWS)

}  // namespace smnn::climate
