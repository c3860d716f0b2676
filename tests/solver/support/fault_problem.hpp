/// A batch of healthy problems of which one, the victim, is to be hurt.
#pragma once

#include <limits>

#include "compare.hpp"
#include "judged_problem.hpp"
#include "session.hpp"

namespace smnn::test {

inline constexpr std::int64_t batch = 19;  // not a multiple of a pack
inline constexpr std::int64_t victim = 4;
inline constexpr std::int64_t time_points = 7;
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

inline ProblemData healthy_problem(Smoothness smoothness = Smoothness::taylor) {
  Extents e;
  e.batch = batch;
  e.time_points = time_points;
  e.dims = 2;
  e.equations = 2;
  e.orders = 3;
  e.initial_steps = 2;
  e.initial_orders = 3;
  e.smoothness = smoothness;
  return random_problem(e, 11);
}

inline SessionOptions masking() {
  SessionOptions options;
  options.solver.on_failure = FailurePolicy::mask;
  options.check_steps = false;
  options.solver.residual_norm = true;
  return options;
}

// The part of system b of an array whose leading axis is the batch.
inline std::vector<double> of_system(std::vector<double> const& values, std::int64_t b) {
  return part(values, b, static_cast<std::int64_t>(values.size()) / batch);
}

// Overwrites `count` entries of the victim's part, from `first`.
inline void hurt(std::vector<double>& values, std::size_t first, std::size_t count, double value) {
  std::size_t const per_system = values.size() / batch;
  for (std::size_t i = first; i < first + count; ++i) values[victim * per_system + i] = value;
}

}  // namespace smnn::test
