#include "smnn/discovery/encoder.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "smnn/discovery/detail/data/warnings.hpp"
#include "smnn/discovery/detail/encoder/encoder_kernels.hpp"
#include "smnn/network/architectures/perceptron.hpp"
#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery {
namespace {

using network::Transpose;

std::size_t extent(std::int64_t value) { return static_cast<std::size_t>(value); }

template <class ExecutionSpace>
void upload(ExecutionSpace const& space, std::span<double const> values, double* destination) {
  Kokkos::deep_copy(
      space,
      Kokkos::View<double*, typename ExecutionSpace::memory_space, Kokkos::MemoryUnmanaged>(
          destination, values.size()),
      Kokkos::View<double const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(values.data(),
                                                                              values.size()));
  space.fence("smnn::discovery: uploaded");  // the caller's values may end here
}

template <class ExecutionSpace, class MatrixType>
std::vector<double> on_host(ExecutionSpace const& space, MatrixType const& matrix) {
  auto const host = Kokkos::create_mirror_view(matrix);
  Kokkos::deep_copy(space, host, matrix);
  space.fence("smnn::discovery: copied to the host");
  return {host.data(), host.data() + host.size()};
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
  network::add_perceptron<double, ExecutionSpace>(layers, layout, "encoder", features,
                                                  {options_.hidden, options_.hidden}, features);
  encoder_ = std::make_unique<Sequential>("encoder", std::move(layers));
  if (options_.coefficients == Coefficients::head) {
    head_.emplace(layout, options_.code, options_.hidden, terms_ * dims_);
  }

  auto const row = [&](char const* label, std::vector<double> const& values) {
    Kokkos::View<double*, MemorySpace> const device(std::string(label), values.size());
    upload(space, values, device.data());
    return device;
  };
  step_ = row("smnn::discovery::step", {common_step(data)});
  std::vector<double> first_derivative(extent(options_.orders), 0.0);
  first_derivative[1] = 1;
  one_ = row("smnn::discovery::coefficients", first_derivative);
  series_ = Storage("smnn::discovery::series", extent(data.samples()), extent(dims_));
  upload(space, data.values, series_.data());
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
                                              std::span<std::int64_t const> starts) {
  auto const count = static_cast<std::int64_t>(starts.size());
  auto const part = Kokkos::subview(chosen_, std::pair<std::size_t, std::size_t>(0, starts.size()));
  auto const host = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, part);
  std::copy(starts.begin(), starts.end(), host.data());
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

  std::vector<std::int64_t> starts;
  for (std::int64_t const sample : evaluation.samples) starts.push_back(starts_[extent(sample)]);
  {
    Kokkos::Profiling::ScopedRegion const region("smnn::forward");
    gather(space, starts);
    if (head_) head_->forward(space, parameters, xi_);
    encoder_->forward(space, parameters, windows, states);
    detail::right_hand_sides(space, table_, states, xi_, basis_, rhs_, initial_, count, points);
    solve(space, count);
  }
  detail::TwoSums const sums =
      detail::squares(space, solution_, states, windows, seed_, state_gradient_, count, points,
                      dims_, options_.orders, evaluation.gradient_factor);
  losses[0] = sums.solution + sums.states;
  losses[1] = sums.solution;
  losses[2] = sums.states;
  if (!evaluation.with_gradients) return;

  Kokkos::Profiling::ScopedRegion const region("smnn::backward");
  differentiate(space, count);
  detail::pull_back(space, table_, states, xi_, rhs_gradient_, initial_gradient_, slopes_,
                    state_gradient_, count, points);
  if (head_) {
    Matrix const by_term(xi_gradient_.data(), extent(terms_), extent(dims_));
    network::matrix_product(space, Transpose::yes, Transpose::no, 1.0,
                            network::first_rows(basis_, count * points),
                            network::first_rows(slopes_, count * points), 0.0, by_term);
    head_->backward(space, parameters, xi_, xi_gradient_);
  }
  encoder_->backward(space, parameters, windows, states,
                     network::first_rows(state_gradient_, count), {});
}

