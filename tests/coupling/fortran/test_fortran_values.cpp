// The Fortran module gives the numbers of the C++ solver, to the last bit, in the order of Fortran.
#include <gtest/gtest.h>

#include "random_problem.hpp"
#include "smnn/solver/solver.hpp"
#include "support/c_arrays.hpp"

extern "C" void solve_in_fortran(std::int64_t const* sizes, double const* coefficients,
                                 double const* rhs, double const* initial_values,
                                 double const* steps, double const* seed, double* solution,
                                 double* grad_coefficients, double* grad_rhs,
                                 double* grad_initial_values, double* grad_steps,
                                 double* solution_direction);

namespace smnn::test {
namespace {

// The same entries with the first axis contiguous.
template <std::size_t Rank>
std::vector<double> in_fortran_order(std::array<std::int64_t, Rank> const& shape,
                                     std::vector<double> const& row_major) {
  std::vector<double> result(row_major.size());
  for (std::size_t i = 0; i < row_major.size(); ++i) {
    auto rest = static_cast<std::int64_t>(i);
    std::array<std::int64_t, Rank> index{};
    for (std::size_t axis = Rank; axis-- > 0; rest /= shape[axis]) index[axis] = rest % shape[axis];
    std::int64_t place = 0;
    for (std::size_t axis = Rank; axis-- > 0;) place = place * shape[axis] + index[axis];
    result[static_cast<std::size_t>(place)] = row_major[i];
  }
  return result;
}

TEST(Fortran, GivesTheNumbersOfTheCppSolver) {
  Extents e;
  e.batch = 5;
  e.right_hand_sides = 2;
  e.time_points = 14;
  e.equations = 2;
  e.dims = 2;
  e.orders = 3;
  e.initial_steps = 2;
  e.initial_orders = 2;
  ProblemData const data = random_problem(e, 4);
  Shapes const shapes(e);
  Random random(5);
  HostInputs<double> inputs(e, data.inputs);
  HostInputs<double> gradients(e, zeros(e));
  std::vector<double> const seed_values = random.vector(entries(shapes.solution));
  HostArray<double, 5> y(shapes.solution), seed(shapes.solution, seed_values), dy(shapes.solution);

  Host const space;
  auto const arrays = inputs.cpp<double const>();
  Problem<double, HostMemory> const problem(space, arrays.coefficients, arrays.rhs,
                                            arrays.initial_values, arrays.steps);
  auto const solver = make_solver<double>(space, problem.extents());
  using Solution = SolutionArray<double, HostMemory>;
  solver->solve(space, problem, y.cpp<Solution>());
  solver->adjoint(space, problem, y.cpp<Solution>(), seed.cpp<Solution>(), gradients.cpp<double>());
  solver->tangent(space, problem, y.cpp<Solution>(), arrays, dy.cpp<Solution>());

  std::vector<double> solution(y.values().size()), direction(y.values().size());
  InputData outputs = zeros(e);
  std::int64_t const sizes[] = {e.batch, e.right_hand_sides, e.time_points,   e.equations,
                                e.dims,  e.orders,           e.initial_steps, e.initial_orders};
  solve_in_fortran(sizes, in_fortran_order(shapes.coefficients, data.inputs.coefficients).data(),
                   in_fortran_order(shapes.rhs, data.inputs.rhs).data(),
                   in_fortran_order(shapes.initial_values, data.inputs.initial_values).data(),
                   in_fortran_order(shapes.steps, data.inputs.steps).data(),
                   in_fortran_order(shapes.solution, seed_values).data(), solution.data(),
                   outputs.coefficients.data(), outputs.rhs.data(), outputs.initial_values.data(),
                   outputs.steps.data(), direction.data());

  EXPECT_TRUE(same_bits(solution, in_fortran_order(shapes.solution, y.values())));
  EXPECT_TRUE(same_bits(direction, in_fortran_order(shapes.solution, dy.values())));
  EXPECT_TRUE(same_bits(outputs.coefficients,
                        in_fortran_order(shapes.coefficients, gradients.coefficients.values())));
  EXPECT_TRUE(same_bits(outputs.rhs, in_fortran_order(shapes.rhs, gradients.rhs.values())));
  EXPECT_TRUE(
      same_bits(outputs.initial_values,
                in_fortran_order(shapes.initial_values, gradients.initial_values.values())));
  EXPECT_TRUE(same_bits(outputs.steps, in_fortran_order(shapes.steps, gradients.steps.values())));
}

}  // namespace
}  // namespace smnn::test
