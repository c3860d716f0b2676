/// @file
/// Forecasts of a field by an ODE at every point, whose coefficients networks read off its past.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/network/layers/layer_base.hpp"
#include "smnn/network/mechanistic_layer.hpp"

namespace smnn::forecast {

struct MechanisticForecastOptions {
  std::int64_t levels = 10;         ///< T, of the input and of the output.
  std::int64_t points = 256;        ///< X, of this rank.
  std::int64_t orders = 5;          ///< K: derivatives 0 .. K-1.
  std::int64_t initial_orders = 4;  ///< K0: those that have an initial value.
  ProblemOptions problem = {};
  SolverOptions solver = {};
};

/// What the ODEs are made of, each from all that is known, (levels, points), channels first:
template <class Real, class ExecutionSpace>
struct ForecastNetworks {
  network::LayerPointer<Real, ExecutionSpace> coefficients;    ///< To (T K, X).
  network::LayerPointer<Real, ExecutionSpace> rhs;             ///< To (T, X).
  network::LayerPointer<Real, ExecutionSpace> initial_values;  ///< To (K0-1, X): orders 1 .. K0-1.
  network::LayerPointer<Real, ExecutionSpace> step;            ///< To 1, positive.
};

/// One linear ODE per point of the field (Pervez et al. 2024, Section 5.3; Chen et al. 2025): from
/// T consecutive levels u(t, x) to the last of them and the T-1 that follow,
///
///     sum_r c_r(t, x) d^r u / dt^r = f(t, x),   t = 0 .. T-1,
///     u(0, x) = the last level, d^r u / dt^r (0, x) = i_r(x) for r < K0,
///
/// with steps of one length per sample, in a time of the ODE's own. Input and output: (T, X).
///
/// With an axis that ranks share, the networks do what is to be done along it; the ODEs do not
/// touch. `backward` hands the step's network this rank's part of its gradient.
template <class Real, class ExecutionSpace>
class MechanisticForecast : public network::LayerBase<Real, ExecutionSpace> {
 public:
  using Base = network::LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;
  using Networks = ForecastNetworks<Real, ExecutionSpace>;

  /// Throws InvalidArgument if a number is not positive, K0 is more than K, or a network has other
  /// inputs or outputs. The name is for messages only.
  MechanisticForecast(std::string const& name, Networks networks,
                      MechanisticForecastOptions const& options);

  /// Of the last `forward`, (channels, samples X), neighbouring points adjacent: coefficients
  /// (T K, ...), right-hand sides (T, ...), initial values (K0, ...), steps (1, ...).
  using Systems = network::Matrix<Real const, MemorySpace>;
  Systems coefficients() const { return systems(coefficients_); }
  Systems rhs() const { return systems(rhs_); }
  Systems initial_values() const { return systems(initial_values_); }
  Systems steps() const { return systems(steps_); }
  /// Solution and its derivatives, (T K, samples X).
  Systems solution() const { return systems(solution_); }

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Storage = network::MatrixStorage<Real, MemorySpace>;
  using Inputs = typename network::MechanisticLayer<Real, double, ExecutionSpace>::Inputs;
  // (channels, systems), of as many systems as the last batch has.
  struct SystemArray {
    Kokkos::View<Real*, MemorySpace> numbers;
    std::int64_t channels = 0;
  };
  // A network, what it has said, and the gradient of that.
  struct Head {
    network::LayerPointer<Real, ExecutionSpace> layer;
    Storage values, gradient;
  };

  void check(char const* what, Head const& head, std::int64_t outputs) const;
  void run(Head const& head, ExecutionSpace const& space, ParameterSet const& parameters,
           Input const& x) const;
  // Backward through a head whose gradient is there; adds to dx unless it is empty.
  void run_back(Head const& head, ExecutionSpace const& space, ParameterSet const& parameters,
                Input const& x, Output const& dx, bool first) const;
  Systems systems(SystemArray const& array) const;
  template <class Arrays>
  Arrays solver_inputs(SystemArray const& coefficients, SystemArray const& rhs,
                       SystemArray const& initial_values, SystemArray const& steps) const;
  template <class Array>
  Array solution_array(SystemArray const& array) const;

  MechanisticForecastOptions options_;
  Head coefficient_head_, rhs_head_, initial_head_, step_head_;
  network::MechanisticLayer<Real, double, ExecutionSpace> layer_;
  std::int64_t samples_ = 0;  // of the last `forward`
  SystemArray coefficients_, rhs_, initial_values_, steps_, solution_;
  SystemArray coefficient_gradient_, rhs_gradient_, initial_gradient_, step_gradient_, seed_;
  Storage dx_part_;
};

}  // namespace smnn::forecast
