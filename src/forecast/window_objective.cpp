#include "smnn/forecast/window_objective.hpp"

#include <algorithm>
#include <functional>

#include "smnn/kernels/random.hpp"
#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::forecast {
namespace {

// Per sample the sums of absolute and squared differences, the minimised ones first; their gradient
// if wanted. A team's sum is made in an order that only its size tells.
template <class Real, class ExecutionSpace, class Sums>
struct Differences {
  using Member = typename Kokkos::TeamPolicy<ExecutionSpace>::member_type;
  std::int64_t features;
  Real factor;
  bool minimise_squares;
  Real const* output;
  Real const* target;
  Real* gradient;  // null: not wanted
  Sums sums;
  KOKKOS_FUNCTION void operator()(Member const& member) const {
    std::int64_t const sample = member.league_rank();
    std::int64_t const begin = sample * features;
    double absolute = 0;
    double squares = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(member, features),
        [&](std::int64_t i, double& a, double& s) {
          Real const difference = output[begin + i] - target[begin + i];
          if (gradient != nullptr) {
            gradient[begin + i] = minimise_squares ? 2 * factor * difference
                                  : difference > 0 ? factor
                                  : difference < 0 ? -factor
                                                   : difference;
          }
          a += Kokkos::abs(static_cast<double>(difference));
          s += static_cast<double>(difference) * static_cast<double>(difference);
        },
        absolute, squares);
    Kokkos::single(Kokkos::PerTeam(member), [&] {
      sums(sample, 0) = minimise_squares ? squares : absolute;
      sums(sample, 1) = minimise_squares ? absolute : squares;
    });
  }
};

// The next input of a roll-out in place of the last: its last level, and what was forecast of
// those behind it. A row per sample.
template <class Real>
struct GoOn {
  std::int64_t levels, points;
  Real const* forecast;
  Real* input;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = forecast + row * levels * points;
    Real* const target = input + row * levels * points;
    for (std::int64_t x = begin; x < end; ++x) target[x] = target[(levels - 1) * points + x];
    for (std::int64_t level = 1; level < levels; ++level)
      for (std::int64_t x = begin; x < end; ++x)
        target[level * points + x] = source[level * points + x];
  }
};

// Of random numbers.
constexpr std::uint64_t window_stream = 0x57494e44;
constexpr std::uint64_t forecasts_stream = 0x464f5245;

// A whole number below `count`, from a uniform one.
std::int64_t below(std::int64_t count, double uniform) {
  return std::min(count - 1, static_cast<std::int64_t>(uniform * static_cast<double>(count)));
}

}  // namespace

template <class Real, class ExecutionSpace>
WindowObjective<Real, ExecutionSpace>::WindowObjective(Model& model, Data const& data,
                                                       WindowOptions const& options)
    : model_(model), data_(data), options_(options) {
  std::int64_t const needed = options.levels + (options.own_forecasts + 1) * (options.levels - 1);
  if (options.levels < 2 || options.windows_per_trajectory < 1 || options.own_forecasts < 0 ||
      data.count() < 1 || data.levels() < needed) {
    throw InvalidArgument("windows: " + std::to_string(options.windows_per_trajectory) +
                          " of 2 x " + std::to_string(options.levels) + " - 1 levels behind " +
                          std::to_string(options.own_forecasts) + " forecasts from each of " +
                          std::to_string(data.count()) + " trajectories of " +
                          std::to_string(data.levels()) +
                          ", expected positive numbers and trajectories as long");
  }
  std::int64_t const features = options.levels * data.points();
  if (model.inputs() != features || model.outputs() != features) {
    throw InvalidArgument("windows: the model has " + std::to_string(model.inputs()) +
                          " inputs and " + std::to_string(model.outputs()) + " outputs, expected " +
                          std::to_string(options.levels) + " x " + std::to_string(data.points()));
  }
}

template <class Real, class ExecutionSpace>
std::int64_t WindowObjective<Real, ExecutionSpace>::samples() const {
  return data_.count() * options_.windows_per_trajectory;
}

template <class Real, class ExecutionSpace>
std::vector<std::string> WindowObjective<Real, ExecutionSpace>::loss_names() const {
  if (options_.loss == WindowLoss::squares) return {"squares", "absolute"};
  return {"absolute", "squares"};
}

template <class Real, class ExecutionSpace>
void WindowObjective<Real, ExecutionSpace>::reserve(std::int64_t samples) {
  model_.reserve(samples);
  auto const storage = [&](std::string const& label) {
    return Storage(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                   static_cast<std::size_t>(samples), static_cast<std::size_t>(model_.inputs()));
  };
  input_ = storage("smnn::window_input");
  target_ = storage("smnn::window_target");
  output_ = storage("smnn::window_output");
  gradient_ = storage("smnn::window_gradient");
  sums_ = Sums("smnn::window_losses", static_cast<std::size_t>(samples));
}

template <class Real, class ExecutionSpace>
std::uint64_t WindowObjective<Real, ExecutionSpace>::draw_index(std::int64_t sample) const {
  return static_cast<std::uint64_t>(epoch_ * samples() + sample);
}

