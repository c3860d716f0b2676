#include "fit/curve_fit.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <cmath>
#include <smnn/solver/error.hpp>
#include <string>

namespace smnn::drivers::fitting {
namespace {

using Space = CurveFit::Space;
using Memory = CurveFit::Memory;
using Buffer = Kokkos::View<double*, Memory>;

template <class DataType>
using Unmanaged = Kokkos::View<DataType, Kokkos::LayoutRight, Memory, Kokkos::MemoryUnmanaged>;

std::size_t size(std::int64_t count) { return static_cast<std::size_t>(count); }

Buffer upload(Space const& space, char const* label, std::vector<double> const& values) {
  Buffer const device(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
                      values.size());
  Kokkos::View<double const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged> const host(values.data(),
                                                                                     values.size());
  Kokkos::deep_copy(space, device, host);
  return device;
}

Buffer buffer(Space const& space, char const* label, std::int64_t count) {
  return Buffer(Kokkos::view_alloc(space, std::string(label)), size(count));
}

std::vector<double> scaled(Data const& data, Scaling const& scaling) {
  std::vector<double> values = data.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::size_t const s = i / data.time.size();
    values[i] = (values[i] - scaling.mean[s]) / scaling.deviation[s];
  }
  return values;
}

std::vector<double> spacing(std::vector<double> const& time) {
  std::vector<double> result;
  for (std::size_t i = 1; i < time.size(); ++i) result.push_back(time[i] - time[i - 1]);
  return result;
}

KOKKOS_INLINE_FUNCTION double sigmoid(double x) { return 1 / (1 + Kokkos::exp(-x)); }

/// steps[i] = spacing * largest_step_factor * sigmoid(logit)
void fill_steps(Space const& space, Unmanaged<double const*> const& logits, Buffer const& spacing,
                Unmanaged<double*> const& steps) {
  auto const intervals = static_cast<std::int64_t>(spacing.extent(0));
  Kokkos::parallel_for(
      "smnn::fit::steps", Kokkos::RangePolicy<Space>(space, 0, steps.extent(0)),
      KOKKOS_LAMBDA(std::int64_t i) {
        steps(i) = spacing(i % intervals) * largest_step_factor * sigmoid(logits(i));
      });
}

void copy_spacing(Space const& space, Buffer const& spacing, Unmanaged<double*> const& steps) {
  auto const intervals = static_cast<std::int64_t>(spacing.extent(0));
  Kokkos::parallel_for(
      "smnn::fit::copy_spacing", Kokkos::RangePolicy<Space>(space, 0, steps.extent(0)),
      KOKKOS_LAMBDA(std::int64_t i) { steps(i) = spacing(i % intervals); });
}

/// sum (y - data)^2 over the curves; the seed is factor times its gradient.
double squares(Space const& space, Unmanaged<double const*> const& solution,
               Unmanaged<double const*> const& data, std::int64_t orders, double factor,
               Unmanaged<double*> const& seed) {
  double sum = 0;
  Kokkos::parallel_reduce(
      "smnn::fit::squares", Kokkos::RangePolicy<Space>(space, 0, data.extent(0)),
      KOKKOS_LAMBDA(std::int64_t i, double& total) {
        double const difference = solution(i * orders) - data(i);
        total += difference * difference;
        seed(i * orders) = 2 * factor * difference;
        for (std::int64_t r = 1; r < orders; ++r) seed(i * orders + r) = 0;
      },
      sum);
  return sum;
}

void add(Space const& space, Unmanaged<double const*> const& from, Unmanaged<double*> const& to) {
  Kokkos::parallel_for(
      "smnn::fit::add", Kokkos::RangePolicy<Space>(space, 0, to.extent(0)),
      KOKKOS_LAMBDA(std::int64_t i) { to(i) += from(i); });
}

/// The gradient of steps, pulled back through fill_steps.
void add_logit_gradients(Space const& space, Unmanaged<double const*> const& step_gradient,
                         Unmanaged<double const*> const& logits, Buffer const& spacing,
                         Unmanaged<double*> const& logit_gradient) {
  auto const intervals = static_cast<std::int64_t>(spacing.extent(0));
  Kokkos::parallel_for(
      "smnn::fit::logit_gradients", Kokkos::RangePolicy<Space>(space, 0, logits.extent(0)),
      KOKKOS_LAMBDA(std::int64_t i) {
        double const s = sigmoid(logits(i));
        logit_gradient(i) +=
            step_gradient(i) * spacing(i % intervals) * largest_step_factor * s * (1 - s);
      });
}

network::Initialization start_of(CurveFitOptions const& options) {
  return {network::Initialization::Kind::normal, options.start_mean, options.start_deviation};
}

std::vector<double> download(Space const& space, Buffer const& device) {
  std::vector<double> values(device.extent(0));
  Kokkos::View<double*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged> const host(values.data(),
                                                                               values.size());
  Kokkos::deep_copy(space, host, device);
  space.fence("smnn::fit: download");
  return values;
}

}  // namespace

