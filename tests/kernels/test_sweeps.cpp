// A, A^T and the derivatives of A's rows as the sweeps apply them: against the rows written down
// independently, against each other, and against differences.
#include <gtest/gtest.h>

#include <cmath>

#include "combination.hpp"
#include "compare.hpp"
#include "host_sweep.hpp"
#include "random_problem.hpp"

namespace smnn::kernels {
namespace {

using test::close_absolute;
using test::InputData;
using test::ProblemData;
using test::Row;
using HostSpace = Kokkos::DefaultHostExecutionSpace;

template <class C>
class Sweeps : public testing::Test {};
using Pack = native_scalar_t<double, HostSpace>;
using Pair = paired_scalar_t<double, HostSpace>;
using SweepCombinations = testing::Types<
    Combination<Pack, 1, StaticOrder<4, 2>, 4, 2>, Combination<Pack, 2, StaticOrder<3, 3>, 3, 3>,
    Combination<Pair, 1, StaticOrder<4, 2>, 4, 2>, Combination<Pack, 2, ArrayOrder<8>, 8, 4>,
    Combination<double, 1, DynamicOrder, 10, 5>, Combination<double, 2, DynamicOrder, 10, 5>>;
TYPED_TEST_SUITE(Sweeps, SweepCombinations);

// What one row contributes to |b - A x|^2, A^T (b - A x), and the gradients at fixed y, lambda.
struct Expected {
  std::vector<double> squares, g;
  InputData gradients;
  double scale = 0;  // of the sums, for tolerances
};

Expected expected(ProblemData const& problem, std::vector<double> const& x,
                  std::vector<double> const& lambda, bool with_rhs) {
  Extents const& e = problem.extents;
  Expected result{{}, std::vector<double>(x.size()), test::zeros(e), 0};
  for (std::int64_t b = 0; b < e.batch; ++b) {
    auto const first = static_cast<std::size_t>(b * e.unknowns());
    double squares = 0;
    for (Row const& row : test::constraint_rows(problem, b, 0)) {
      long double residual = with_rhs ? row.rhs : 0;
      long double of_lambda = 0;
      for (auto const& entry : row.entries) {
        residual -= entry.value * x[first + static_cast<std::size_t>(entry.unknown)];
        of_lambda += entry.value * lambda[first + static_cast<std::size_t>(entry.unknown)];
      }
      squares += static_cast<double>(residual * residual);
      for (std::size_t j = 0; j < row.entries.size(); ++j) {
        std::size_t const i = first + static_cast<std::size_t>(row.entries[j].unknown);
        result.g[i] += static_cast<double>(row.entries[j].value * residual);
        auto const da = static_cast<double>(residual * lambda[i] - of_lambda * x[i]);
        if (row.kind == Row::Kind::governing)
          result.gradients.coefficients[row.sources[j]] += row.weight * da;
        for (std::size_t const step : row.step_sources)
          result.gradients.steps[step] += static_cast<double>(row.entries[j].step_derivative) * da;
      }
      auto const db = row.weight * static_cast<double>(of_lambda);
      if (row.kind == Row::Kind::governing) result.gradients.rhs[row.source] += db;
      if (row.kind == Row::Kind::initial) result.gradients.initial_values[row.source] += db;
    }
    result.squares.push_back(squares);
    result.scale = std::max(result.scale, squares);
  }
  result.scale = std::max(result.scale, test::largest(result.g));
  return result;
}

template <class C>
ProblemData problem_of(Smoothness smoothness, std::uint64_t seed) {
  Extents e;
  e.batch = width_v<typename C::Scalar>;
  e.time_points = 6;
  e.dims = C::n / C::k;
  e.orders = C::k;
  e.equations = 2;
  e.initial_steps = 2;
  e.initial_orders = C::k - 1;
  e.smoothness = smoothness;
  ProblemData problem = test::random_problem(e, seed);
  problem.weights = {1.5, .75, 1.25, .5};
  return problem;
}

// Sums of at most a hundred products, each rounded twice.
constexpr double rounding = 200 * 0x1p-52;

template <class C>
void expect_consistent(Smoothness smoothness) {
  ProblemData problem = problem_of<C>(smoothness, 31);
  SCOPED_TRACE(test::describe(problem, 31));
  auto const order = make_order<typename C::Order>(C::n, C::k);
  using Sweep = HostSweep<typename C::Scalar, C::bandwidth, typename C::Order>;
  auto const sweep = std::make_unique<Sweep>(problem, order);
  test::Random random(32);
  auto const count = static_cast<std::size_t>(problem.extents.batch * problem.extents.unknowns());
  std::vector<double> const x = random.vector(count);
  std::vector<double> const z = random.vector(count);
  std::vector<double> squares, of_sum, of_z, ignored;

  // Against the rows.
  std::vector<double> const g = sweep->residual(x, true, squares);
  Expected const exact = expected(problem, x, z, true);
  EXPECT_TRUE(close_absolute(g, exact.g, rounding * exact.scale));
  EXPECT_TRUE(close_absolute(squares, exact.squares, rounding * exact.scale));

  // A^T is the transpose of A: |b - A (x + z)|^2 = |b - A x|^2 - 2 <A^T (b - A x), z> + |A z|^2.
  sweep->residual(test::plus(x, 1, z), true, of_sum);
  std::vector<double> const gz = sweep->residual(z, false, of_z);
  for (std::int64_t b = 0; b < problem.extents.batch; ++b) {
    auto const i = static_cast<std::size_t>(b);
    auto const part_of = [&](std::vector<double> const& v) {
      return test::part(v, b, problem.extents.unknowns());
    };
    EXPECT_NEAR(of_sum[i], squares[i] - 2 * test::dot(part_of(g), part_of(z)) + of_z[i],
                8 * rounding * (squares[i] + of_z[i]));
    EXPECT_NEAR(of_z[i], -test::dot(part_of(gz), part_of(z)), rounding * of_z[i]);
  }

  // Gradients at fixed x and lambda = z.
  InputData const gradients = sweep->gradients(x, z);
  double const scale = rounding * 4 * exact.scale;
  EXPECT_TRUE(close_absolute(gradients.coefficients, exact.gradients.coefficients, scale));
  EXPECT_TRUE(close_absolute(gradients.rhs, exact.gradients.rhs, scale));
  EXPECT_TRUE(close_absolute(gradients.initial_values, exact.gradients.initial_values, scale));
  EXPECT_TRUE(close_absolute(gradients.steps, exact.gradients.steps, scale));

  // The derivative by every step is the limit of differences of <lambda, A^T (b - A x)>: errors of
  // increment^2 times a third derivative, of powers up to 8 of steps up to 1.5.
  for (std::int64_t t = 0; t + 1 < problem.extents.time_points; ++t) {
    auto const values = [&](double increment) {
      ProblemData moved = problem;
      for (std::int64_t b = 0; b < problem.extents.batch; ++b)
        moved.inputs.steps[static_cast<std::size_t>(b * (problem.extents.time_points - 1) + t)] +=
            increment;
      return Sweep(moved, order).residual(x, true, ignored);
    };
    std::vector<double> const up = values(0x1p-13);
    std::vector<double> const down = values(-0x1p-13);
    for (std::int64_t b = 0; b < problem.extents.batch; ++b) {
      std::vector<double> const lambda = test::part(z, b, problem.extents.unknowns());
      double const difference =
          (test::dot(test::part(up, b, problem.extents.unknowns()), lambda) -
           test::dot(test::part(down, b, problem.extents.unknowns()), lambda)) *
          0x1p12;
      double const slope =
          gradients.steps[static_cast<std::size_t>(b * (problem.extents.time_points - 1) + t)];
      EXPECT_NEAR(difference, slope, 0x1p-26 * 1000 * exact.scale)
          << "system " << b << " step " << t;
    }
  }
}

TYPED_TEST(Sweeps, ApplyTheRowsTheirTransposeAndTheirDerivatives) {
  if constexpr (TypeParam::bandwidth == 2) {
    expect_consistent<TypeParam>(Smoothness::central);
  } else {
    expect_consistent<TypeParam>(Smoothness::taylor);
    expect_consistent<TypeParam>(Smoothness::pade);
  }
}

}  // namespace
}  // namespace smnn::kernels
