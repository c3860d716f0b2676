#include "smnn/network/layers/activation.hpp"

#include <cmath>
#include <sstream>

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

template <class Real, class Function>
struct Values {
  Function function;
  Real const* x;
  Real* y;
  KOKKOS_FUNCTION void operator()(std::int64_t begin, std::int64_t end) const {
    for (std::int64_t i = begin; i < end; ++i) y[i] = function.value(x[i]);
  }
};

template <class Real, class Function>
struct Derivatives {
  Function function;
  Real const* at;  // y, or x
  Real const* dy;
  Real* dx;
  KOKKOS_FUNCTION void operator()(std::int64_t begin, std::int64_t end) const {
    for (std::int64_t i = begin; i < end; ++i) dx[i] = function.backward(at[i], dy[i]);
  }
};

template <class Function>
constexpr bool differentiates_at_input = requires {
  Function::differentiates_at_input;
};

}  // namespace

template <class Real>
SigmoidFunction<Real>::SigmoidFunction(double low, double high)
    : SigmoidFunction(low, high, low + (high - low) / 2) {}

template <class Real>
SigmoidFunction<Real>::SigmoidFunction(double low, double high, double start)
    : low_(static_cast<Real>(low)), high_(static_cast<Real>(high)) {
  if (!(low < start && start < high)) {
    std::ostringstream out;
    out << "sigmoid: low " << low << ", start " << start << ", high " << high
        << ", expected ascending numbers";
    throw InvalidArgument(out.str());
  }
  shift_ = static_cast<Real>(std::log((start - low) / (high - start)));
}

template <class Real, class ExecutionSpace, class Function>
Activation<Real, ExecutionSpace, Function>::Activation(std::string const& name,
                                                       std::int64_t features,
                                                       Function const& function)
    : Base(Function::kind, name, features, features), function_(function) {}

template <class Real, class ExecutionSpace, class Function>
void Activation<Real, ExecutionSpace, Function>::run_forward(ExecutionSpace const& space,
                                                             ParameterSet const&, Input const& x,
                                                             Output const& y) {
  detail::for_ranges("smnn::activation", space, static_cast<std::int64_t>(y.size()),
                     Values<Real, Function>{function_, x.data(), y.data()});
}

template <class Real, class ExecutionSpace, class Function>
void Activation<Real, ExecutionSpace, Function>::run_backward(ExecutionSpace const& space,
                                                              ParameterSet const&, Input const& x,
                                                              Input const& y, Input const& dy,
                                                              Output const& dx) {
  if (dx.data() == nullptr) return;
  Real const* const at = differentiates_at_input<Function> ? x.data() : y.data();
  detail::for_ranges("smnn::activation_backward", space, static_cast<std::int64_t>(y.size()),
                     Derivatives<Real, Function>{function_, at, dy.data(), dx.data()});
}

template class SigmoidFunction<double>;
template class SigmoidFunction<float>;

#define SMNN_ACTIVATION(Real, ExecutionSpace)                             \
  template class Activation<Real, ExecutionSpace, ReluFunction<Real>>;    \
  template class Activation<Real, ExecutionSpace, TanhFunction<Real>>;    \
  template class Activation<Real, ExecutionSpace, SigmoidFunction<Real>>; \
  template class Activation<Real, ExecutionSpace, GeluFunction<Real>>;
SMNN_INSTANTIATE(SMNN_ACTIVATION)

}  // namespace smnn::network
