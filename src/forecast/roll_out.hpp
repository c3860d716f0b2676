/// @file
/// Forecasts of forecasts, and how far from the truth they get.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/forecast/trajectories.hpp"
#include "smnn/network/layer.hpp"
#include "smnn/network/parameters/parameters.hpp"

namespace smnn::forecast {

/// What a model makes of the first T levels of some trajectories, time after time: each forecast is
/// made from the last T levels that there are, and the first `advance` of its T-1 new levels are
/// kept (0: all). Returns (trajectories, T + times advance, points), of which the first T are the
/// input. Calls the model with up to `batch` trajectories, for which it must be reserved. Throws
/// InvalidArgument if a number is not positive, `advance` is more than T-1, or the model's inputs
/// or outputs are not (T, points).
template <class Real, class ExecutionSpace>
Trajectories<Real, ExecutionSpace> roll_out(
    ExecutionSpace const& space, network::Parameters<Real, ExecutionSpace> const& parameters,
    network::Layer<Real, ExecutionSpace>& model, Trajectories<Real, ExecutionSpace> const& given,
    std::int64_t levels, std::int64_t times, std::int64_t batch, std::int64_t advance = 0);

/// Sums over x per trajectory and level, (trajectories, levels) each.
struct SquareSums {
  std::int64_t trajectories = 0;
  std::int64_t levels = 0;
  std::vector<double> errors, predictions, truths;  ///< Of (p - u)^2, p^2, u^2.
};

/// Compares the levels from `first` on that both have. Sums over the points of all ranks of `line`,
/// in their order. Throws InvalidArgument if the two differ in trajectories or points, or have no
/// such level.
template <class Real, class ExecutionSpace>
SquareSums square_sums(ExecutionSpace const& space, distributed::Communicator const& line,
                       Trajectories<Real, ExecutionSpace> const& prediction,
                       Trajectories<Real, ExecutionSpace> const& truth, std::int64_t first);

/// The published figure: over the first `frames` levels, the sum of squared errors by that of
/// squared truths, in the mean over trajectories. Fewer frames if there are no more.
double relative_error(SquareSums const& sums, std::int64_t frames = 100);

/// What the public notebook prints: for each of the first `frames` levels the sum of squared errors
/// by that of squared *predictions*, in the mean over levels and trajectories.
double notebook_error(SquareSums const& sums, std::int64_t frames = 40);

/// Per level, the sum of squared errors by that of squared truths, in the mean over trajectories.
std::vector<double> error_growth(SquareSums const& sums);

}  // namespace smnn::forecast
