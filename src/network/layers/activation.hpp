/// @file
/// Functions of each feature: ReLU, tanh, sigmoid, GELU.
#pragma once

#include <string>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// max(x, 0), with derivative 0 at 0; NaN stays NaN.
template <class Real>
struct ReluFunction {
  KOKKOS_FUNCTION Real value(Real x) const { return x < 0 ? Real(0) : x; }
  /// dl/dx from y and dl/dy.
  KOKKOS_FUNCTION Real backward(Real y, Real dy) const { return y > 0 ? dy : Real(0); }
  static constexpr char const* kind = "relu";
};

template <class Real>
struct TanhFunction {
  KOKKOS_FUNCTION Real value(Real x) const { return Kokkos::tanh(x); }
  KOKKOS_FUNCTION Real backward(Real y, Real dy) const { return dy * (1 - y * y); }
  static constexpr char const* kind = "tanh";
};

/// The logistic function between two bounds: low + (high - low) / (1 + exp(-(x + shift))).
template <class Real>
class SigmoidFunction {
 public:
  /// From 0 to 1.
  SigmoidFunction() = default;
  /// From low to high. Throws InvalidArgument if low is not below high.
  SigmoidFunction(double low, double high);
  /// Shifted such that x = 0 gives `start`: "steps that start at .1". Throws InvalidArgument if
  /// that is not between low and high.
  SigmoidFunction(double low, double high, double start);

  KOKKOS_FUNCTION Real value(Real x) const {
    return low_ + (high_ - low_) / (1 + Kokkos::exp(-(x + shift_)));
  }
  KOKKOS_FUNCTION Real backward(Real y, Real dy) const {
    return dy * (y - low_) * (high_ - y) / (high_ - low_);
  }
  static constexpr char const* kind = "sigmoid";

 private:
  Real low_ = 0;
  Real high_ = 1;
  Real shift_ = 0;
};

/// x P(Z < x) for a standard normal Z: x / 2 (1 + erf(x / sqrt(2))), without the approximation by
/// tanh (Hendrycks and Gimpel, "Gaussian error linear units", 2016).
template <class Real>
struct GeluFunction {
  KOKKOS_FUNCTION Real value(Real x) const { return x * probability(x); }
  /// dl/dx from x, since y does not tell it, and dl/dy.
  KOKKOS_FUNCTION Real backward(Real x, Real dy) const {
    Real const density = Real(0.398942280401432678) * Kokkos::exp(Real(-0.5) * x * x);
    return dy * (probability(x) + x * density);
  }
  static constexpr char const* kind = "gelu";
  static constexpr bool differentiates_at_input = true;

 private:
  KOKKOS_FUNCTION static Real probability(Real x) {
    return Real(0.5) * (1 + Kokkos::erf(Real(0.707106781186547524) * x));
  }
};

/// y = function(x), feature by feature. Functions whose derivative is not one of y say that it
/// takes x.
template <class Real, class ExecutionSpace, class Function>
class Activation : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// The name is for messages only.
  Activation(std::string const& name, std::int64_t features, Function const& function = {});

 protected:
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  Function function_;
};

template <class Real, class ExecutionSpace>
using Relu = Activation<Real, ExecutionSpace, ReluFunction<Real>>;
template <class Real, class ExecutionSpace>
using Tanh = Activation<Real, ExecutionSpace, TanhFunction<Real>>;
template <class Real, class ExecutionSpace>
using Sigmoid = Activation<Real, ExecutionSpace, SigmoidFunction<Real>>;
template <class Real, class ExecutionSpace>
using Gelu = Activation<Real, ExecutionSpace, GeluFunction<Real>>;

}  // namespace smnn::network
