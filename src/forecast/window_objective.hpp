/// @file
/// Training a forecast on windows of trajectories.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "smnn/forecast/trajectories.hpp"
#include "smnn/network/layer.hpp"
#include "smnn/network/training/objective.hpp"

namespace smnn::forecast {

/// What is minimised of a window, in the mean over its levels: sums over x of |u - target|, as
/// published for the KdV equation (Pervez et al. 2024), or of squares.
enum class WindowLoss { absolute, squares };

struct WindowOptions {
  std::int64_t levels = 10;                 ///< T, of a forecast's input and output.
  std::int64_t windows_per_trajectory = 1;  ///< Samples that an epoch takes from each.
  /// Windows begin at random, anew in every epoch (training), else equally spaced (validation).
  bool random = true;
  std::uint64_t seed = 0;  ///< Of all that is random.
  WindowLoss loss = WindowLoss::absolute;
  /// The model goes on from 0 to so many forecasts of its own, as many samples from each number
  /// (at random, else in turn), as it must in a roll-out; no gradient reaches these forecasts (the
  /// pushforward trick of Brandstetter, Worrall and Welling 2022).
  std::int64_t own_forecasts = 0;
};

/// The model sees T consecutive levels and is to give the last of them and the T-1 that follow.
/// Both losses of WindowLoss are given, the minimised one first. With points that ranks share, they
/// are sums over this rank's.
template <class Real, class ExecutionSpace>
class WindowObjective final : public network::Objective<Real, ExecutionSpace> {
 public:
  using Base = network::Objective<Real, ExecutionSpace>;
  using typename Base::ParameterSet;
  using Model = network::Layer<Real, ExecutionSpace>;
  using Data = Trajectories<Real, ExecutionSpace>;

  /// The model must outlive the objective. Throws InvalidArgument if trajectories are too short for
  /// a window and what follows, and the forecasts before it, or the model's inputs or outputs are
  /// not (T, points).
  WindowObjective(Model& model, Data const& data, WindowOptions const& options);

  std::int64_t samples() const override;
  std::vector<std::string> loss_names() const override;
  void reserve(std::int64_t samples) override;
  void evaluate(ExecutionSpace const& space, ParameterSet const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override;
  void begin_epoch(ExecutionSpace const& space, ParameterSet const& parameters,
                   std::int64_t epoch) override;
  std::vector<double> state() const override { return {static_cast<double>(epoch_)}; }
  void restore(std::span<double const> state) override;

  /// Where a sample's window begins in the epoch that is under way.
  Window window(std::int64_t sample) const;
  /// How many of the model's forecasts lead to it.
  std::int64_t own_forecasts(std::int64_t sample) const;

 private:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Storage = network::MatrixStorage<Real, MemorySpace>;
  using Rows = network::Matrix<Real, MemorySpace>;
  using Sums = Kokkos::View<double* [2], Kokkos::LayoutRight, MemorySpace>;

  // Windows in the order of the rows that `read_input` is to fill.
  struct Batch {
    std::vector<Window> windows;
    std::vector<std::int64_t> forecasts;  // that lead to them; descending
  };

  std::uint64_t draw_index(std::int64_t sample) const;
  Batch batch(std::span<std::int64_t const> samples) const;
  void read_input(ExecutionSpace const& space, ParameterSet const& parameters, Batch const& batch);

  Model& model_;
  Data data_;
  WindowOptions options_;
  std::int64_t epoch_ = 0;
  Storage input_, target_, output_, gradient_;
  Sums sums_;
};

}  // namespace smnn::forecast
