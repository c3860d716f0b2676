/// @file
/// Windows of sea-surface temperature as samples of a network.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/network/matrix.hpp"

namespace smnn::climate {

namespace detail {
struct Baseline;
}

/// What a sample sees and is to say.
struct WindowForm {
  std::int64_t window = 48;   ///< W: values before the start.
  std::int64_t horizon = 48;  ///< H: values from the start on.
  /// Years after which the past counts for 1/e in the seasonal cycle that is taken off; 0: none is,
  /// but the mean below.
  double cycle_years = 15;
  double level_years = 5;           ///< The same in the level about which the seasons swing.
  std::int64_t history_years = 10;  ///< With a cycle: years that must lie before a start.
  double mean = 0;                  ///< Degrees Celsius; taken off where no cycle is.
  double deviation = 1;             ///< Degrees Celsius that are 1 to the network.

  bool has_cycle() const { return cycle_years > 0; }
  bool operator==(WindowForm const&) const = default;
};

/// The first time at which a forecast can start: window and history lie before it.
std::int64_t first_start(WindowForm const& form, Sampling sampling);

/// A point's row among those that are here, and the time at which its forecast starts.
struct WindowPlace {
  std::int64_t row = 0;
  std::int64_t start = 0;
};

/// Series on a device, (rows, times), and windows of them.
///
/// The seasonal cycle of a window is made of all whole years before its start, year n = 0, 1, ...
/// back from there, and of nothing after it: a level, the mean of the years' means with weights
/// exp(-n / level_years), and for each time of a year the mean of its differences from their year's
/// mean with weights exp(-n / cycle_years). Times that lie whole years apart (to the nearest) have
/// the same; it holds for window and horizon alike. Two scales
/// of years, since the level drifts and the seasons hardly do.
template <class Real, class ExecutionSpace>
class SeriesWindows {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Rows = network::Matrix<Real, MemorySpace>;
  using Series = Kokkos::View<float**, Kokkos::LayoutRight, MemorySpace>;

  /// Copies (rows, times) of the host; waits for it. Throws InvalidArgument if there are more or
  /// fewer numbers, or a number of the form is out of range.
  SeriesWindows(ExecutionSpace const& space, TimeAxis const& time, std::vector<float> const& values,
                WindowForm const& form);

  WindowForm const& form() const { return form_; }
  std::int64_t rows() const { return static_cast<std::int64_t>(series_.extent(0)); }
  std::int64_t times() const { return static_cast<std::int64_t>(series_.extent(1)); }
  /// The first time at which a forecast can start.
  std::int64_t first_start() const { return climate::first_start(form_, sampling_); }

  /// The windows that the calls below are about; those that are not wholly known may reach behind
  /// the series. Computes their cycles. Throws InvalidArgument if window or history are not all
  /// inside, or, unless `future`, the horizon.
  void choose(ExecutionSpace const& space, std::vector<WindowPlace> const& places,
              bool future = false);

  /// input (places, W): what is before the start, scaled.
  void read_inputs(ExecutionSpace const& space, Rows const& input) const;
  /// target (places, H): what follows, scaled likewise.
  void read_targets(ExecutionSpace const& space, Rows const& target) const;
  /// In place: scaled forecasts (places, H) become degrees Celsius.
  void unscale(ExecutionSpace const& space, Rows const& forecast) const;

 private:
  void check(std::vector<WindowPlace> const& places, std::int64_t end) const;
  detail::Baseline baseline() const;

  WindowForm form_;
  Sampling sampling_;
  Series series_;
  std::int64_t chosen_ = 0;  // places
  Kokkos::View<WindowPlace*, MemorySpace> places_;
  Kokkos::View<double**, Kokkos::LayoutRight, MemorySpace> year_means_;  // (places, years)
  Kokkos::View<float**, Kokkos::LayoutRight, MemorySpace> cycles_;  // (places, times of a year)
};

}  // namespace smnn::climate
