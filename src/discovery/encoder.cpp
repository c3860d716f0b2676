#include "smnn/discovery/encoder.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "smnn/discovery/detail/encoder_kernels.hpp"
#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/network/layers/learned_constant.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery {
namespace {

using network::Transpose;

std::size_t extent(std::int64_t value) { return static_cast<std::size_t>(value); }

/// inputs -> hidden -> hidden -> outputs with ReLU between.
template <class ExecutionSpace>
void add_perceptron(typename network::Sequential<double, ExecutionSpace>::Layers& layers,
                    network::ParameterLayout& layout, std::string const& name, std::int64_t inputs,
                    std::int64_t hidden, std::int64_t outputs) {
  using Dense = network::Dense<double, ExecutionSpace>;
  using Relu = network::Relu<double, ExecutionSpace>;
  layers.push_back(std::make_unique<Dense>(layout, name + ".0", inputs, hidden));
  layers.push_back(std::make_unique<Relu>(name + ".1", hidden));
  layers.push_back(std::make_unique<Dense>(layout, name + ".2", hidden, hidden));
  layers.push_back(std::make_unique<Relu>(name + ".3", hidden));
  layers.push_back(std::make_unique<Dense>(layout, name + ".4", hidden, outputs));
}

/// The step of all trajectories. Throws InvalidArgument where it varies.
double common_step(Trajectories const& data) {
  double const step = data.time(0, 1) - data.time(0, 0);
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 1; t < data.points; ++t) {
      double const here = data.time(b, t) - data.time(b, t - 1);
      // Times near 1e3 with a step of 1e-2 are exact to 1e-11 of it.
      if (std::abs(here - step) > 1e-6 * step) {
        throw InvalidArgument("encoder: the step between points " + std::to_string(t) + " and " +
                              std::to_string(t + 1) + " is " + std::to_string(here) +
                              ", expected " + std::to_string(step) +
                              " throughout: use --method joint for uneven steps");
      }
    }
  }
  return step;
}

}  // namespace

