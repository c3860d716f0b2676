#include "validate/run.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cmath>
#include <limits>

namespace smnn::drivers::validation {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

template <class DataType>
using DeviceView = Kokkos::View<DataType, Kokkos::LayoutRight, Memory>;

/// A device copy of the host's row-major values.
template <class DataType, class... Extents>
DeviceView<DataType> upload(char const* label, std::vector<double> const& values,
                            Extents... extents) {
  using Real = typename DeviceView<DataType>::value_type;
  DeviceView<DataType> const device(label, static_cast<std::size_t>(extents)...);
  auto const host = Kokkos::create_mirror_view(device);
  std::transform(values.begin(), values.end(), host.data(),
                 [](double value) { return static_cast<Real>(value); });
  Kokkos::deep_copy(device, host);
  return device;
}

template <class View>
auto download(View const& view) {
  return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
}

/// NaN only if all are.
template <class View>
double largest(View const& view) {
  auto const host = download(view);
  double result = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t i = 0; i < host.extent(0); ++i)
    result = std::fmax(result, static_cast<double>(host(i)));
  return result;
}

template <class View>
std::int64_t failures(View const& info) {
  auto const host = download(info);
  std::int64_t count = 0;
  for (std::size_t i = 0; i < host.extent(0); ++i) count += host(i) != 0 ? 1 : 0;
  return count;
}

template <class Real>
Outcome run_as(Sample const& s, Smoothness smoothness, SolverOptions options) {
  Space const space;
  auto const coefficients = upload<Real*****>("smnn::validate::coefficients", s.coefficients.values,
                                              s.coefficients.members, s.coefficients.time_points,
                                              s.dims, s.dims, s.orders);
  auto const rhs = upload<Real***>("smnn::validate::rhs", s.rhs.values, s.rhs.members,
                                   s.rhs.time_points, s.dims);
  auto const initial = upload<Real****>("smnn::validate::initial_values", s.initial_values.values,
                                        s.members, 1, s.dims, s.initial_orders);
  auto const steps =
      upload<Real**>("smnn::validate::steps", s.steps.values, s.steps.members, s.time_points - 1);
  ProblemOptions problem_options;
  problem_options.smoothness = smoothness;
  problem_options.time_points = s.time_points;
  Problem<Real, Memory> const problem(space, coefficients, rhs, initial, steps, problem_options);

  options.on_failure = FailurePolicy::mask;
  options.residual_norm = true;
  auto const solver = make_solver<Real>(space, problem.extents(), options);
  DeviceView<Real****> const solution(
      "smnn::validate::solution", static_cast<std::size_t>(s.members),
      static_cast<std::size_t>(s.time_points), static_cast<std::size_t>(s.dims),
      static_cast<std::size_t>(s.orders));
  space.fence("smnn::validate: ready");
  Kokkos::Timer const timer;
  solver->solve(space, problem, solution);
  space.fence("smnn::validate: solved");

  Outcome outcome;
  outcome.seconds = timer.seconds();
  auto const host = download(solution);
  outcome.solution.assign(host.data(), host.data() + host.size());
  outcome.failed = failures(solver->info());
  outcome.rounding_estimate = largest(solver->rounding_error());
  outcome.residual_norm = largest(solver->residual_norm());
  outcome.sweeps = static_cast<std::int64_t>(largest(solver->sweeps()));
  outcome.solver = solver->name();
  return outcome;
}

}  // namespace

Outcome run_solver(Sample const& sample, Smoothness smoothness, SolverChoice const& choice) {
  return choice.precision == Precision::single_precision
             ? run_as<float>(sample, smoothness, choice.options)
             : run_as<double>(sample, smoothness, choice.options);
}

}  // namespace smnn::drivers::validation
