#include "reference_problem.hpp"

#include <stdexcept>

namespace smnn::test {
namespace {

using Shape = std::vector<std::int64_t>;

Shape leading(ReferenceArray const& array, std::size_t trailing) {
  return Shape(array.shape.begin(), array.shape.end() - static_cast<std::ptrdiff_t>(trailing));
}

std::int64_t product(Shape const& shape) {
  std::int64_t result = 1;
  for (std::int64_t const extent : shape) result *= extent;
  return result;
}

// From leading axes (M, B) to (B, M).
std::vector<double> transposed(std::vector<double> const& values, std::int64_t m_count,
                               std::int64_t b_count) {
  std::vector<double> result;
  result.reserve(values.size());
  auto const block = static_cast<std::ptrdiff_t>(values.size()) / (m_count * b_count);
  for (std::int64_t b = 0; b < b_count; ++b) {
    for (std::int64_t m = 0; m < m_count; ++m) {
      auto const begin = values.begin() + (m * b_count + b) * block;
      result.insert(result.end(), begin, begin + block);
    }
  }
  return result;
}

}  // namespace

ReferenceProblem reference_problem(ReferenceCase const& c) {
  Shape const of_matrix = leading(c.array("coefficients"), 4);
  Shape const of_solution = leading(c.array("adjoint_seed"), 3);
  bool const matrix_shared = of_matrix != of_solution;
  if (matrix_shared && (of_matrix.size() != 2 || of_matrix[0] != 1))
    throw std::invalid_argument("reference case " + c.name + ": unexpected leading axes");

  ReferenceProblem result;
  Extents& e = result.problem.extents;
  e.batch = product(of_matrix);
  e.right_hand_sides = product(of_solution) / e.batch;
  e.time_points = c.extent("n_steps");
  e.equations = c.extent("n_equations");
  e.dims = c.extent("n_dims");
  e.orders = c.extent("n_orders");
  e.initial_steps = c.extent("n_initial_steps");
  e.initial_orders = c.extent("n_initial_orders");
  auto const length = [&](char const* name, std::size_t from_end) {
    auto const& shape = c.array(name).shape;
    return shape[shape.size() - from_end];
  };
  e.coefficients.over_time = length("coefficients", 4) == 1;
  e.rhs.over_time = length("rhs", 2) == 1;
  e.steps.over_time = length("steps", 1) == 1;
  e.smoothness = c.extent("central_smoothness") != 0 ? Smoothness::central : Smoothness::taylor;
  e = normalised(e);
  result.problem.weights = {c.attribute("weight_equation"), c.attribute("weight_initial"),
                            c.attribute("weight_smoothness")};

  auto const solution_like = [&](std::string const& name) {
    auto const& values = c.array(name).values;
    return matrix_shared ? transposed(values, e.right_hand_sides, e.batch) : values;
  };
  result.problem.inputs = {c.array("coefficients").values, solution_like("rhs"),
                           solution_like("initial_values"), c.array("steps").values};
  result.seed = solution_like("adjoint_seed");
  result.solution = solution_like("solution_refined");
  if (c.has("solution")) result.public_solution = solution_like("solution");
  result.gradients = {c.array("grad_coefficients").values, solution_like("grad_rhs"),
                      solution_like("grad_initial_values"), c.array("grad_steps").values};
  return result;
}

}  // namespace smnn::test
