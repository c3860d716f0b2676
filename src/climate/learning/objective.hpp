/// @file
/// Training a forecast of series on windows of sea-surface temperature, two views of each.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smnn/climate/learning/partners.hpp"
#include "smnn/climate/learning/windows.hpp"
#include "smnn/forecast/series_forecast.hpp"
#include "smnn/network/training/objective.hpp"

namespace smnn::climate {

struct ClimateObjectiveOptions {
  std::int64_t first_start = 0;  ///< Times at which forecasts may start,
  std::int64_t last_start = 0;   ///< both included.
  std::int64_t windows = 1;      ///< Samples that an epoch takes of each point.
  /// Starts at random, anew in every epoch (training), else equally spaced (validation).
  bool random = true;
  std::uint64_t seed = 0;  ///< Of starts and partners.
  double alignment = 10;  ///< Weight of the difference between the codes of two views; 0: one view.
  std::int64_t reach = 5;  ///< Columns between two views, at most.
};

/// Sample s is ocean point s % points in its window s / points. A rank evaluates those whose point
/// is in its tile: all ranks of a shard are called with the same samples
/// (TrainingOptions::ranks_per_shard), and the whole's loss is the sum of theirs.
///
/// The first loss is "loss" = "error" + alignment * "distance". The error is the mean of squares
/// over the horizon, of scaled values and in the mean over the views: by Parseval's theorem that of
/// their orthonormal cosine transform, as published (Chen et al. 2025). The second view is another
/// point of the same latitude at the same time; what of the two codes differs less than midway
/// between the least and the largest difference is shared (as in Ada-GVAE, Locatello et al. 2020),
/// and "distance" is the mean square of these differences.
template <class Real, class ExecutionSpace>
class ClimateObjective final : public network::Objective<Real, ExecutionSpace> {
 public:
  using Base = network::Objective<Real, ExecutionSpace>;
  using typename Base::ParameterSet;
  using Model = forecast::SeriesForecast<Real, ExecutionSpace>;
  using Windows = SeriesWindows<Real, ExecutionSpace>;

  /// `windows` has the series of the tile, and with alignment those of its ghosts behind. The model
  /// must outlive the objective. Throws InvalidArgument if the starts leave no room for window or
  /// horizon, or the model's sizes are not the windows'.
  ClimateObjective(Model& model, Windows const& windows, Grid const& grid,
                   distributed::Range const& tile, ClimateObjectiveOptions const& options);

  std::int64_t samples() const override { return points_ * options_.windows; }
  std::vector<std::string> loss_names() const override;
  void evaluate(ExecutionSpace const& space, ParameterSet const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override;
  void begin_epoch(ExecutionSpace const& space, ParameterSet const& parameters,
                   std::int64_t epoch) override;
  std::vector<double> state() const override { return {static_cast<double>(epoch_)}; }
  void restore(std::span<double const> state) override;

  /// The time at which a sample's forecast starts in the epoch that is under way.
  std::int64_t start(std::int64_t sample) const;

 private:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Storage = network::MatrixStorage<Real, MemorySpace>;

  double random(std::uint64_t stream, std::int64_t sample) const;
  std::vector<WindowPlace> places(std::span<std::int64_t const> samples) const;
  void make_room(std::int64_t rows);
  double sum_of_losses(ExecutionSpace const& space, std::int64_t rows) const;

  Model& model_;
  Windows windows_;
  std::int64_t points_;
  distributed::Range tile_;
  ClimateObjectiveOptions options_;
  std::optional<Partners> partners_;
  std::int64_t epoch_ = 0;
  Storage input_, target_, output_, gradient_, code_gradient_;
  Kokkos::View<double*, MemorySpace> losses_;
};

}  // namespace smnn::climate
