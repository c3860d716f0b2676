/// @file
/// Windows of sea-surface temperature as samples of a network.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/network/matrix.hpp"

namespace smnn::climate {

/// What a sample sees and is to say.
struct WindowForm {
  std::int64_t window = 48;       ///< W: values before the start.
  std::int64_t horizon = 48;      ///< H: values from the start on.
  std::int64_t cycle_years = 10;  ///< Years before the start whose seasonal cycle is taken off; 0:
                                  ///< none, but the mean of all.
  double mean = 0;                ///< Degrees Celsius; taken off where no cycle is.
  double deviation = 1;           ///< Degrees Celsius that are 1 to the network.

  bool operator==(WindowForm const&) const = default;
};

/// A point's row among those that are here, and the time at which its forecast starts.
struct WindowPlace {
  std::int64_t row = 0;
  std::int64_t start = 0;
};

/// Series on a device, (rows, times), and windows of them. Copies share the memory.
///
/// The seasonal cycle of a window is the mean of the values that lie whole years apart (to the
/// nearest time), over the last `cycle_years` of them before the start: nothing after the start is
/// seen. As the seasonal cycle of a time it holds for window and horizon alike.
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
  /// The first time at which a forecast can start: window and years of the cycle lie before it.
  std::int64_t first_start() const;

  /// input (places, W): what is before the start, scaled. Throws InvalidArgument if a place is not
  /// all inside.
  void read_inputs(ExecutionSpace const& space, std::vector<WindowPlace> const& places,
                   Rows const& input) const;
  /// target (places, H): what follows, scaled likewise.
  void read_targets(ExecutionSpace const& space, std::vector<WindowPlace> const& places,
                    Rows const& target) const;
  /// In place: scaled forecasts (places, H) become degrees Celsius. The times they are for need not
  /// be in the series.
  void unscale(ExecutionSpace const& space, std::vector<WindowPlace> const& places,
               Rows const& forecast) const;

 private:
  void check(std::vector<WindowPlace> const& places, std::int64_t end) const;
  Kokkos::View<WindowPlace*, MemorySpace> upload(ExecutionSpace const& space,
                                                 std::vector<WindowPlace> const& places) const;

  WindowForm form_;
  double period_ = 12;  // times of a year
  Series series_;
};

}  // namespace smnn::climate
