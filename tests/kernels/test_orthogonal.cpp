// The orthogonal sweep against that of the normal equations: the same factor, right-hand side and
// Schur complement, where forming products does no harm.
#include <gtest/gtest.h>

#include <cmath>

#include "combination.hpp"
#include "compare.hpp"
#include "host_sweep.hpp"
#include "random_problem.hpp"

namespace smnn::kernels {
namespace {

using test::close_absolute;
using test::ProblemData;
using HostSpace = Kokkos::DefaultHostExecutionSpace;

template <class C>
class Orthogonal : public testing::Test {};
using Pack = native_scalar_t<double, HostSpace>;
using OrthogonalCombinations = testing::Types<
    Combination<Pack, 1, StaticOrder<4, 2>, 4, 2>, Combination<Pack, 2, StaticOrder<4, 2>, 4, 2>,
    Combination<double, 1, DynamicOrder, 9, 3>, Combination<double, 2, DynamicOrder, 9, 3>>;
TYPED_TEST_SUITE(Orthogonal, OrthogonalCombinations);

template <class C>
void expect_same_factors(Smoothness smoothness, SweepExtents const& part, std::uint64_t seed) {
  Extents e;
  e.batch = width_v<typename C::Scalar>;
  e.time_points = 9;
  e.dims = C::n / C::k;
  e.orders = C::k;
  e.equations = C::n / C::k;
  e.initial_steps = part.last_separators > 0 ? 0 : 2;
  e.initial_orders = C::k - 1;
  e.smoothness = smoothness;
  ProblemData problem = test::random_problem(e, seed);
  problem.weights = {1.5, .75, 1.25, .5};
  if (part.last_separators > 0)
    for (double& step : problem.inputs.steps) step = -step;
  SCOPED_TRACE(test::describe(problem, seed) + ", separators " + std::to_string(part.separators) +
               " and " + std::to_string(part.last_separators));
  using Sweep = HostSweep<typename C::Scalar, C::bandwidth, typename C::Order>;
  auto const sweep = std::make_unique<Sweep>(problem, make_order<typename C::Order>(C::n, C::k));
  auto const expected = sweep->factors(false, part);
  auto const found = sweep->factors(true, part);
  EXPECT_EQ(test::largest(expected.status), 0);
  EXPECT_EQ(test::largest(found.status), 0);
  EXPECT_TRUE(close_absolute(found.factor, expected.factor, 1e-8 * test::largest(expected.factor)));
  EXPECT_TRUE(close_absolute(found.z, expected.z, 1e-8 * test::largest(expected.z)));
  EXPECT_TRUE(close_absolute(found.schur, expected.schur, 1e-8 * test::largest(expected.schur)));
}

TYPED_TEST(Orthogonal, HasTheFactorOfTheNormalEquations) {
  constexpr int w = TypeParam::bandwidth;
  SweepExtents whole, first, middle, last, backward;
  first.ghosts = middle.ghosts = w;
  middle.separators = last.separators = w;
  backward.last_separators = w;
  std::uint64_t seed = 40;
  for (SweepExtents const& part : {whole, first, middle, last, backward}) {
    if constexpr (w == 2) {
      expect_same_factors<TypeParam>(Smoothness::central, part, ++seed);
    } else {
      expect_same_factors<TypeParam>(Smoothness::taylor, part, ++seed);
      expect_same_factors<TypeParam>(Smoothness::pade, part, ++seed);
    }
  }
}

}  // namespace
}  // namespace smnn::kernels
