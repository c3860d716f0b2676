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

struct WindowOptions {
  std::int64_t levels = 10;                 ///< T, of a forecast's input and output.
  std::int64_t windows_per_trajectory = 1;  ///< Samples that an epoch takes from each.
  /// Windows begin at random, anew in every epoch (training), else equally spaced (validation).
  bool random = true;
  std::uint64_t seed = 0;  ///< Of the random beginnings.
};

/// The model sees T consecutive levels and is to give the last of them and the T-1 that follow. The
/// first loss, "absolute", is sum_x |u - target|, in the mean over the T levels, as published for
/// the KdV equation (Pervez et al. 2024); "squares" has squares in its place. With points that
/// ranks share, both are sums over this rank's.
template <class Real, class ExecutionSpace>
class WindowObjective final : public network::Objective<Real, ExecutionSpace> {
 public:
  using Base = network::Objective<Real, ExecutionSpace>;
  using typename Base::ParameterSet;
  using Model = network::Layer<Real, ExecutionSpace>;
  using Data = Trajectories<Real, ExecutionSpace>;

  /// The model must outlive the objective. Throws InvalidArgument if trajectories are too short for
  /// a window and what follows, or the model's inputs or outputs are not (T, points).
  WindowObjective(Model& model, Data const& data, WindowOptions const& options);

  std::int64_t samples() const override;
  std::vector<std::string> loss_names() const override { return {"absolute", "squares"}; }
  void reserve(std::int64_t samples) override;
  void evaluate(ExecutionSpace const& space, ParameterSet const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override;
  void begin_epoch(ExecutionSpace const& space, ParameterSet const& parameters,
                   std::int64_t epoch) override;
  std::vector<double> state() const override { return {static_cast<double>(epoch_)}; }
  void restore(std::span<double const> state) override;

  /// Where a sample's window begins in the epoch that is under way.
  Window window(std::int64_t sample) const;

 private:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Storage = network::MatrixStorage<Real, MemorySpace>;
  using Sums = Kokkos::View<double* [2], Kokkos::LayoutRight, MemorySpace>;

  Model& model_;
  Data data_;
  WindowOptions options_;
  std::int64_t epoch_ = 0;
  Storage input_, target_, output_, gradient_;
  Sums sums_;
};

}  // namespace smnn::forecast
