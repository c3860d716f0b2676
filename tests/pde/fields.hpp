/// Functions on equidistant points, and how far two of them are apart.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

#include "smnn/distributed/process_grid.hpp"
#include "smnn/pde/kdv/solver.hpp"

namespace smnn::test {

using Function = std::function<double(double)>;

/// u(x_j) at points begin .. end-1 of n on [0, length).
inline std::vector<double> sample(Function const& u, double length, std::int64_t n,
                                  distributed::Range const& range) {
  std::vector<double> values;
  for (std::int64_t j = range.begin; j < range.end; ++j)
    values.push_back(u(length * static_cast<double>(j) / static_cast<double>(n)));
  return values;
}

inline std::vector<double> sample(Function const& u, double length, std::int64_t n) {
  return sample(u, length, n, {0, n});
}

inline double largest_difference(std::vector<double> const& a, std::vector<double> const& b) {
  double largest = a.size() == b.size() ? 0 : HUGE_VAL;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

/// The solver's solution at its own points.
inline std::vector<double> values_of(pde::KdvSolver const& solver) {
  std::vector<double> values(static_cast<std::size_t>(solver.own_points().size()));
  solver.values(values);
  return values;
}

/// A smooth function of period `length` without symmetries.
inline Function wavy(double length) {
  return [k = 2 * std::numbers::pi / length](double x) {
    return 0.4 * std::sin(k * x + 0.3) + 0.3 * std::cos(2 * k * x) - 0.2 * std::sin(3 * k * x + 1);
  };
}

}  // namespace smnn::test
