/// @file
/// Forecasts of a series by an ODE whose coefficients a network reads off its past.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/network/layers/layer_base.hpp"
#include "smnn/network/mechanistic_layer.hpp"

namespace smnn::forecast {

struct SeriesForecastOptions {
  std::int64_t window = 48;   ///< W: values of the past that are seen.
  std::int64_t features = 0;  ///< Further numbers of a sample, behind its window.
  std::int64_t horizon = 48;  ///< H: values that follow.
  std::int64_t initial_steps =
      10;                   ///< T0: last values of the window that the solution starts from.
  std::int64_t orders = 3;  ///< K: derivatives 0 .. K-1.
  bool constant_coefficients = false;  ///< K of a sample, else K at each time.
  bool constant_rhs = false;           ///< One right-hand side of a sample, else one at each time.
  bool one_step = false;               ///< One step size of a sample, else one of each step.
  ProblemOptions problem = {};
  SolverOptions solver = {};

  /// T: points in time of the ODE.
  std::int64_t points() const { return initial_steps + horizon; }
  std::int64_t inputs() const { return window + features; }
  std::int64_t coefficients() const { return constant_coefficients ? orders : points() * orders; }
  std::int64_t rhs() const { return constant_rhs ? 1 : points(); }
  std::int64_t steps() const { return one_step ? 1 : points() - 1; }
};

/// The encoder sees window and features and gives a code of few numbers; the others see the code.
template <class Real, class ExecutionSpace>
struct SeriesNetworks {
  network::LayerPointer<Real, ExecutionSpace> encoder;       ///< From W + features.
  network::LayerPointer<Real, ExecutionSpace> coefficients;  ///< To T K, or K.
  network::LayerPointer<Real, ExecutionSpace> rhs;           ///< To T, or 1.
  network::LayerPointer<Real, ExecutionSpace> steps;         ///< To T-1, or 1; positive.
};

/// One linear ODE per sample, as in the climate experiment of Chen et al. 2025 (S-MNN),
///
///     sum_r c_r(t) d^r y / dt^r = f(t),   t = 0 .. T-1,   T = T0 + H,
///     y(t) = the window's last T0 values for t < T0,
///
/// with steps of the ODE's own. Inputs: (W + features); outputs: y(T0) .. y(T-1), the H values that
/// follow the window.
template <class Real, class ExecutionSpace>
class SeriesForecast : public network::LayerBase<Real, ExecutionSpace> {
 public:
  using Base = network::LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;
  using Networks = SeriesNetworks<Real, ExecutionSpace>;

  /// Throws InvalidArgument if a number is out of range or a network has other inputs or outputs.
  /// The name is for messages only.
  SeriesForecast(std::string const& name, Networks networks, SeriesForecastOptions const& options);

  SeriesForecastOptions const& options() const { return options_; }
  std::int64_t code_size() const { return encoder_.layer->outputs(); }

  /// Of the last `forward`, a row per sample.
  Input codes() const { return of(encoder_); }
  Input coefficients() const { return of(coefficients_); }
  Input rhs() const { return of(rhs_); }
  Input steps() const { return of(steps_); }
  Input solution() const { return network::first_rows(solution_, samples_); }  ///< (T K)

  /// The next `backward` adds this to dl/d(codes), once: what a penalty on the codes brings. Must
  /// stay until then.
  void add_code_gradient(Input const& gradient) { code_gradient_ = gradient; }

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Storage = network::MatrixStorage<Real, MemorySpace>;
  // A network, what it has said, and the gradient of that.
  struct Head {
    network::LayerPointer<Real, ExecutionSpace> layer;
    Storage values, gradient;
  };

  void check(char const* what, Head const& head, std::int64_t inputs, std::int64_t outputs) const;
  Output of(Head const& head) const { return network::first_rows(head.values, samples_); }
  Output gradient_of(Head const& head) const {
    return network::first_rows(head.gradient, samples_);
  }
  template <class Arrays>
  Arrays solver_arrays(Output const& coefficients, Output const& rhs, Output const& steps) const;
  template <class Array, class Pointer>
  Array initial_values(Pointer data, std::int64_t row) const;
  template <class Array>
  Array solution_array(Storage const& storage) const;

  SeriesForecastOptions options_;
  Head encoder_, coefficients_, rhs_, steps_;
  network::MechanisticLayer<Real, double, ExecutionSpace> layer_;
  std::int64_t samples_ = 0;  // of the last `forward`
  Storage solution_, seed_, code_part_, initial_gradient_;
  Input code_gradient_;
};

}  // namespace smnn::forecast
