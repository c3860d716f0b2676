/// Curves that are solutions of learned ODEs: one scalar linear ODE per series, whose coefficients
/// and steps change from point to point and are the parameters.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <smnn/network/mechanistic_layer.hpp>
#include <smnn/network/training/objective.hpp>
#include <vector>

#include "fit/data.hpp"

namespace smnn::drivers::fitting {

struct CurveFitOptions {
  std::int64_t orders = 3;  // K: the ODE's order is K - 1
  double rhs = 1;
  // Of the coefficients at the start. The published example starts from mean 0 and deviation 1 and
  // ends closer to the noisy data, further from the truth.
  double start_mean = 0.5;
  double start_deviation = 0.1;
  bool learn_steps = true;
  Smoothness smoothness = Smoothness::taylor;
  SolverOptions solver = {};
};

/// Every step may become ten times as long as the data's, as in the published example, where it is
/// the sigmoid of a parameter and starts at 0.1.
inline constexpr double largest_step_factor = 10;

/// What was learned, in the data's units; time is the ODE's own, of the learned steps.
struct Fit {
  std::int64_t orders = 0;
  std::vector<double> solution;      // (S, T, K)
  std::vector<double> coefficients;  // (S, T, K), of the scaled series: sum c_r y^(r) = rhs
  std::vector<double> steps;         // (S, T-1)
};

/// Samples are the series; they are not shuffled.
class CurveFit final : public network::Objective<double, Kokkos::DefaultExecutionSpace> {
 public:
  using Space = Kokkos::DefaultExecutionSpace;
  using Memory = Space::memory_space;

  /// Adds "coefficients" (S, T, K) and, if steps are learned, "step_logits" (S, T-1) to the layout.
  CurveFit(Space const& space, network::ParameterLayout& layout, Data const& data,
           Scaling const& scaling, CurveFitOptions const& options);

  std::int64_t samples() const override { return series_; }
  std::vector<std::string> loss_names() const override { return {"squares"}; }
  void evaluate(Space const& space, ParameterSet const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override;

  /// Of all series, by the parameters as they are.
  Fit fit(Space const& space, ParameterSet const& parameters);

 private:
  using Layer = network::MechanisticLayer<double, double, Space>;
  using Buffer = Kokkos::View<double*, Memory>;
  struct Range {
    std::int64_t first;
    std::int64_t count;
  };

  void solve(Space const& space, ParameterSet const& parameters, Range range);
  void differentiate(Space const& space, ParameterSet const& parameters, Range range);

  CurveFitOptions options_;
  Scaling scaling_;
  std::int64_t series_;
  std::int64_t points_;
  std::int64_t coefficients_offset_;
  std::int64_t logits_offset_ = 0;
  Layer layer_;
  Buffer data_;      // (S, T), scaled
  Buffer spacing_;   // (T-1), of the data
  Buffer rhs_;       // one number
  Buffer steps_;     // (S, T-1)
  Buffer solution_;  // (S, T, K)
  Buffer seed_;      // likewise
  Buffer coefficient_gradient_, step_gradient_;
};

}  // namespace smnn::drivers::fitting
