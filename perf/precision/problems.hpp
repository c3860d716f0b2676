/// Equations with closed-form solutions, as batches of problems whose systems differ a little.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn::perf {

/// One unknown function; inputs of every system at every time point, row-major in system and time.
struct PrecisionProblem {
  std::int64_t systems = 1;
  std::int64_t points = 2;
  int orders = 3;
  double step = 0;
  std::vector<double> coefficients;    // (systems, points, orders)
  std::vector<double> rhs;             // (systems, points)
  std::vector<double> initial_values;  // (systems, initial_orders)
  int initial_orders = 1;
  std::vector<double> exact;  // (systems, points): the function itself
};

/// "oscillator": x'' + w^2 x = 0, x = cos(w t), w in [.9, 1.1]; "decay": x' + a x = sin t from 1,
/// a in [.9, 1.1]. On [0, length] with about the given step. Throws std::runtime_error for another
/// name, or if K is too small for the equation.
PrecisionProblem precision_problem(std::string const& name, std::int64_t systems, double length,
                                   double step, int orders);

}  // namespace smnn::perf