CurveFit::CurveFit(Space const& space, network::ParameterLayout& layout, Data const& data,
                   Scaling const& scaling, CurveFitOptions const& options)
    : options_(options),
      scaling_(scaling),
      series_(data.series()),
      points_(data.points()),
      coefficients_offset_(
          layout.add("coefficients", {series_, points_, options.orders}, start_of(options))),
      layer_({.smoothness = options.smoothness}, options.solver),
      data_(upload(space, "smnn::fit::data", scaled(data, scaling))),
      spacing_(upload(space, "smnn::fit::spacing", spacing(data.time))),
      rhs_(upload(space, "smnn::fit::rhs", {options.rhs})),
      steps_(buffer(space, "smnn::fit::steps", series_ * (points_ - 1))),
      solution_(buffer(space, "smnn::fit::solution", series_ * points_ * options.orders)),
      seed_(buffer(space, "smnn::fit::seed", series_ * points_ * options.orders)),
      coefficient_gradient_(
          buffer(space, "smnn::fit::gradient", series_ * points_ * options.orders)),
      step_gradient_(buffer(space, "smnn::fit::step_gradient", series_ * (points_ - 1))) {
  if (options_.learn_steps) {
    double const logit = -std::log(largest_step_factor - 1);  // sigmoid(logit) = 1 / factor
    logits_offset_ =
        layout.add("step_logits", {series_, points_ - 1}, network::Initialization::constant(logit));
  }
}

void CurveFit::solve(Space const& space, ParameterSet const& parameters, Range range) {
  Kokkos::Profiling::ScopedRegion const region("smnn::forward");
  std::int64_t const intervals = points_ - 1;
  std::int64_t const first = range.first * intervals;
  Unmanaged<double*> const steps(steps_.data() + first, size(range.count * intervals));
  if (options_.learn_steps) {
    Unmanaged<double const*> const logits(parameters.values().data() + logits_offset_ + first,
                                          steps.extent(0));
    fill_steps(space, logits, spacing_, steps);
  } else {
    copy_spacing(space, spacing_, steps);
  }
  std::size_t const n = size(range.count);
  std::size_t const t = size(points_);
  std::size_t const k = size(options_.orders);
  std::int64_t const entry = range.first * points_ * options_.orders;
  layer_.forward(space,
                 {Unmanaged<double const*****>(
                      parameters.values().data() + coefficients_offset_ + entry, n, t, 1, 1, k),
                  Unmanaged<double const***>(rhs_.data(), 1, 1, 1),
                  Unmanaged<double const****>(nullptr, 1, 0, 1, 0),
                  Unmanaged<double const**>(steps.data(), n, size(intervals))},
                 Unmanaged<double****>(solution_.data() + entry, n, t, 1, k));
}

void CurveFit::differentiate(Space const& space, ParameterSet const& parameters, Range range) {
  Kokkos::Profiling::ScopedRegion const region("smnn::backward");
  std::int64_t const intervals = points_ - 1;
  std::size_t const n = size(range.count);
  std::size_t const t = size(points_);
  std::size_t const k = size(options_.orders);
  std::int64_t const entry = range.first * points_ * options_.orders;
  Layer::InputGradients wanted;
  wanted.coefficients = Unmanaged<double*****>(coefficient_gradient_.data() + entry, n, t, 1, 1, k);
  std::int64_t const first = range.first * intervals;
  if (options_.learn_steps)
    wanted.steps = Unmanaged<double**>(step_gradient_.data() + first, n, size(intervals));
  layer_.backward(space, Unmanaged<double const****>(seed_.data() + entry, n, t, 1, k), wanted);

  double* const gradients = parameters.gradients().data();
  std::size_t const entries = n * t * k;
  add(space, Unmanaged<double const*>(coefficient_gradient_.data() + entry, entries),
      Unmanaged<double*>(gradients + coefficients_offset_ + entry, entries));
  if (!options_.learn_steps) return;
  std::size_t const count = n * size(intervals);
  add_logit_gradients(
      space, Unmanaged<double const*>(step_gradient_.data() + first, count),
      Unmanaged<double const*>(parameters.values().data() + logits_offset_ + first, count),
      spacing_, Unmanaged<double*>(gradients + logits_offset_ + first, count));
}

void CurveFit::evaluate(Space const& space, ParameterSet const& parameters,
                        network::Evaluation const& evaluation, std::span<double> losses) {
  auto const& samples = evaluation.samples;
  Range const range{samples.front(), static_cast<std::int64_t>(samples.size())};
  if (samples.back() != range.first + range.count - 1)
    throw InvalidArgument("curve fit: the series of a batch must be neighbours, in order");
  solve(space, parameters, range);
  std::int64_t const entry = range.first * points_ * options_.orders;
  std::size_t const entries = size(range.count * points_ * options_.orders);
  losses[0] = squares(
      space, Unmanaged<double const*>(solution_.data() + entry, entries),
      Unmanaged<double const*>(data_.data() + range.first * points_, size(range.count * points_)),
      options_.orders, evaluation.gradient_factor,
      Unmanaged<double*>(seed_.data() + entry, entries));
  if (evaluation.with_gradients) differentiate(space, parameters, range);
}

Fit CurveFit::fit(Space const& space, ParameterSet const& parameters) {
  solve(space, parameters, {0, series_});
  Fit fit;
  fit.orders = options_.orders;
  fit.solution = download(space, solution_);
  fit.steps = download(space, steps_);
  std::vector<double> const values = download(space, parameters.values());
  auto const begin = values.begin() + coefficients_offset_;
  fit.coefficients.assign(begin, begin + series_ * points_ * options_.orders);
  for (std::size_t i = 0; i < fit.solution.size(); ++i) {
    std::size_t const s = i / size(points_ * options_.orders);
    fit.solution[i] *= scaling_.deviation[s];
    if (i % size(options_.orders) == 0) fit.solution[i] += scaling_.mean[s];
  }
  return fit;
}

}  // namespace smnn::drivers::fitting
