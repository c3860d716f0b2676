#include "smnn/forecast/mechanistic_forecast.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <utility>

#include "smnn/forecast/detail/arrange.hpp"
#include "smnn/forecast/detail/strided.hpp"
#include "smnn/network/layers/detail/elementwise.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::forecast {
namespace {

using detail::FieldShape;
using detail::strided;
using network::detail::for_rows;

}  // namespace

template <class Real, class ExecutionSpace>
MechanisticForecast<Real, ExecutionSpace>::MechanisticForecast(
    std::string const& name, Networks networks, MechanisticForecastOptions const& options)
    : Base("mechanistic forecast", name, options.levels * options.points,
           options.levels * options.points),
      options_(options),
      coefficient_head_{std::move(networks.coefficients), {}, {}},
      rhs_head_{std::move(networks.rhs), {}, {}},
      initial_head_{std::move(networks.initial_values), {}, {}},
      step_head_{std::move(networks.step), {}, {}},
      layer_(options.problem, options.solver) {
  if (options.levels < 2 || options.initial_orders < 2 || options.orders < options.initial_orders) {
    throw InvalidArgument(this->label() + ": levels " + std::to_string(options.levels) +
                          ", initial_orders " + std::to_string(options.initial_orders) +
                          ", orders " + std::to_string(options.orders) +
                          ", expected 2 or more levels and 2 <= initial_orders <= orders");
  }
  check("coefficients", coefficient_head_, options.levels * options.orders * options.points);
  check("rhs", rhs_head_, options.levels * options.points);
  check("initial_values", initial_head_, (options.initial_orders - 1) * options.points);
  check("step", step_head_, 1);
}

template <class Real, class ExecutionSpace>
void MechanisticForecast<Real, ExecutionSpace>::check(char const* what, Head const& head,
                                                      std::int64_t outputs) const {
  if (head.layer->inputs() == this->inputs() && head.layer->outputs() == outputs) return;
  throw InvalidArgument(this->label() + ": the network of " + what + " has " +
                        std::to_string(head.layer->inputs()) + " inputs and " +
                        std::to_string(head.layer->outputs()) + " outputs, expected " +
                        std::to_string(this->inputs()) + " and " + std::to_string(outputs));
}

template <class Real, class ExecutionSpace>
void MechanisticForecast<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  std::int64_t const levels = options_.levels;
  std::int64_t const orders = options_.orders;
  auto const storage = [&](std::string const& label, std::int64_t features) {
    return Storage(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                   static_cast<std::size_t>(samples), static_cast<std::size_t>(features));
  };
  for (Head* head : {&coefficient_head_, &rhs_head_, &initial_head_, &step_head_}) {
    head->layer->reserve(samples);
    head->values = storage("smnn::forecast_head", head->layer->outputs());
    head->gradient = storage("smnn::forecast_head_gradient", head->layer->outputs());
  }
  auto const array = [&](std::string const& label, std::int64_t channels) {
    return SystemArray{Kokkos::View<Real*, MemorySpace>(
                           Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                           static_cast<std::size_t>(channels * samples * options_.points)),
                       channels};
  };
  coefficients_ = array("smnn::forecast_coefficients", levels * orders);
  rhs_ = array("smnn::forecast_rhs", levels);
  initial_values_ = array("smnn::forecast_initial_values", options_.initial_orders);
  steps_ = array("smnn::forecast_steps", 1);
  solution_ = array("smnn::forecast_solution", levels * orders);
  coefficient_gradient_ = array("smnn::forecast_coefficient_gradient", levels * orders);
  rhs_gradient_ = array("smnn::forecast_rhs_gradient", levels);
  initial_gradient_ = array("smnn::forecast_initial_gradient", options_.initial_orders);
  step_gradient_ = array("smnn::forecast_step_gradient", 1);
  seed_ = array("smnn::forecast_seed", levels * orders);
  dx_part_ = storage("smnn::forecast_dx", this->inputs());
}

template <class Real, class ExecutionSpace>
typename MechanisticForecast<Real, ExecutionSpace>::Systems
MechanisticForecast<Real, ExecutionSpace>::systems(SystemArray const& array) const {
  return Systems(array.numbers.data(), static_cast<std::size_t>(array.channels),
                 static_cast<std::size_t>(samples_ * options_.points));
}

template <class Real, class ExecutionSpace>
template <class Arrays>
Arrays MechanisticForecast<Real, ExecutionSpace>::solver_inputs(SystemArray const& coefficients,
                                                                SystemArray const& rhs,
                                                                SystemArray const& initial_values,
                                                                SystemArray const& steps) const {
  std::int64_t const s = samples_ * options_.points;
  std::int64_t const t = options_.levels;
  std::int64_t const k = options_.orders;
  std::int64_t const k0 = options_.initial_orders;
  return {strided<decltype(Arrays::coefficients)>(coefficients.numbers.data(), {s, t, 1, 1, k},
                                                  {1, k * s, s, s, s}),
          strided<decltype(Arrays::rhs)>(rhs.numbers.data(), {s, 1, t, 1}, {1, s, s, s}),
          strided<decltype(Arrays::initial_values)>(initial_values.numbers.data(), {s, 1, 1, 1, k0},
                                                    {1, s, s, s, s}),
          strided<decltype(Arrays::steps)>(steps.numbers.data(), {s, 1}, {1, s})};
}

