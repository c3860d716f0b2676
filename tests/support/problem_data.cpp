#include "problem_data.hpp"

#include <stdexcept>

namespace smnn::test {

Shapes::Shapes(Extents const& e)
    : coefficients{e.coefficients.over_batch ? 1 : e.batch,
                   e.coefficients.over_time ? 1 : e.time_points, e.equations, e.dims, e.orders},
      rhs{e.rhs.over_batch ? 1 : e.batch, e.rhs.over_batch ? 1 : e.right_hand_sides,
          e.rhs.over_time ? 1 : e.time_points, e.equations},
      initial_values{e.initial_values.over_batch ? 1 : e.batch,
                     e.initial_values.over_batch ? 1 : e.right_hand_sides, e.initial_steps, e.dims,
                     e.initial_orders},
      steps{e.steps.over_batch ? 1 : e.batch, e.steps.over_time ? 1 : e.time_points - 1},
      solution{e.batch, e.right_hand_sides, e.time_points, e.dims, e.orders} {}

Extents normalised(Extents e) {
  bool const several = e.batch != 1;
  bool const many = several || e.right_hand_sides > 1;
  e.coefficients = {e.coefficients.over_batch && several,
                    e.coefficients.over_time && e.time_points > 1};
  e.rhs = {e.rhs.over_batch && many, e.rhs.over_time && e.time_points > 1};
  e.initial_values = {e.initial_values.over_batch && many, false};
  e.steps = {e.steps.over_batch && several, e.steps.over_time && e.time_points > 2};
  if (e.initial_steps == 0 || e.initial_orders == 0) e.initial_steps = e.initial_orders = 0;
  return e;
}

InputData zeros(Extents const& extents) {
  Shapes const shapes(extents);
  return {std::vector<double>(entries(shapes.coefficients)),
          std::vector<double>(entries(shapes.rhs)),
          std::vector<double>(entries(shapes.initial_values)),
          std::vector<double>(entries(shapes.steps))};
}

double dot(std::vector<double> const& a, std::vector<double> const& b) {
  if (a.size() != b.size()) throw std::invalid_argument("dot: sizes differ");
  long double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<long double>(a[i]) * b[i];
  return static_cast<double>(sum);
}

double dot(InputData const& a, InputData const& b) {
  return dot(a.coefficients, b.coefficients) + dot(a.rhs, b.rhs) +
         dot(a.initial_values, b.initial_values) + dot(a.steps, b.steps);
}

std::vector<double> plus(std::vector<double> const& data, double factor,
                         std::vector<double> const& direction) {
  if (data.size() != direction.size()) throw std::invalid_argument("plus: sizes differ");
  std::vector<double> result(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) result[i] = data[i] + factor * direction[i];
  return result;
}

InputData plus(InputData const& a, double factor, InputData const& b) {
  return {plus(a.coefficients, factor, b.coefficients), plus(a.rhs, factor, b.rhs),
          plus(a.initial_values, factor, b.initial_values), plus(a.steps, factor, b.steps)};
}

}  // namespace smnn::test
