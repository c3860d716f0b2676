#include "smnn/network/optimiser/adam.hpp"

#include <cmath>
#include <string>

#include "smnn/network/detail/require_option.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

namespace {

// One step for one entry. Scalars are worked out on the host in double, as PyTorch does.
template <class Real>
struct AdamStep {
  Real* value;
  Real const* gradient;
  Real* first;
  Real* second;
  Real gradient_factor;
  Real penalty;      // weight decay added to the gradient
  Real shrink;       // what decoupled decay leaves of a value
  Real complement1;  // 1 - beta1
  Real beta2;
  Real complement2;
  Real step_size;  // learning rate / (1 - beta1^steps)
  Real root;       // 1 / sqrt(1 - beta2^steps)
  Real epsilon;

  KOKKOS_INLINE_FUNCTION void operator()(std::int64_t i) const {
    Real const decayed = value[i] * shrink;
    Real const g = gradient_factor * gradient[i] + penalty * value[i];
    Real const m = first[i] + complement1 * (g - first[i]);
    Real const v = beta2 * second[i] + complement2 * g * g;
    first[i] = m;
    second[i] = v;
    value[i] = decayed - step_size * m / (Kokkos::sqrt(v) * root + epsilon);
  }
};

}  // namespace

void check(AdamOptions const& options) {
  auto const require = [](bool holds, char const* option, double got, char const* expected) {
    detail::require_option(holds, "Adam", option, got, expected);
  };
  require(options.learning_rate > 0 && std::isfinite(options.learning_rate), "learning_rate",
          options.learning_rate, "a positive number");
  require(options.beta1 >= 0 && options.beta1 < 1, "beta1", options.beta1, "one in [0, 1)");
  require(options.beta2 >= 0 && options.beta2 < 1, "beta2", options.beta2, "one in [0, 1)");
  require(options.epsilon >= 0 && std::isfinite(options.epsilon), "epsilon", options.epsilon,
          "a number not below 0");
  require(options.weight_decay >= 0 && std::isfinite(options.weight_decay), "weight_decay",
          options.weight_decay, "a number not below 0");
}

template <class Real, class ExecutionSpace>
Adam<Real, ExecutionSpace>::Adam(ExecutionSpace const& space, std::int64_t size,
                                 AdamOptions const& options)
    : options_(options),
      first_moment_(Kokkos::view_alloc(space, "smnn::adam_first_moment"),
                    static_cast<std::size_t>(size)),
      second_moment_(Kokkos::view_alloc(space, "smnn::adam_second_moment"),
                     static_cast<std::size_t>(size)) {
  check(options);
}

template <class Real, class ExecutionSpace>
void Adam<Real, ExecutionSpace>::step(ExecutionSpace const& space, ParameterSet const& parameters,
                                      double learning_rate, double gradient_factor) {
  if (parameters.values().extent(0) != first_moment_.extent(0)) {
    throw InvalidArgument("Adam: got " + std::to_string(parameters.size()) +
                          " parameters, expected the " + std::to_string(first_moment_.extent(0)) +
                          " that it was made for");
  }
  ++steps_;
  auto const real = [](double x) { return static_cast<Real>(x); };
  auto const steps = static_cast<double>(steps_);
  double const decay = options_.weight_decay;
  bool const decoupled = options_.decoupled_decay;
  AdamStep<Real> const body{parameters.values().data(),
                            parameters.gradients().data(),
                            first_moment_.data(),
                            second_moment_.data(),
                            real(gradient_factor),
                            real(decoupled ? 0 : decay),
                            real(decoupled ? 1 - learning_rate * decay : 1),
                            real(1 - options_.beta1),
                            real(options_.beta2),
                            real(1 - options_.beta2),
                            real(learning_rate / (1 - std::pow(options_.beta1, steps))),
                            real(1 / std::sqrt(1 - std::pow(options_.beta2, steps))),
                            real(options_.epsilon)};
  Kokkos::parallel_for("smnn::adam",
                       Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(
                           space, 0, static_cast<std::int64_t>(parameters.values().extent(0))),
                       body);
}

#define SMNN_ADAM(Real, ExecutionSpace) template class Adam<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_ADAM)

}  // namespace smnn::network
