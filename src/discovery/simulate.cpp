#include "smnn/discovery/simulate.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::discovery {
namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

constexpr double largest_state = 1e12;
constexpr int most_steps = 200'000;  // between two samples

[[noreturn]] void throw_blow_up(double time, char const* what) {
  throw NumericalError("simulation: " + std::string(what) + " at time " + std::to_string(time) +
                       ", expected a bounded solution; the model may be unstable");
}

void check(State const& state, double time) {
  for (double const value : state) {
    if (!(std::fabs(value) < largest_state)) throw_blow_up(time, "the solution is unbounded");
  }
}

/// Advances `state` from `time` to `end`; `step` is where the last call left off.
template <class Stepper, class System>
void advance(Stepper& stepper, System const& system, State& state, double time, double end,
             double& step) {
  for (int i = 0; time < end; ++i) {
    if (i == most_steps || step < 1e-14 * std::max(std::fabs(end), 1e-300)) {
      throw_blow_up(time, "the step becomes too small");
    }
    double const wanted = step;
    bool const last = wanted >= end - time;
    if (last) step = end - time;
    double const begin = time;
    if (stepper.try_step(system, state, time, step) == odeint::success) {
      check(state, time);
      if (last) {
        step = std::max(step, wanted);
        return;
      }
    } else {
      time = begin;
    }
  }
}

}  // namespace

std::vector<double> simulate(Model const& model, std::vector<double> const& start,
                             std::vector<double> const& times, SimulationOptions const& options) {
  Kokkos::Profiling::ScopedRegion const region("smnn::simulate");
  if (start.size() != model.dims()) {
    throw InvalidArgument("simulation: the starting point has " + std::to_string(start.size()) +
                          " values, expected " + std::to_string(model.dims()));
  }
  auto stepper = odeint::make_controlled(options.tolerance, options.tolerance,
                                         odeint::runge_kutta_fehlberg78<State>());
  auto const system = [&model](State const& x, State& dxdt, double /*time*/) {
    model.derivative(x.data(), dxdt.data());
  };
  State state = start;
  State result = start;
  double step = times.size() > 1 ? times[1] - times[0] : 1;
  for (std::size_t t = 1; t < times.size(); ++t) {
    advance(stepper, system, state, times[t - 1], times[t], step);
    result.insert(result.end(), state.begin(), state.end());
  }
  return result;
}

Trajectories simulate(Model const& model, std::vector<std::vector<double>> const& starts,
                      double step, std::int64_t points, SimulationOptions const& options) {
  std::vector<double> times;
  for (std::int64_t t = 0; t < points; ++t) times.push_back(static_cast<double>(t) * step);
  Trajectories data{model.variables, static_cast<std::int64_t>(starts.size()), points, {}, {}};
  for (auto const& start : starts) {
    auto const states = simulate(model, start, times, options);
    data.times.insert(data.times.end(), times.begin(), times.end());
    data.values.insert(data.values.end(), states.begin(), states.end());
  }
  return data;
}

}  // namespace smnn::discovery