template <class Real, class ExecutionSpace>
std::int64_t WindowObjective<Real, ExecutionSpace>::own_forecasts(std::int64_t sample) const {
  std::int64_t const numbers = options_.own_forecasts + 1;
  if (!options_.random) return sample / options_.windows_per_trajectory % numbers;
  return below(numbers,
               kernels::random_uniform(options_.seed, forecasts_stream, draw_index(sample)));
}

template <class Real, class ExecutionSpace>
Window WindowObjective<Real, ExecutionSpace>::window(std::int64_t sample) const {
  std::int64_t const windows = options_.windows_per_trajectory;
  std::int64_t const first = own_forecasts(sample) * (options_.levels - 1);
  std::int64_t const beginnings = data_.levels() - 2 * options_.levels + 2 - first;
  std::int64_t level = first;
  if (options_.random) {
    level += below(beginnings,
                   kernels::random_uniform(options_.seed, window_stream, draw_index(sample)));
  } else if (windows > 1) {
    level += sample % windows * (beginnings - 1) / (windows - 1);
  }
  return {sample / windows, level};
}

template <class Real, class ExecutionSpace>
typename WindowObjective<Real, ExecutionSpace>::Batch WindowObjective<Real, ExecutionSpace>::batch(
    std::span<std::int64_t const> samples) const {
  std::vector<std::int64_t> order(samples.begin(), samples.end());
  std::ranges::stable_sort(order, std::greater(),
                           [&](std::int64_t sample) { return own_forecasts(sample); });
  Batch result;
  for (std::int64_t const sample : order) {
    result.windows.push_back(window(sample));
    result.forecasts.push_back(own_forecasts(sample));
  }
  return result;
}

// Rolls out those that have the most forecasts before them first; the others join in.
template <class Real, class ExecutionSpace>
void WindowObjective<Real, ExecutionSpace>::read_input(ExecutionSpace const& space,
                                                       ParameterSet const& parameters,
                                                       Batch const& batch) {
  std::int64_t const levels = options_.levels;
  std::vector<Window> starts = batch.windows;
  for (std::size_t i = 0; i < starts.size(); ++i)
    starts[i].level -= batch.forecasts[i] * (levels - 1);
  data_.read(space, starts, 0, levels,
             network::first_rows(input_, static_cast<std::int64_t>(starts.size())));
  for (std::int64_t left = batch.forecasts.front(); left > 0; --left) {
    std::int64_t const rolled = std::ranges::count_if(
        batch.forecasts, [&](std::int64_t forecasts) { return forecasts >= left; });
    auto const output = network::first_rows(output_, rolled);
    model_.forward(space, parameters, network::first_rows(input_, rolled), output);
    network::detail::for_rows("smnn::window_go_on", space, rolled, data_.points(),
                              GoOn<Real>{levels, data_.points(), output.data(), input_.data()});
  }
}

template <class Real, class ExecutionSpace>
void WindowObjective<Real, ExecutionSpace>::begin_epoch(ExecutionSpace const&, ParameterSet const&,
                                                        std::int64_t epoch) {
  epoch_ = epoch;
}

template <class Real, class ExecutionSpace>
void WindowObjective<Real, ExecutionSpace>::restore(std::span<double const> state) {
  if (state.size() != 1 || !(state[0] >= 0)) {
    throw InvalidArgument("windows: a state of " + std::to_string(state.size()) +
                          " numbers, expected the number of an epoch");
  }
  epoch_ = static_cast<std::int64_t>(state[0]);
}

template <class Real, class ExecutionSpace>
void WindowObjective<Real, ExecutionSpace>::evaluate(ExecutionSpace const& space,
                                                     ParameterSet const& parameters,
                                                     network::Evaluation const& evaluation,
                                                     std::span<double> losses) {
  auto const count = static_cast<std::int64_t>(evaluation.samples.size());
  Batch const wanted = batch(evaluation.samples);
  auto const input = network::first_rows(input_, count);
  auto const target = network::first_rows(target_, count);
  auto const output = network::first_rows(output_, count);
  read_input(space, parameters, wanted);
  data_.read(space, wanted.windows, options_.levels - 1, options_.levels, target);
  model_.forward(space, parameters, input, output);
  auto const levels = static_cast<double>(options_.levels);
  auto const gradient = network::first_rows(gradient_, count);
  Kokkos::parallel_for(
      "smnn::window_losses",
      Kokkos::TeamPolicy<ExecutionSpace>(space, static_cast<int>(count), Kokkos::AUTO),
      Differences<Real, ExecutionSpace, Sums>{
          model_.outputs(), static_cast<Real>(evaluation.gradient_factor / levels),
          options_.loss == WindowLoss::squares, output.data(), target.data(),
          evaluation.with_gradients ? gradient.data() : nullptr, sums_});
  if (evaluation.with_gradients) model_.backward(space, parameters, input, output, gradient, {});
  auto const host = Kokkos::create_mirror_view(sums_);
  Kokkos::deep_copy(space, host, sums_);
  space.fence("smnn::window_objective: losses");
  for (std::size_t loss = 0; loss < 2; ++loss) {
    losses[loss] = 0;
    for (std::size_t i = 0; i < wanted.windows.size(); ++i) losses[loss] += host(i, loss) / levels;
  }
}

#define SMNN_WINDOW_OBJECTIVE(Real, ExecutionSpace) \
  template class WindowObjective<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_WINDOW_OBJECTIVE)

}  // namespace smnn::forecast
