#include "smnn/climate/learning/objective.hpp"

#include <algorithm>

#include "smnn/climate/learning/detail/loss_kernels.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::climate {
namespace {

constexpr std::uint64_t start_stream = 0x5354415254;  // of random numbers
constexpr std::uint64_t partner_stream = 0x504152544e;

}  // namespace

template <class Real, class ExecutionSpace>
ClimateObjective<Real, ExecutionSpace>::ClimateObjective(Model& model, Windows const& windows,
                                                         Grid const& grid,
                                                         distributed::Range const& tile,
                                                         ClimateObjectiveOptions const& options)
    : model_(model), windows_(windows), points_(grid.points()), tile_(tile), options_(options) {
  WindowForm const& form = windows.form();
  std::int64_t const last = windows.times() - form.horizon;
  if (options.first_start < windows.first_start() || options.last_start > last ||
      options.first_start > options.last_start || options.windows < 1) {
    throw InvalidArgument(
        "climate: " + std::to_string(options.windows) + " forecasts that start at times " +
        std::to_string(options.first_start) + " .. " + std::to_string(options.last_start) +
        ", expected 1 or more, within " + std::to_string(windows.first_start()) + " .. " +
        std::to_string(last) + ": the record has " + std::to_string(windows.times()) +
        " times, of which window, seasonal cycle and horizon need their part");
  }
  if (model.inputs() != form.window || model.outputs() != form.horizon) {
    throw InvalidArgument("climate: the model has " + std::to_string(model.inputs()) +
                          " inputs and " + std::to_string(model.outputs()) + " outputs, expected " +
                          std::to_string(form.window) + " and " + std::to_string(form.horizon));
  }
  std::int64_t rows = tile.size();
  if (options.alignment > 0) {
    partners_.emplace(grid, tile, options.reach);
    rows += static_cast<std::int64_t>(partners_->ghosts().size());
  }
  if (windows.rows() < rows) {
    throw InvalidArgument("climate: series of " + std::to_string(windows.rows()) +
                          " points, expected those of the tile and its ghosts, " +
                          std::to_string(rows));
  }
}

template <class Real, class ExecutionSpace>
std::vector<std::string> ClimateObjective<Real, ExecutionSpace>::loss_names() const {
  if (!partners_) return {"loss"};
  return {"loss", "error", "distance"};
}

template <class Real, class ExecutionSpace>
void ClimateObjective<Real, ExecutionSpace>::begin_epoch(ExecutionSpace const&, ParameterSet const&,
                                                         std::int64_t epoch) {
  epoch_ = epoch;
}

template <class Real, class ExecutionSpace>
void ClimateObjective<Real, ExecutionSpace>::restore(std::span<double const> state) {
  if (state.size() != 1 || !(state[0] >= 0)) {
    throw InvalidArgument("climate: a state of " + std::to_string(state.size()) +
                          " numbers, expected the number of an epoch");
  }
  epoch_ = static_cast<std::int64_t>(state[0]);
}

template <class Real, class ExecutionSpace>
double ClimateObjective<Real, ExecutionSpace>::random(std::uint64_t stream,
                                                      std::int64_t sample) const {
  return kernels::random_uniform(options_.seed, stream,
                                 static_cast<std::uint64_t>(epoch_ * samples() + sample));
}

template <class Real, class ExecutionSpace>
std::int64_t ClimateObjective<Real, ExecutionSpace>::start(std::int64_t sample) const {
  std::int64_t const starts = options_.last_start - options_.first_start + 1;
  std::int64_t place = 0;
  if (options_.random) {
    place = std::min(starts - 1, static_cast<std::int64_t>(random(start_stream, sample) *
                                                           static_cast<double>(starts)));
  } else if (options_.windows > 1) {
    place = sample / points_ * (starts - 1) / (options_.windows - 1);
  }
  return options_.first_start + place;
}