template <class Real, class ExecutionSpace>
template <class Array>
Array MechanisticForecast<Real, ExecutionSpace>::solution_array(SystemArray const& array) const {
  std::int64_t const s = samples_ * options_.points;
  std::int64_t const k = options_.orders;
  return strided<Array>(array.numbers.data(), {s, 1, options_.levels, 1, k}, {1, s, k * s, s, s});
}

template <class Real, class ExecutionSpace>
void MechanisticForecast<Real, ExecutionSpace>::run(Head const& head, ExecutionSpace const& space,
                                                    ParameterSet const& parameters,
                                                    Input const& x) const {
  head.layer->forward(space, parameters, x, network::first_rows(head.values, samples_));
}

template <class Real, class ExecutionSpace>
void MechanisticForecast<Real, ExecutionSpace>::run_back(Head const& head,
                                                         ExecutionSpace const& space,
                                                         ParameterSet const& parameters,
                                                         Input const& x, Output const& dx,
                                                         bool first) const {
  bool const wanted = dx.data() != nullptr;
  Output const part = !wanted ? Output() : first ? dx : network::first_rows(dx_part_, samples_);
  head.layer->backward(space, parameters, x, network::first_rows(head.values, samples_),
                       network::first_rows(head.gradient, samples_), part);
  if (wanted && !first) network::detail::add<Real>(space, dx, part, dx);
}

template <class Real, class ExecutionSpace>
void MechanisticForecast<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                            ParameterSet const& parameters,
                                                            Input const& x, Output const& y) {
  std::int64_t const levels = options_.levels;
  std::int64_t const points = options_.points;
  samples_ = static_cast<std::int64_t>(y.extent(0));
  {
    Kokkos::Profiling::ScopedRegion const region("smnn::forecast_networks");
    for (Head const* head : {&coefficient_head_, &rhs_head_, &initial_head_, &step_head_})
      run(*head, space, parameters, x);
  }
  auto const to_systems = [&](Real const* field, std::int64_t begin, std::int64_t count,
                              std::int64_t all, Real* systems) {
    FieldShape const shape{samples_, count, points};
    for_rows("smnn::forecast_to_systems", space, shape.rows(), points,
             detail::ToSystems<Real>{shape, begin, all, field, systems});
  };
  to_systems(coefficient_head_.values.data(), 0, coefficients_.channels, coefficients_.channels,
             coefficients_.numbers.data());
  to_systems(rhs_head_.values.data(), 0, levels, levels, rhs_.numbers.data());
  to_systems(x.data(), levels - 1, 1, levels, initial_values_.numbers.data());
  std::int64_t const learned = options_.initial_orders - 1;
  to_systems(initial_head_.values.data(), 0, learned, learned,
             initial_values_.numbers.data() + samples_ * points);
  for_rows("smnn::forecast_steps", space, samples_, points,
           detail::Spread<Real>{points, step_head_.values.data(), steps_.numbers.data()});
  layer_.forward(space, solver_inputs<Inputs>(coefficients_, rhs_, initial_values_, steps_),
                 solution_array<SolutionArray<Real, MemorySpace>>(solution_));
  FieldShape const shape{samples_, levels, points};
  for_rows("smnn::forecast_levels", space, shape.rows(), points,
           detail::FromSystems<Real>{shape, options_.orders, solution_.numbers.data(), y.data()});
}

template <class Real, class ExecutionSpace>
void MechanisticForecast<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                             ParameterSet const& parameters,
                                                             Input const& x, Input const&,
                                                             Input const& dy, Output const& dx) {
  using Gradients = InputArrays<Real, MemorySpace>;
  std::int64_t const levels = options_.levels;
  std::int64_t const points = options_.points;
  FieldShape const field{samples_, levels, points};
  for_rows("smnn::forecast_seed", space, samples_ * seed_.channels, points,
           detail::LevelSeeds<Real>{field, options_.orders, dy.data(), seed_.numbers.data()});
  layer_.backward(space, solution_array<SolutionArray<Real const, MemorySpace>>(seed_),
                  solver_inputs<Gradients>(coefficient_gradient_, rhs_gradient_, initial_gradient_,
                                           step_gradient_));
  auto const from_systems = [&](Real const* systems, std::int64_t channels, Real* to) {
    FieldShape const shape{samples_, channels, points};
    for_rows("smnn::forecast_from_systems", space, shape.rows(), points,
             detail::FromSystems<Real>{shape, 1, systems, to});
  };
  from_systems(coefficient_gradient_.numbers.data(), coefficients_.channels,
               coefficient_head_.gradient.data());
  from_systems(rhs_gradient_.numbers.data(), levels, rhs_head_.gradient.data());
  from_systems(initial_gradient_.numbers.data() + samples_ * points, options_.initial_orders - 1,
               initial_head_.gradient.data());
  detail::sum_over_points<Real>(space, samples_, points, step_gradient_.numbers.data(),
                                step_head_.gradient.data());
  Kokkos::Profiling::ScopedRegion const region("smnn::forecast_networks_backward");
  run_back(coefficient_head_, space, parameters, x, dx, true);
  run_back(rhs_head_, space, parameters, x, dx, false);
  run_back(initial_head_, space, parameters, x, dx, false);
  run_back(step_head_, space, parameters, x, dx, false);
  if (dx.data() == nullptr) return;
  for_rows(
      "smnn::forecast_last_level", space, samples_, points,
      detail::AddToChannel<Real>{field, levels - 1, initial_gradient_.numbers.data(), dx.data()});
}

#define SMNN_MECHANISTIC_FORECAST(Real, ExecutionSpace) \
  template class MechanisticForecast<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_MECHANISTIC_FORECAST)

}  // namespace smnn::forecast