template <class ExecutionSpace>
EncoderObjective<ExecutionSpace>::EncoderObjective(ExecutionSpace const& space,
                                                   network::ParameterLayout& layout,
                                                   Trajectories const& data, Model candidates,
                                                   EncoderOptions const& options)
    : options_(options),
      data_(data),
      model_(std::move(candidates)),
      dims_(data.dims()),
      terms_(static_cast<std::int64_t>(model_.terms.size())),
      table_(space, model_.terms),
      solver_({.smoothness = options.smoothness}, options.solver) {
  if (model_.link != Link::identity)
    throw InvalidArgument("encoder: a link other than identity, expected identity");
  if (options_.window < options_.orders || options_.window > data.points) {
    throw InvalidArgument("encoder: window is " + std::to_string(options_.window) + ", expected " +
                          std::to_string(options_.orders) + " to " + std::to_string(data.points) +
                          ", the points of a trajectory");
  }
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 0; t + options_.window <= data.points; t += options_.stride)
      starts_.push_back(b * data.points + t);
  }
  using Sequential = network::Sequential<double, ExecutionSpace>;
  std::int64_t const features = options_.window * dims_;
  typename Sequential::Layers layers;
  add_perceptron<ExecutionSpace>(layers, layout, "encoder", features, options_.hidden, features);
  encoder_ = std::make_unique<Sequential>("encoder", std::move(layers));

  layers.clear();
  layers.push_back(std::make_unique<network::LearnedConstant<double, ExecutionSpace>>(
      layout, "head.code", options_.code, network::Initialization::normal(1)));
  add_perceptron<ExecutionSpace>(layers, layout, "head", options_.code, options_.hidden,
                                 terms_ * dims_);
  auto mask = std::make_unique<network::Mask<double, ExecutionSpace>>("head.5", terms_ * dims_);
  mask_ = mask.get();
  layers.push_back(std::move(mask));
  head_ = std::make_unique<Sequential>("head", std::move(layers));
  head_->reserve(1);

  auto const upload = [&](char const* label, std::vector<double> const& values) {
    Kokkos::View<double*, MemorySpace> const device(std::string(label), values.size());
    Kokkos::deep_copy(space, device,
                      Kokkos::View<double const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(
                          values.data(), values.size()));
    space.fence("smnn::discovery: uploaded");
    return device;
  };
  step_ = upload("smnn::discovery::step", {common_step(data)});
  one_ = upload("smnn::discovery::coefficients", [&] {
    std::vector<double> row(extent(options_.orders), 0.0);
    row[1] = 1;
    return row;
  }());
  series_ = Storage("smnn::discovery::series", extent(data.samples()), extent(dims_));
  Kokkos::deep_copy(
      space,
      Kokkos::View<double*, MemorySpace, Kokkos::MemoryUnmanaged>(series_.data(), series_.size()),
      Kokkos::View<double const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(data.values.data(),
                                                                              data.values.size()));
  space.fence("smnn::discovery: series uploaded");
  auto const coefficients = [&](char const* label) {
    return Storage(std::string(label), 1, extent(terms_ * dims_));
  };
  xi_ = coefficients("smnn::discovery::xi");
  xi_gradient_ = coefficients("smnn::discovery::xi_gradient");
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::reserve(std::int64_t samples) {
  if (static_cast<std::int64_t>(windows_.extent(0)) >= samples) return;
  std::int64_t const points = options_.window;
  auto const storage = [](char const* label, std::int64_t rows, std::int64_t columns) {
    return Storage(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string(label)),
                   extent(rows), extent(columns));
  };
  chosen_ = Kokkos::View<std::int64_t*, MemorySpace>("smnn::discovery::chosen", extent(samples));
  windows_ = storage("smnn::discovery::windows", samples, points * dims_);
  states_ = storage("smnn::discovery::states", samples, points * dims_);
  state_gradient_ = storage("smnn::discovery::state_gradient", samples, points * dims_);
  basis_ = storage("smnn::discovery::basis", samples * points, terms_);
  slopes_ = storage("smnn::discovery::slopes", samples * points, dims_);
  rhs_ = storage("smnn::discovery::rhs", samples * dims_, points);
  rhs_gradient_ = storage("smnn::discovery::rhs_gradient", samples * dims_, points);
  initial_ = storage("smnn::discovery::initial", samples * dims_, 1);
  initial_gradient_ = storage("smnn::discovery::initial_gradient", samples * dims_, 1);
  solution_ = storage("smnn::discovery::solution", samples * dims_, points * options_.orders);
  seed_ = storage("smnn::discovery::seed", samples * dims_, points * options_.orders);
  encoder_->reserve(samples);
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::gather(ExecutionSpace const& space,
                                              std::span<std::int64_t const> samples) {
  auto const count = static_cast<std::int64_t>(samples.size());
  auto const part =
      Kokkos::subview(chosen_, std::pair<std::size_t, std::size_t>(0, samples.size()));
  auto const host = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, part);
  for (std::size_t i = 0; i < samples.size(); ++i) host(i) = starts_[extent(samples[i])];
  Kokkos::deep_copy(space, part, host);
  space.fence("smnn::discovery: chosen windows");  // `host` ends here
  detail::gather_windows(space, series_, chosen_, count, windows_);
}

// One scalar ODE a variable and window, y' = rhs from y(0) = initial: all share one matrix.
template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::solve(ExecutionSpace const& space, std::int64_t count) {
  std::size_t const systems = extent(count * dims_);
  std::size_t const t = extent(options_.window);
  std::size_t const k = extent(options_.orders);
  solver_.forward(space,
                  {Rows<double const*****>(one_.data(), 1, 1, 1, 1, k),
                   Rows<double const***>(rhs_.data(), systems, t, 1),
                   Rows<double const****>(initial_.data(), systems, 1, 1, 1),
                   Rows<double const**>(step_.data(), 1, 1)},
                  Rows<double****>(solution_.data(), systems, t, 1, k));
}

