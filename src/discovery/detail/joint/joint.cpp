// The joint method: Gauss-Newton steps from weakly to strongly enforced equations.
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "smnn/discovery/detail/data/warnings.hpp"
#include "smnn/discovery/detail/joint/joint_problem.hpp"
#include "smnn/discovery/detail/methods.hpp"
#include "smnn/discovery/detail/selection.hpp"
#include "smnn/discovery/detail/starting_point.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {
namespace {

// Data weights of the stages before the last. Where equations are weak (large weights) the first
// linearisation, about noisy states, does little harm; where they are strong noise does little.
constexpr double stages[] = {1, 0.3, 0.1, 0.03};
constexpr int steps_per_stage = 2;
constexpr double strong_equations = 0.1;  // data weight from which the states follow the equations:
                                          // truncation is corrected and terms are dropped

// Corrections of the truncation in the last stage; more would do nothing but strengthen the
// equations.
constexpr int most_corrections = 6;

// Stages end where equations and data leave more than this many times the noise.
constexpr double largest_misfit = 3;

// A step that multiplies the cost (at least: that of the noise) by more is halved.
constexpr double largest_growth = 4;
constexpr int most_halvings = 6;

// Steps end when states (scaled) and coefficients (relative) change by less.
constexpr double converged_change = 1e-8;

double root_mean_square(std::vector<double> const& values) {
  double sum = 0;
  for (double const value : values) sum += value * value;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

// A (B, T, D, K) view's derivative order r on the host, in the caller's units.
template <class States>
std::vector<double> unscaled(States const& states, Scales const& scales, std::size_t r) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), states);
  double const time = std::pow(scales.time, static_cast<double>(r));
  std::vector<double> values;
  values.reserve(host.extent(0) * host.extent(1) * host.extent(2));
  for (std::size_t b = 0; b < host.extent(0); ++b) {
    for (std::size_t t = 0; t < host.extent(1); ++t) {
      for (std::size_t d = 0; d < host.extent(2); ++d) {
        values.push_back(host(b, t, d, r) * scales.variables[d] / time);
      }
    }
  }
  return values;
}

// The coefficients that are still in the model, and what is known about them.
struct Active {
  std::vector<Column> columns;
  std::vector<double> xi;
  std::vector<double> errors;
};

double relative_change(std::vector<double> const& before, std::vector<double> const& after) {
  double change = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    change = std::max(change, std::fabs(after[i] - before[i]) / std::fabs(after[i]));
  }
  return change;
}

// What equations and data leave, root mean square in units of the noise (at least .1 % of the
// deviation: without noise truncation is all there is): about 1 where the equations hold.
template <class ExecutionSpace>
double misfit(JointProblem<ExecutionSpace> const& problem, Active const& active, double data_weight,
              double noise) {
  constexpr double least_noise = 1e-3;
  return std::sqrt(problem.cost(active.columns, active.xi, data_weight)) / (noise + least_noise);
}

// One Gauss-Newton step; true if it changed nothing that matters.
template <class ExecutionSpace>
bool step(JointProblem<ExecutionSpace>& problem, Active& active, double data_weight, double noise,
          bool correct, SelectionRule const& rule, int& undetermined) {
  Kokkos::Profiling::ScopedRegion const region("smnn::gauss_newton_step");
  if (correct) problem.correct_truncation(active.columns, active.xi);
  double const cost = problem.cost(active.columns, active.xi, data_weight);
  ReducedProblem const reduced = problem.reduce(active.columns, active.xi, data_weight);
  double const variance = noise * noise / problem.information_factor(data_weight);
  Selection const selection =
      select(reduced, active.columns, variance, problem.derivative_sizes(), rule);
  undetermined = std::max(undetermined, selection.undetermined);
  std::vector<double> xi(active.xi.size(), 0);  // zero where dropped
  Active next;
  std::vector<double> before;
  for (std::size_t i = 0; i < selection.kept.size(); ++i) {
    std::size_t const place = selection.kept[i];
    xi[place] = selection.coefficients[i];
    before.push_back(active.xi[place]);
    next.columns.push_back(active.columns[place]);
  }
  next.xi = selection.coefficients;
  next.errors = selection.standard_errors;
  bool const all_kept = next.columns.size() == active.columns.size();
  double const moved = problem.move_states(xi);
  double const acceptable = largest_growth * (cost + noise * noise);
  for (int i = 0; i < most_halvings && all_kept; ++i) {
    if (problem.cost(next.columns, next.xi, data_weight) <= acceptable) break;
    problem.halve_move();
    for (std::size_t c = 0; c < next.xi.size(); ++c) next.xi[c] = (next.xi[c] + before[c]) / 2;
  }
  active = next;
  return all_kept && moved < converged_change &&
         relative_change(before, active.xi) < converged_change;
}