template <class ExecutionSpace>
std::vector<double> EncoderObjective<ExecutionSpace>::coefficients(ExecutionSpace const& space,
                                                                   ParameterSet const& parameters) {
  if (head_) head_->forward(space, parameters, xi_);
  return on_host(space, xi_);
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::set_coefficients(ExecutionSpace const& space,
                                                        std::span<double const> values) {
  upload(space, values, xi_.data());
  projected_.assign(values.begin(), values.end());
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::begin_epoch(ExecutionSpace const& space,
                                                   ParameterSet const& parameters,
                                                   std::int64_t epoch) {
  if (head_) {
    if (epoch == 0 || epoch % options_.round_epochs != 0) return;
    head_->mask_small(coefficients(space, parameters), options_.threshold);
    return;
  }
  bool of_data = false;
  Model const model = better_projection(space, states(space, parameters), of_data).model;
  std::vector<double> xi;
  for (std::size_t p = 0; p < extent(terms_); ++p) {
    for (std::size_t e = 0; e < extent(dims_); ++e) xi.push_back(model.coefficient(e, p));
  }
  set_coefficients(space, xi);
}

template <class ExecutionSpace>
std::vector<double> EncoderObjective<ExecutionSpace>::state() const {
  return head_ ? head_->state() : projected_;
}

template <class ExecutionSpace>
void EncoderObjective<ExecutionSpace>::restore(std::span<double const> state) {
  if (head_) return head_->restore(state);
  if (static_cast<std::int64_t>(state.size()) != terms_ * dims_) {
    throw InvalidArgument("encoder: the state has " + std::to_string(state.size()) +
                          " coefficients, expected " + std::to_string(terms_ * dims_));
  }
  set_coefficients(ExecutionSpace(), state);
}

template <class ExecutionSpace>
Model EncoderObjective<ExecutionSpace>::model(ExecutionSpace const& space,
                                              ParameterSet const& parameters) {
  std::vector<double> const xi = coefficients(space, parameters);
  Model found = model_;
  for (std::size_t p = 0; p < extent(terms_); ++p) {
    for (std::size_t e = 0; e < extent(dims_); ++e)
      found.coefficient(e, p) = xi[p * extent(dims_) + e];
  }
  return found;
}

template <class ExecutionSpace>
std::vector<double> EncoderObjective<ExecutionSpace>::states(ExecutionSpace const& space,
                                                             ParameterSet const& parameters) {
  constexpr std::int64_t windows_at_a_time = 512;
  std::int64_t const window = options_.window;
  std::vector<double> values(data_.values.size());
  std::vector<std::int64_t> starts;
  auto const encode = [&] {
    auto const count = static_cast<std::int64_t>(starts.size());
    reserve(count);
    gather(space, starts);
    auto const states = network::first_rows(states_, count);
    encoder_->forward(space, parameters, network::first_rows(windows_, count), states);
    std::vector<double> const encoded = on_host(space, states);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      auto const first = encoded.begin() + static_cast<std::ptrdiff_t>(i) * window * dims_;
      std::copy(first, first + window * dims_, values.begin() + starts[i] * dims_);
    }
    starts.clear();
  };
  for (std::int64_t b = 0; b < data_.count; ++b) {
    for (std::int64_t t = 0; t < data_.points; t += window) {
      // The last window may overlap the one before.
      starts.push_back(b * data_.points + std::min(t, data_.points - window));
      if (static_cast<std::int64_t>(starts.size()) == windows_at_a_time) encode();
    }
  }
  if (!starts.empty()) encode();
  return values;
}

template <class ExecutionSpace>
detail::Projection EncoderObjective<ExecutionSpace>::project(ExecutionSpace const& space,
                                                             std::vector<double> states) {
  Trajectories of_states = data_;
  of_states.values = std::move(states);
  return detail::project(space, detail::cut(of_states, options_.window),
                         detail::cut(data_, options_.window).values, model_.terms,
                         {options_.threshold, detail::contribution_factor * options_.contribution},
                         {options_.smoothness, options_.orders});
}

template <class ExecutionSpace>
detail::Projection EncoderObjective<ExecutionSpace>::better_projection(
    ExecutionSpace const& space, std::vector<double> const& states, bool& of_data) {
  if (!from_data_) from_data_ = project(space, data_.values);
  detail::Projection from_states = project(space, states);
  of_data = from_data_->mean_square < from_states.mean_square;
  return of_data ? *from_data_ : from_states;
}

template <class ExecutionSpace>
Discovery EncoderObjective<ExecutionSpace>::of_head(ExecutionSpace const& space,
                                                    ParameterSet const& parameters) {
  Discovery found;
  found.model = model(space, parameters);
  found.standard_errors.assign(found.model.coefficients.size(),
                               std::numeric_limits<double>::quiet_NaN());
  found.states = states(space, parameters);
  found.noise = estimate_noise(data_);
  detail::warn_of_empty_equations(found);
  return found;
}

template <class ExecutionSpace>
Discovery EncoderObjective<ExecutionSpace>::polished(ExecutionSpace const& space,
                                                     ParameterSet const& parameters) {
  Discovery found;
  found.states = states(space, parameters);
  bool of_data = false;
  detail::Projection projection = better_projection(space, found.states, of_data);
  if (of_data) {
    found.states = data_.values;
    found.warnings.push_back(
        "the encoder's states describe the data less well than the data themselves, from which "
        "these equations are; train for more epochs");
  }
  found.model = std::move(projection.model);
  found.standard_errors = std::move(projection.standard_errors);
  found.noise = estimate_noise(data_);
  detail::warn_of_empty_equations(found);
  return found;
}

#define SMNN_ENCODER(Real, ExecutionSpace) template class EncoderObjective<ExecutionSpace>;
SMNN_INSTANTIATE_SPACES(SMNN_ENCODER, double)

}  // namespace smnn::discovery
