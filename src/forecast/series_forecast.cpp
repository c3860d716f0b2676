#include "smnn/forecast/series_forecast.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <utility>

#include "smnn/forecast/detail/strided.hpp"
#include "smnn/network/layers/detail/elementwise.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::forecast {
namespace {

using detail::strided;
using network::detail::for_rows;

// Order 0 at the points that are forecast: to the outputs.
template <class Real>
struct Forecasts {
  std::int64_t initial_steps, points, orders;
  Real const* solution;
  Real* forecast;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = solution + (row * points + initial_steps) * orders;
    Real* const target = forecast + row * (points - initial_steps);
    for (std::int64_t t = begin; t < end; ++t) target[t] = source[t * orders];
  }
};

// Its transpose.
template <class Real>
struct ForecastSeeds {
  std::int64_t initial_steps, points, orders;
  Real const* gradient;
  Real* seed;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = gradient + row * (points - initial_steps);
    Real* const target = seed + row * points * orders;
    for (std::int64_t i = begin; i < end; ++i) {
      std::int64_t const t = i / orders;
      bool const forecast = t >= initial_steps && i == t * orders;
      target[i] = forecast ? source[t - initial_steps] : Real(0);
    }
  }
};

// Adds the gradient of the initial values to that of the window's last values.
template <class Real>
struct AddInitialGradient {
  std::int64_t inputs, first, initial_steps;
  Real const* initial;
  Real* gradient;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = initial + row * initial_steps;
    Real* const target = gradient + row * inputs + first;
    for (std::int64_t t = begin; t < end; ++t) target[t] += source[t];
  }
};

// Inputs that are all constant over time do not tell how long it is.
ProblemOptions over_all_points(SeriesForecastOptions const& options) {
  ProblemOptions problem = options.problem;
  problem.time_points = options.points();
  return problem;
}

}  // namespace

template <class Real, class ExecutionSpace>
SeriesForecast<Real, ExecutionSpace>::SeriesForecast(std::string const& name, Networks networks,
                                                     SeriesForecastOptions const& options)
    : Base("series forecast", name, options.inputs(), options.horizon),
      options_(options),
      encoder_{std::move(networks.encoder), {}, {}},
      coefficients_{std::move(networks.coefficients), {}, {}},
      rhs_{std::move(networks.rhs), {}, {}},
      steps_{std::move(networks.steps), {}, {}},
      layer_(over_all_points(options), options.solver) {
  if (options.initial_steps < 1 || options.initial_steps > options.window || options.orders < 2 ||
      options.features < 0) {
    throw InvalidArgument(
        this->label() + ": window " + std::to_string(options.window) + ", features " +
        std::to_string(options.features) + ", initial_steps " +
        std::to_string(options.initial_steps) + ", orders " + std::to_string(options.orders) +
        ", expected 1 <= initial_steps <= window, 2 or more orders, 0 or more features");
  }
  std::int64_t const code = encoder_.layer->outputs();
  check("the encoder", encoder_, options.inputs(), code);
  check("coefficients", coefficients_, code, options.coefficients());
  check("rhs", rhs_, code, options.rhs());
  check("steps", steps_, code, options.steps());
}

template <class Real, class ExecutionSpace>
void SeriesForecast<Real, ExecutionSpace>::check(char const* what, Head const& head,
                                                 std::int64_t inputs, std::int64_t outputs) const {
  if (head.layer->inputs() == inputs && head.layer->outputs() == outputs) return;
  throw InvalidArgument(this->label() + ": the network of " + what + " has " +
                        std::to_string(head.layer->inputs()) + " inputs and " +
                        std::to_string(head.layer->outputs()) + " outputs, expected " +
                        std::to_string(inputs) + " and " + std::to_string(outputs));
}

template <class Real, class ExecutionSpace>
void SeriesForecast<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  auto const storage = [&](std::string const& label, std::int64_t features) {
    return Storage(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                   static_cast<std::size_t>(samples), static_cast<std::size_t>(features));
  };
  for (Head* head : {&encoder_, &coefficients_, &rhs_, &steps_}) {
    head->layer->reserve(samples);
    head->values = storage("smnn::series_head", head->layer->outputs());
    head->gradient = storage("smnn::series_head_gradient", head->layer->outputs());
  }
  solution_ = storage("smnn::series_solution", options_.points() * options_.orders);
  seed_ = storage("smnn::series_seed", options_.points() * options_.orders);
  code_part_ = storage("smnn::series_code_part", encoder_.layer->outputs());
  initial_gradient_ = storage("smnn::series_initial_gradient", options_.initial_steps);
}