template <class ExecutionSpace>
Discovery gather(JointProblem<ExecutionSpace> const& problem, Active const& active,
                 Scales const& scales, Model model) {
  Discovery found;
  found.standard_errors.assign(model.coefficients.size(), 0);
  found.denominator_standard_errors.assign(model.denominators.size(), 0);
  for (std::size_t c = 0; c < active.columns.size(); ++c) {
    Column const& column = active.columns[c];
    coefficient(model, column) = active.xi[c];
    auto& errors = column.denominator ? found.denominator_standard_errors : found.standard_errors;
    errors[model.index(static_cast<std::size_t>(column.equation),
                       static_cast<std::size_t>(column.term))] = active.errors[c];
  }
  found.model = std::move(model);
  found.states = unscaled(problem.states(), scales, 0);
  found.noise = problem.data_residual();
  for (std::size_t d = 0; d < found.noise.size(); ++d) found.noise[d] *= scales.variables[d];
  return found;
}

// What does not change during a fit.
struct Setting {
  Model model;  // its candidates
  Options options;
  Scales scales;
  std::vector<double> noise;  // scaled
  SelectionRule rule;

  double noise_level() const { return root_mean_square(noise); }
};

// Columns whose terms have at most that degree, with coefficients to start from at the states.
template <class ExecutionSpace>
Active start(JointProblem<ExecutionSpace> const& problem, Setting const& setting, int degree) {
  Active active;
  for (auto const& column : all_columns(setting.model, setting.options.denominator_degree)) {
    if (setting.model.terms[static_cast<std::size_t>(column.term)].degree() <= degree) {
      active.columns.push_back(column);
    }
  }
  active.xi = starting_coefficients(setting.model, active.columns,
                                    unscaled(problem.states(), setting.scales, 0),
                                    unscaled(problem.states(), setting.scales, 1));
  active.errors.assign(active.xi.size(), 0);
  return active;
}

// Adds those of the other columns that improve the fit, with coefficients of zero.
template <class ExecutionSpace>
void add_others(JointProblem<ExecutionSpace>& problem, Active& active, Setting const& setting,
                double data_weight) {
  auto columns = active.columns;
  auto xi = active.xi;
  for (auto const& column : all_columns(setting.model, setting.options.denominator_degree)) {
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
    columns.push_back(column);
    xi.push_back(0);
  }
  std::vector<std::size_t> begun(active.columns.size());
  std::iota(begun.begin(), begun.end(), std::size_t{0});
  double const noise = std::max(setting.noise_level(), root_mean_square(problem.data_residual()));
  double const variance = noise * noise / problem.information_factor(data_weight);
  ReducedProblem const reduced = problem.reduce(columns, xi, data_weight);
  auto const chosen =
      grow(reduced, begun, columns, variance, problem.derivative_sizes(), setting.rule);
  for (std::size_t i = active.columns.size(); i < chosen.size(); ++i) {
    active.columns.push_back(columns[chosen[i]]);
    active.xi.push_back(0);
    active.errors.push_back(0);
  }
}

