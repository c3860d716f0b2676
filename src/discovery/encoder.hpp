/// @file
/// Discovery by a mechanistic network (Pervez et al. 2024; Chen et al. 2025): an encoder smooths
/// the states, the coefficients come from a second network or from variable projection, the solver
/// ties both to the data.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smnn/discovery/detail/encoder/coefficient_head.hpp"
#include "smnn/discovery/detail/encoder/projection.hpp"
#include "smnn/discovery/detail/term_table.hpp"
#include "smnn/discovery/discover.hpp"
#include "smnn/discovery/model.hpp"
#include "smnn/discovery/trajectories.hpp"
#include "smnn/network/layer.hpp"
#include "smnn/network/mechanistic_layer.hpp"
#include "smnn/network/training/objective.hpp"

namespace smnn::discovery {

/// Where the encoder's coefficients come from.
enum class Coefficients {
  head,      ///< A second network, trained with the encoder; small ones are masked, as published.
  projected  ///< Thresholded least squares on the encoder's states before every epoch: the encoder
             ///< is left with denoising them.
};

struct EncoderOptions {
  Coefficients coefficients = Coefficients::head;
  std::int64_t window = 50;    ///< Points of a sample.
  std::int64_t stride = 1;     ///< Points between the beginnings of neighbouring samples.
  std::int64_t hidden = 1024;  ///< Width of the hidden layers.
  std::int64_t code = 64;      ///< Length of the learned vector that the head maps to coefficients.
  std::int64_t orders = 3;     ///< K of the solver.
  Smoothness smoothness = Smoothness::taylor;
  SolverOptions solver = {};
  double threshold = 0.1;           ///< Smaller coefficients are dropped.
  double contribution = 0;          ///< As Options::contribution; of projections only.
  std::int64_t round_epochs = 400;  ///< Epochs between two rounds of masking (head).
};

/// The objective that a Trainer minimises: the mean of (y - data)^2 plus that of (var - data)^2,
/// where var = encoder(window) are the smoothed states and y solves y' = terms(var) xi,
/// y(0) = var(0), one scalar ODE a variable; all systems share one matrix. Samples are the windows
/// of all trajectories.
template <class ExecutionSpace>
class EncoderObjective final : public network::Objective<double, ExecutionSpace> {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using ParameterSet = network::Parameters<double, ExecutionSpace>;

  /// Adds the parameters "encoder..." and, if there is one, "head..." to the layout. The steps of
  /// the data must be equal, the link of the model the identity; else InvalidArgument.
  EncoderObjective(ExecutionSpace const& space, network::ParameterLayout& layout,
                   Trajectories const& data, Model candidates, EncoderOptions const& options);

  std::int64_t samples() const override { return static_cast<std::int64_t>(starts_.size()); }
  std::vector<std::string> loss_names() const override { return {"loss", "solution", "states"}; }
  void reserve(std::int64_t samples) override;
  void evaluate(ExecutionSpace const& space, ParameterSet const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override;

  /// Masks small coefficients at the beginning of every round but the first, or projects.
  void begin_epoch(ExecutionSpace const& space, ParameterSet const& parameters,
                   std::int64_t epoch) override;
  std::vector<double> state() const override;  ///< The mask, or the projected coefficients.
  void restore(std::span<double const> state) override;

  /// The equations as head or last projection have them.
  Model model(ExecutionSpace const& space, ParameterSet const& parameters);

  /// The encoder's states: (B, T, D), each point from one window.
  std::vector<double> states(ExecutionSpace const& space, ParameterSet const& parameters);

  /// The equations as the head has them, without standard errors.
  Discovery of_head(ExecutionSpace const& space, ParameterSet const& parameters);

  /// Variable projection on the encoder's states (on the data, with a warning, if that fits them
  /// better), whatever the coefficients came from: polishes after the training.
  Discovery polished(ExecutionSpace const& space, ParameterSet const& parameters);

 private:
  using Matrix = network::Matrix<double, MemorySpace>;
  using Storage = network::MatrixStorage<double, MemorySpace>;
  using Layer = network::Layer<double, ExecutionSpace>;
  using Solver = network::MechanisticLayer<double, double, ExecutionSpace>;
  template <class DataType>
  using Rows = Kokkos::View<DataType, Kokkos::LayoutRight, MemorySpace, Kokkos::MemoryUnmanaged>;

  void solve(ExecutionSpace const& space, std::int64_t count);
  void differentiate(ExecutionSpace const& space, std::int64_t count);
  void gather(ExecutionSpace const& space, std::span<std::int64_t const> starts);
  std::vector<double> coefficients(ExecutionSpace const& space, ParameterSet const& parameters);
  void set_coefficients(ExecutionSpace const& space, std::span<double const> values);
  /// Fits the data along these states (B, T, D).
  detail::Projection project(ExecutionSpace const& space, std::vector<double> states);
  /// The fit that leaves less of the data: along these states, or along the data themselves, which
  /// are better as long as the encoder has not learned.
  detail::Projection better_projection(ExecutionSpace const& space,
                                       std::vector<double> const& states, bool& of_data);

  EncoderOptions options_;
  Trajectories data_;
  Model model_;
  std::vector<std::int64_t> starts_;  // first point of every window, counted over all trajectories
  std::int64_t dims_;
  std::int64_t terms_;

  detail::TermTable<MemorySpace> table_;
  std::unique_ptr<Layer> encoder_;
  std::optional<detail::CoefficientHead<ExecutionSpace>> head_;
  std::vector<double> projected_;  // (P, D): what `state` gives where there is no head
  std::optional<detail::Projection> from_data_;
  Solver solver_;

  Storage series_;                                   // (all points, D)
  Kokkos::View<std::int64_t*, MemorySpace> chosen_;  // first points of a call's windows
  Kokkos::View<double*, MemorySpace> step_, one_;
  Storage windows_, states_, state_gradient_;  // (B, T D)
  Storage basis_, slopes_;                     // (B T, P), (B T, D): terms and dl/drhs
  Storage rhs_, rhs_gradient_;                 // (B D, T)
  Storage initial_, initial_gradient_;         // (B D, 1)
  Storage solution_, seed_;                    // (B D, T K)
  Storage xi_, xi_gradient_;                   // (1, P D)
};

}  // namespace smnn::discovery