template <class Real, class ExecutionSpace>
template <class Arrays>
Arrays SeriesForecast<Real, ExecutionSpace>::solver_arrays(Output const& coefficients,
                                                           Output const& rhs,
                                                           Output const& steps) const {
  std::int64_t const s = samples_;
  std::int64_t const t = options_.points();
  std::int64_t const k = options_.orders;
  std::int64_t const times = options_.constant_coefficients ? 1 : t;
  std::int64_t const rhs_times = options_.rhs();
  std::int64_t const lengths = options_.steps();
  Arrays arrays;
  arrays.coefficients = strided<decltype(Arrays::coefficients)>(
      coefficients.data(), {s, times, 1, 1, k}, {times * k, k, k, k, 1});
  arrays.rhs = strided<decltype(Arrays::rhs)>(rhs.data(), {s, 1, rhs_times, 1},
                                              {rhs_times, rhs_times, 1, 1});
  arrays.steps = strided<decltype(Arrays::steps)>(steps.data(), {s, lengths}, {lengths, 1});
  return arrays;
}

template <class Real, class ExecutionSpace>
template <class Array, class Pointer>
Array SeriesForecast<Real, ExecutionSpace>::initial_values(Pointer data, std::int64_t row) const {
  return strided<Array>(data, {samples_, 1, options_.initial_steps, 1, 1}, {row, row, 1, 1, 1});
}

template <class Real, class ExecutionSpace>
template <class Array>
Array SeriesForecast<Real, ExecutionSpace>::solution_array(Storage const& storage) const {
  std::int64_t const t = options_.points();
  std::int64_t const k = options_.orders;
  return strided<Array>(storage.data(), {samples_, 1, t, 1, k}, {t * k, t * k, k, k, 1});
}

template <class Real, class ExecutionSpace>
void SeriesForecast<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                       ParameterSet const& parameters,
                                                       Input const& x, Output const& y) {
  samples_ = static_cast<std::int64_t>(y.extent(0));
  {
    Kokkos::Profiling::ScopedRegion const region("smnn::forecast_networks");
    encoder_.layer->forward(space, parameters, x, of(encoder_));
    for (Head const* head : {&coefficients_, &rhs_, &steps_})
      head->layer->forward(space, parameters, of(encoder_), of(*head));
  }
  using Inputs = InputArrays<Real const, MemorySpace>;
  auto inputs = solver_arrays<Inputs>(of(coefficients_), of(rhs_), of(steps_));
  inputs.initial_values = initial_values<decltype(inputs.initial_values)>(
      x.data() + options_.window - options_.initial_steps, options_.inputs());
  layer_.forward(space, inputs, solution_array<SolutionArray<Real, MemorySpace>>(solution_));
  for_rows("smnn::series_forecast", space, samples_, options_.horizon,
           Forecasts<Real>{options_.initial_steps, options_.points(), options_.orders,
                           solution_.data(), y.data()});
}

template <class Real, class ExecutionSpace>
void SeriesForecast<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                        ParameterSet const& parameters,
                                                        Input const& x, Input const&,
                                                        Input const& dy, Output const& dx) {
  for_rows("smnn::series_seed", space, samples_, options_.points() * options_.orders,
           ForecastSeeds<Real>{options_.initial_steps, options_.points(), options_.orders,
                               dy.data(), seed_.data()});
  bool const wanted = dx.data() != nullptr;
  auto gradients = solver_arrays<InputArrays<Real, MemorySpace>>(
      gradient_of(coefficients_), gradient_of(rhs_), gradient_of(steps_));
  if (wanted) {
    gradients.initial_values = initial_values<decltype(gradients.initial_values)>(
        initial_gradient_.data(), options_.initial_steps);
  }
  layer_.backward(space, solution_array<SolutionArray<Real const, MemorySpace>>(seed_), gradients);

  Kokkos::Profiling::ScopedRegion const region("smnn::forecast_networks_backward");
  Output const code = gradient_of(encoder_);
  Output const part = network::first_rows(code_part_, samples_);
  coefficients_.layer->backward(space, parameters, of(encoder_), of(coefficients_),
                                gradient_of(coefficients_), code);
  for (Head const* head : {&rhs_, &steps_}) {
    head->layer->backward(space, parameters, of(encoder_), of(*head), gradient_of(*head), part);
    network::detail::add<Real>(space, code, part, code);
  }
  Input const penalty = std::exchange(code_gradient_, Input());
  if (penalty.data() != nullptr) network::detail::add<Real>(space, code, penalty, code);
  encoder_.layer->backward(space, parameters, x, of(encoder_), code, dx);
  if (!wanted) return;
  for_rows("smnn::series_initial_gradient", space, samples_, options_.initial_steps,
           AddInitialGradient<Real>{options_.inputs(), options_.window - options_.initial_steps,
                                    options_.initial_steps, initial_gradient_.data(), dx.data()});
}

#define SMNN_SERIES_FORECAST(Real, ExecutionSpace) \
  template class SeriesForecast<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_SERIES_FORECAST)

}  // namespace smnn::forecast