struct Progress {
  bool equations_hold = true;
  double data_weight = stages[0];  // of the last stage
  int undetermined = 0;
  int steps = 0;
};

// The stages, until the last or until the equations do not hold.
template <class ExecutionSpace>
Progress run_stages(JointProblem<ExecutionSpace>& problem, Active& active, Setting const& setting) {
  Progress progress;
  double const noise = setting.noise_level();
  for (double const stage : stages) {
    if (stage <= setting.options.data_weight || !progress.equations_hold) break;
    bool const strong = stage <= strong_equations;
    progress.data_weight = stage;
    for (int i = 0; i < steps_per_stage; ++i, ++progress.steps) {
      bool const eliminate = strong && i + 1 == steps_per_stage;
      step(problem, active, stage, noise, strong, eliminate ? setting.rule : SelectionRule{},
           progress.undetermined);
    }
    progress.equations_hold = misfit(problem, active, stage, noise) <= largest_misfit;
  }
  return progress;
}

// Many candidates at once, fitted about noisy states, lead astray; so those of low degree come
// first. If they suffice, the others are judged about states that are right already.
template <class ExecutionSpace>
Progress approach(JointProblem<ExecutionSpace>& problem, Active& active, Setting const& setting) {
  constexpr int first_degree = 2;
  int highest = 0;
  for (auto const& term : setting.model.terms) highest = std::max(highest, term.degree());
  int steps = 0;
  for (int degree = std::min(first_degree, highest); degree <= highest; ++degree) {
    problem.smooth_states(setting.noise);
    active = start(problem, setting, degree);
    if (active.columns.empty()) continue;
    Progress progress;
    try {
      progress = run_stages(problem, active, setting);
    } catch (NumericalError const&) {
      if (degree == highest) throw;
      continue;
    }
    steps += progress.steps;
    progress.steps = steps;
    if (degree == highest) return progress;
    if (!progress.equations_hold) continue;
    add_others(problem, active, setting, progress.data_weight);
    progress.steps = steps + 1;
    return progress;
  }
  return {};
}

}  // namespace

template <class ExecutionSpace>
Discovery fit_jointly(ExecutionSpace const& space, Trajectories const& data,
                      std::vector<Term> const& terms, Options const& options) {
  Setting setting{Model(data.variables, terms, options.link),
                  options,
                  choose_scales(data),
                  estimate_noise(data),
                  {options.significance, options.contribution, options.threshold}};
  for (std::size_t d = 0; d < setting.noise.size(); ++d) {
    setting.noise[d] /= setting.scales.variables[d];
  }
  JointProblem<ExecutionSpace> problem(space, terms, options.link,
                                       scale(space, data, setting.scales), options.orders,
                                       options.smoothness);
  Active active;
  Progress progress = approach(problem, active, setting);
  if (progress.equations_hold) progress.data_weight = options.data_weight;
  bool converged = false;
  int ignored = 0;
  for (int i = 0; i < options.iterations && !converged && !active.columns.empty(); ++i) {
    double const level = std::max(setting.noise_level(), root_mean_square(problem.data_residual()));
    bool const correct = progress.data_weight <= strong_equations && i < most_corrections;
    converged = step(problem, active, progress.data_weight, level, correct, setting.rule, ignored);
    ++progress.steps;
  }
  Discovery found = gather(problem, active, setting.scales, setting.model);
  found.iterations = progress.steps;
  found.converged = converged || active.columns.empty();
  warn(found, progress.equations_hold, progress.undetermined, setting.noise, setting.scales);
  return found;
}

#define SMNN_INSTANTIATE_JOINT(REAL, SPACE)                                \
  template Discovery fit_jointly<SPACE>(SPACE const&, Trajectories const&, \
                                        std::vector<Term> const&, Options const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_JOINT, double)

}  // namespace smnn::discovery::detail
