#include "validate/sample.hpp"

#include <algorithm>
#include <smnn/solver/error.hpp>
#include <string>

#include "validate/reference.hpp"

namespace smnn::drivers::validation {
namespace {

constexpr int most_orders = 8;

void check(Sample const& sample) {
  if (sample.time_points < 2) {
    throw InvalidArgument("--steps is " + std::to_string(sample.time_points) +
                          ", expected at least 2 time points");
  }
  if (!(sample.step > 0)) throw InvalidArgument("--step-size is not positive");
  if (sample.orders > most_orders) {
    throw InvalidArgument("--order is " + std::to_string(sample.orders) + ", expected at most " +
                          std::to_string(most_orders));
  }
}

/// Times are sums of the steps as the solver gets them, so that the grid has no error of its own.
std::vector<std::vector<Number>> make_grid(Equation const& equation, Sample& sample) {
  std::int64_t const count = sample.time_points - 1;
  int const grids = equation.step_length ? equation.members : 1;
  std::vector<std::vector<Number>> times(static_cast<std::size_t>(grids));
  for (int b = 0; b < grids; ++b) {
    auto& points = times[static_cast<std::size_t>(b)];
    points.push_back(equation.begin);
    for (std::int64_t i = 0; i < count; ++i) {
      double const step =
          equation.step_length ? equation.step_length(b, i, count, sample.step) : sample.step;
      sample.steps.values.push_back(step);
      points.push_back(points.back() + static_cast<Number>(step));
    }
    for (Number const t : points) sample.times.values.push_back(static_cast<double>(t));
  }
  sample.steps.members = sample.times.members = grids;
  sample.steps.time_points = count;
  sample.times.time_points = sample.time_points;
  return times;
}

void fill_rows(Equation const& equation, std::vector<std::vector<Number>> const& times,
               Sample& sample) {
  bool const own_grids = times.size() > 1;
  auto const extents = [&](HostArray& array, bool same, bool constant) {
    array.time_points = constant ? 1 : sample.time_points;
    array.members = same && (constant || !own_grids) ? 1 : sample.members;
  };
  extents(sample.coefficients, equation.same_matrix, equation.constant_matrix);
  extents(sample.rhs, equation.same_rhs, equation.constant_rhs);
  for (std::int64_t b = 0; b < std::max(sample.coefficients.members, sample.rhs.members); ++b) {
    auto const& grid = times[own_grids ? static_cast<std::size_t>(b) : 0];
    for (std::int64_t t = 0; t < std::max(sample.coefficients.time_points, sample.rhs.time_points);
         ++t) {
      Rows const rows = governing_rows(equation, static_cast<int>(b),
                                       Series::variable(grid[static_cast<std::size_t>(t)], 1));
      for (int e = 0; e < sample.dims; ++e) {
        if (b < sample.rhs.members && t < sample.rhs.time_points) {
          sample.rhs.values.push_back(static_cast<double>(rows.rhs(e)[0]));
        }
        if (b >= sample.coefficients.members || t >= sample.coefficients.time_points) continue;
        for (int d = 0; d < sample.dims; ++d) {
          for (int r = 0; r < sample.orders; ++r) {
            sample.coefficients.values.push_back(
                r <= equation.highest_order ? static_cast<double>(rows.coefficient(e, d, r)[0])
                                            : 0.);
          }
        }
      }
    }
  }
}

void fill_solution(Equation const& equation, std::vector<std::vector<Number>> const& times,
                   Sample& sample) {
  sample.exact.members = sample.initial_values.members = sample.members;
  sample.exact.time_points = sample.time_points;
  for (int b = 0; b < equation.members; ++b) {
    auto const values = exact_solution(
        equation, b, times[times.size() > 1 ? static_cast<std::size_t>(b) : 0], sample.orders);
    sample.exact.values.insert(sample.exact.values.end(), values.begin(), values.end());
    for (int d = 0; d < sample.dims; ++d) {
      for (int r = 0; r < sample.initial_orders; ++r) {
        sample.initial_values.values.push_back(values[sample.index(0, 0, d, r)]);
      }
    }
  }
}

}  // namespace

Sample make_sample(Equation const& equation, GridChoice const& choice) {
  Sample sample;
  sample.members = equation.members;
  sample.time_points = choice.time_points.value_or(equation.time_points);
  sample.dims = equation.dims;
  sample.orders = std::max(choice.orders.value_or(equation.orders), equation.highest_order + 1);
  sample.initial_orders = equation.initial_orders;
  sample.pinned_orders = equation.highest_order + 1;
  sample.step = choice.step.value_or(equation.step);
  check(sample);
  auto const times = make_grid(equation, sample);
  fill_rows(equation, times, sample);
  fill_solution(equation, times, sample);
  return sample;
}

}  // namespace smnn::drivers::validation