// Of the samples whose points are here; first views, then second ones.
template <class Real, class ExecutionSpace>
std::vector<WindowPlace> ClimateObjective<Real, ExecutionSpace>::places(
    std::span<std::int64_t const> samples) const {
  std::vector<WindowPlace> first, second;
  for (std::int64_t const sample : samples) {
    std::int64_t const point = sample % points_;
    if (point < tile_.begin || point >= tile_.end) continue;
    first.push_back({point - tile_.begin, start(sample)});
    if (!partners_) continue;
    second.push_back({partners_->row(point, random(partner_stream, sample)), first.back().start});
  }
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

template <class Real, class ExecutionSpace>
void ClimateObjective<Real, ExecutionSpace>::make_room(std::int64_t rows) {
  if (static_cast<std::int64_t>(input_.extent(0)) >= rows) return;
  model_.reserve(rows);
  auto const storage = [&](std::string const& label, std::int64_t columns) {
    return Storage(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                   static_cast<std::size_t>(rows), static_cast<std::size_t>(columns));
  };
  input_ = storage("smnn::climate_input", model_.inputs());
  target_ = storage("smnn::climate_target", model_.outputs());
  output_ = storage("smnn::climate_output", model_.outputs());
  gradient_ = storage("smnn::climate_gradient", model_.outputs());
  code_gradient_ = storage("smnn::climate_code_gradient", model_.code_size());
  losses_ =
      Kokkos::View<double*, MemorySpace>("smnn::climate_losses", static_cast<std::size_t>(rows));
}

template <class Real, class ExecutionSpace>
double ClimateObjective<Real, ExecutionSpace>::sum_of_losses(ExecutionSpace const& space,
                                                             std::int64_t rows) const {
  auto const part = Kokkos::subview(
      losses_, std::pair<std::size_t, std::size_t>(0, static_cast<std::size_t>(rows)));
  auto const host = Kokkos::create_mirror_view(part);
  Kokkos::deep_copy(space, host, part);
  space.fence("smnn::climate_objective: losses");
  double sum = 0;
  for (std::size_t i = 0; i < host.extent(0); ++i) sum += host(i);
  return sum;
}

template <class Real, class ExecutionSpace>
void ClimateObjective<Real, ExecutionSpace>::evaluate(ExecutionSpace const& space,
                                                      ParameterSet const& parameters,
                                                      network::Evaluation const& evaluation,
                                                      std::span<double> losses) {
  std::vector<WindowPlace> const views = places(evaluation.samples);
  if (views.empty()) return;
  auto const rows = static_cast<std::int64_t>(views.size());
  make_room(rows);
  auto const input = network::first_rows(input_, rows);
  auto const target = network::first_rows(target_, rows);
  auto const output = network::first_rows(output_, rows);
  auto const gradient = network::first_rows(gradient_, rows);
  windows_.choose(space, views);
  windows_.read_inputs(space, input);
  windows_.read_targets(space, target);
  model_.forward(space, parameters, input, output);

  double const weight = partners_ ? 0.5 : 1;  // of each view
  bool const wanted = evaluation.with_gradients;
  detail::squared_errors<Real>(space, output, target, weight, evaluation.gradient_factor,
                               wanted ? gradient.data() : nullptr, losses_);
  losses[0] = sum_of_losses(space, rows);
  if (partners_) {
    auto const code_gradient = network::first_rows(code_gradient_, rows);
    detail::code_distances<Real>(space, model_.codes(),
                                 options_.alignment * evaluation.gradient_factor, code_gradient,
                                 losses_);
    losses[1] = losses[0];
    losses[2] = sum_of_losses(space, rows / 2);
    losses[0] += options_.alignment * losses[2];
    if (wanted) model_.add_code_gradient(code_gradient);
  }
  if (wanted) model_.backward(space, parameters, input, output, gradient, {});
}

#define SMNN_CLIMATE_OBJECTIVE(Real, ExecutionSpace) \
  template class ClimateObjective<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_CLIMATE_OBJECTIVE)

}  // namespace smnn::climate
