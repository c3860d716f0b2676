// The reduced problem against least squares in extended precision, with rows written down by the
// tests.
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <smnn/discovery/detail/joint/joint_problem.hpp>

#include "least_squares.hpp"
#include "systems.hpp"

namespace smnn::discovery::detail {
namespace {

using Space = Kokkos::DefaultHostExecutionSpace;

constexpr int orders = 4;
constexpr std::int64_t points = 9;

/// x' = -0.3 x + y, y' = -2 x at uneven times.
Trajectories small_data() {
  Model const model =
      make_model({"x", "y"}, {.degree = 1}, {{0, "x", -0.3}, {0, "y", 1}, {1, "x", -2}});
  std::vector<double> times{0};
  for (std::int64_t t = 1; t < points; ++t)
    times.push_back(times.back() + 0.1 + 0.02 * static_cast<double>(t % 3));
  Trajectories data{model.variables, 1, points, times, simulate(model, {1, 0.5}, times)};
  add_noise(data, 0.05, 1);
  return data;
}

/// Residual b - A y, at its least, of the rows that the joint problem linearised about the data
/// has: `matrix` holds the model's linear coefficients (2, 2), scaled; `rhs` (T, 2) and `values`
/// (T, 2) the right-hand sides of equations and data.
test::Vector least_residual(std::vector<double> const& matrix, std::vector<double> const& rhs,
                            std::vector<double> const& values, std::vector<double> const& steps,
                            Weights const& weights) {
  test::ProblemData problem;
  Extents& extents = problem.extents;
  extents.time_points = points;
  extents.equations = extents.dims = 2;
  extents.orders = orders;
  extents.initial_steps = points;
  extents.initial_orders = 1;
  extents.coefficients = {false, true};
  extents.smoothness = Smoothness::pade;
  problem.weights = {weights.governing, weights.initial, weights.smoothness, weights.highest_order};
  problem.inputs.coefficients.assign(2 * 2 * orders, 0);
  for (std::size_t e = 0; e < 2; ++e) {
    for (std::size_t d = 0; d < 2; ++d) {
      problem.inputs.coefficients[(e * 2 + d) * orders] = -matrix[e * 2 + d];
    }
    problem.inputs.coefficients[(e * 2 + e) * orders + 1] = 1;
  }
  problem.inputs.rhs = rhs;
  problem.inputs.initial_values = values;
  problem.inputs.steps = steps;
  test::LeastSquares const least_squares(test::constraint_rows(problem, 0, 0), extents.unknowns(),
                                         extents.block_order());
  return least_squares.residual(least_squares.solve());
}

double product(test::Vector const& a, test::Vector const& b) {
  long double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return static_cast<double>(sum);
}

TEST(JointProblem, ReducesToTheCoefficientsAsDenseLeastSquaresDoes) {
  Space const space;
  Trajectories const data = small_data();
  Scales const scales = choose_scales(data);
  Model const model(data.variables, make_terms(data.variables, {.degree = 1}), Link::identity);
  auto const columns = all_columns(model, 1);
  std::vector<double> const xi{0, -0.2, 0.9, 0.1, -1.8, 0.05};  // 1, x, y for x', then for y'
  double const data_weight = 0.3;
  JointProblem<Space> problem(space, model.terms, Link::identity, scale(space, data, scales),
                              orders, Smoothness::pade);
  ReducedProblem const reduced = problem.reduce(columns, xi, data_weight);

  std::vector<double> steps;
  for (std::size_t t = 1; t < points; ++t)
    steps.push_back((data.times[t] - data.times[t - 1]) / scales.time);
  Weights weights;
  weights.governing = scales.step;
  weights.initial = scales.step * data_weight;
  weights.highest_order = 1e-5;
  std::vector<double> matrix(4);
  std::vector<double> values;
  std::vector<double> const none(2 * points, 0);
  for (std::size_t e = 0; e < 2; ++e) {
    for (std::size_t d = 0; d < 2; ++d) {
      matrix[e * 2 + d] =
          scales.time / scales.variables[e] * xi[e * 3 + 1 + d] * scales.variables[d];
    }
  }
  for (std::size_t i = 0; i < data.values.size(); ++i)
    values.push_back(data.values[i] / scales.variables[i % 2]);
  // f - J s - Phi xi at s = data: what the linear terms leave is minus their sum, the constant's is
  // 0.
  std::vector<double> base = none;
  for (std::size_t t = 0; t < points; ++t) {
    for (std::size_t e = 0; e < 2; ++e) {
      for (std::size_t d = 0; d < 2; ++d) base[2 * t + e] -= matrix[e * 2 + d] * values[2 * t + d];
    }
  }
  test::Vector const without = least_residual(matrix, base, values, steps, weights);
  std::vector<test::Vector> residuals;
  for (auto const& column : columns) {
    std::vector<double> rhs = none;
    auto const e = static_cast<std::size_t>(column.equation);
    for (std::size_t t = 0; t < points; ++t) {
      rhs[2 * t + e] = scales.time / scales.variables[e] *
                       value(model.terms[static_cast<std::size_t>(column.term)],
                             data.state(0, static_cast<std::int64_t>(t)));
    }
    residuals.push_back(least_residual(matrix, rhs, none, steps, weights));
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    double const size = product(residuals[i], residuals[i]);
    EXPECT_NEAR(reduced.rhs[i], product(residuals[i], without),
                1e-9 * std::sqrt(size * product(without, without)))
        << i;
    for (std::size_t j = 0; j < columns.size(); ++j) {
      EXPECT_NEAR(reduced.gram(i, j), product(residuals[i], residuals[j]),
                  1e-9 * std::sqrt(size * product(residuals[j], residuals[j])))
          << i << ", " << j;
    }
  }
}

TEST(JointProblem, SmoothsTheStatesByAboutTheNoise) {
  Trajectories data = lorenz_data(2000);
  Trajectories const clean = data;
  add_noise(data, 0.1, 2);
  Scales const scales = choose_scales(data);
  JointProblem<Space> problem(Space(), make_terms(data.variables, {}), Link::identity,
                              scale(Space(), data, scales), orders, Smoothness::pade);
  problem.smooth_states({0.1, 0.1, 0.1});
  for (double const residual : problem.data_residual()) EXPECT_NEAR(residual, 0.1, 0.03);
  double squares = 0;
  auto const states = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), problem.states());
  for (std::int64_t t = 0; t < data.points; ++t) {
    for (std::size_t d = 0; d < 3; ++d) {
      double const error = states(0, t, d, 0) - clean.state(0, t)[d] / scales.variables[d];
      squares += error * error / static_cast<double>(3 * data.points);
    }
  }
  EXPECT_LT(std::sqrt(squares), 0.06);  // the noise was .1
}

}  // namespace
}  // namespace smnn::discovery::detail