// From the seed to dl/drhs and dl/dinitial.
template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::differentiate(ExecutionSpace const& space,
                                                     std::int64_t count) {
  std::size_t const systems = extent(count * dims_);
  std::size_t const t = extent(options_.window);
  std::size_t const k = extent(options_.orders);
  typename Solver::InputGradients wanted;
  wanted.rhs = Rows<double***>(rhs_gradient_.data(), systems, t, 1);
  wanted.initial_values = Rows<double****>(initial_gradient_.data(), systems, 1, 1, 1);
  solver_.backward(space, Rows<double const****>(seed_.data(), systems, t, 1, k), wanted);
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::evaluate(ExecutionSpace const& space,
                                                ParameterSet const& parameters,
                                                network::Evaluation const& evaluation,
                                                std::span<double> losses) {
  auto const count = static_cast<std::int64_t>(evaluation.samples.size());
  std::int64_t const points = options_.window;
  reserve(count);
  auto const windows = network::first_rows(windows_, count);
  auto const states = network::first_rows(states_, count);

  gather(space, evaluation.samples);
  head_->forward(space, parameters, {}, xi_);
  encoder_->forward(space, parameters, windows, states);
  detail::right_hand_sides(space, table_, states, xi_, basis_, rhs_, initial_, count, points);
  solve(space, count);
  detail::TwoSums const sums =
      detail::squares(space, solution_, states, windows, seed_, state_gradient_, count, points,
                      dims_, options_.orders, evaluation.gradient_factor);
  losses[0] = sums.solution + sums.states;
  losses[1] = sums.solution;
  losses[2] = sums.states;
  if (!evaluation.with_gradients) return;

  differentiate(space, count);
  detail::pull_back(space, table_, states, xi_, rhs_gradient_, initial_gradient_, slopes_,
                    state_gradient_, count, points);
  Matrix const by_term(xi_gradient_.data(), extent(terms_), extent(dims_));
  network::matrix_product(space, Transpose::yes, Transpose::no, 1.0,
                          network::first_rows(basis_, count * points),
                          network::first_rows(slopes_, count * points), 0.0, by_term);
  head_->backward(space, parameters, {}, xi_, xi_gradient_, {});
  encoder_->backward(space, parameters, windows, states,
                     network::first_rows(state_gradient_, count), {});
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::begin_epoch(ExecutionSpace const& space,
                                                   ParameterSet const& parameters,
                                                   std::int64_t epoch) {
  if (epoch == 0 || epoch % options_.round_epochs != 0) return;
  Model const found = model(space, parameters);
  std::vector<int> mask = mask_->mask();
  for (std::size_t p = 0; p < extent(terms_); ++p) {
    for (std::size_t e = 0; e < extent(dims_); ++e) {
      if (std::abs(found.coefficient(e, p)) <= options_.threshold) mask[p * extent(dims_) + e] = 0;
    }
  }
  mask_->set(mask);
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::restore(std::span<double const> state) {
  std::vector<int> mask;
  for (double const value : state) mask.push_back(static_cast<int>(value));
  mask_->set(mask);
}

template <class ExecutionSpace>
Model EncoderObjective<ExecutionSpace>::model(ExecutionSpace const& space,
                                              ParameterSet const& parameters) {
  head_->forward(space, parameters, {}, xi_);
  auto const host = Kokkos::create_mirror_view(xi_);
  Kokkos::deep_copy(space, host, xi_);
  space.fence("smnn::discovery: coefficients");
  Model found = model_;
  for (std::size_t p = 0; p < extent(terms_); ++p) {
    for (std::size_t e = 0; e < extent(dims_); ++e)
      found.coefficient(e, p) = host(0, p * extent(dims_) + e);
  }
  return found;
}

template <class ExecutionSpace>
Trajectories EncoderObjective<ExecutionSpace>::encoded(ExecutionSpace const& space,
                                                       ParameterSet const& parameters,
                                                       std::int64_t every) {
  Trajectories result;
  result.variables = data_.variables;
  result.points = options_.window;
  result.count = 0;
  std::int64_t const most = 512;  // windows at a time
  std::vector<std::int64_t> samples;
  auto const flush = [&] {
    auto const count = static_cast<std::int64_t>(samples.size());
    if (count == 0) return;
    reserve(count);
    gather(space, samples);
    auto const states = network::first_rows(states_, count);
    encoder_->forward(space, parameters, network::first_rows(windows_, count), states);
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), states);
    result.values.insert(result.values.end(), host.data(), host.data() + host.size());
    for (std::int64_t const sample : samples) {
      std::int64_t const start = starts_[extent(sample)];
      for (std::int64_t t = 0; t < options_.window; ++t)
        result.times.push_back(data_.times[extent(start + t)]);
    }
    result.count += count;
    samples.clear();
  };
  for (std::int64_t sample = 0; sample < this->samples(); sample += every) {
    samples.push_back(sample);
    if (static_cast<std::int64_t>(samples.size()) == most) flush();
  }
  flush();
  return result;
}

#define SMNN_ENCODER(Real, ExecutionSpace) template class EncoderObjective<ExecutionSpace>;
SMNN_INSTANTIATE_SPACES(SMNN_ENCODER, double)

}  // namespace smnn::discovery
