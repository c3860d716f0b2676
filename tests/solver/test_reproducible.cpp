// The same numbers again: bit for bit, for repeated calls, whatever a system's neighbours are.
#include <gtest/gtest.h>

#include "compare.hpp"
#include "support/judged_problem.hpp"
#include "support/session.hpp"

namespace smnn::test {
namespace {

class Reproducible : public OnPlatform {};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(Reproducible);

Extents shared_extents(Sharing const& of_matrix) {
  Extents e;
  e.batch = 203;
  e.time_points = 12;
  e.dims = 2;
  e.equations = 2;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 2;
  e.coefficients = of_matrix;
  e.steps = {false, true};
  e.initial_values.over_batch = true;
  return e;
}

// Every input is shared by some systems, so that every gradient is a sum over tasks and lanes.
TEST_P(Reproducible, RepeatedCallsGiveTheSameBits) {
  for (Sharing const of_matrix :
       {Sharing{true, true}, Sharing{true, false}, Sharing{false, true}}) {
    ProblemData const problem = random_problem(shared_extents(of_matrix), 1);
    Random random(2);
    std::vector<double> const s = random.vector(
        static_cast<std::size_t>(problem.extents.solutions() * problem.extents.unknowns()));
    InputData const direction = random.inputs(problem.extents);
    auto const first = make_session(GetParam(), problem);
    std::vector<double> const y = first->solved();
    InputData const gradients = first->adjoint(s);
    std::vector<double> const dy = first->tangent(direction);
    for (int again = 0; again < 3; ++again) {
      EXPECT_TRUE(same_bits(first->solved(), y));
      EXPECT_TRUE(same_bits(first->adjoint(s), gradients));
      EXPECT_TRUE(same_bits(first->tangent(direction), dy));
      auto const other = make_session(GetParam(), problem);
      EXPECT_TRUE(same_bits(other->solved(), y));
      EXPECT_TRUE(same_bits(other->adjoint(s), gradients));
    }
  }
}

// The sum over a shared input is the sum of the unshared gradients: to rounding of 203 additions.
TEST_P(Reproducible, GradientsOfSharedInputsAreSums) {
  ProblemData const shared = random_problem(shared_extents({true, false}), 3);
  ProblemData apart = shared;
  apart.extents.coefficients.over_batch = false;
  Shapes const shapes(apart.extents);
  auto const one = static_cast<std::int64_t>(shared.inputs.coefficients.size());
  apart.inputs.coefficients.clear();
  for (std::int64_t b = 0; b < apart.extents.batch; ++b) {
    apart.inputs.coefficients.insert(apart.inputs.coefficients.end(),
                                     shared.inputs.coefficients.begin(),
                                     shared.inputs.coefficients.end());
  }
  std::vector<double> const s = Random(4).vector(entries(shapes.solution));
  auto const of_shared = make_session(GetParam(), shared);
  auto const of_apart = make_session(GetParam(), apart);
  EXPECT_TRUE(same_bits(of_shared->solved(), of_apart->solved()));
  std::vector<double> const every = of_apart->adjoint(s).coefficients;
  std::vector<double> sum(static_cast<std::size_t>(one));
  std::vector<double> sizes(sum.size());
  for (std::size_t i = 0; i < every.size(); ++i) {
    sum[i % sum.size()] += every[i];
    sizes[i % sum.size()] += std::abs(every[i]);
  }
  double const epsilon = GetParam().epsilon();
  EXPECT_TRUE(close_absolute(of_shared->adjoint(s).coefficients, sum,
                             static_cast<double>(apart.extents.batch) * epsilon * largest(sizes)));
}

// A system's numbers do not depend on what else is in its pack, or where in the batch it stands.
TEST_P(Reproducible, ASystemAloneGivesTheSameBits) {
  for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
    Extents e = shared_extents({});
    e.batch = 21;
    e.smoothness = smoothness;
    e.initial_values.over_batch = false;
    e.steps = {};
    ProblemData const together = random_problem(e, 5);
    std::vector<double> const y = make_session(GetParam(), together)->solved();
    for (std::int64_t const b : {0, 6, 20}) {
      ProblemData alone = together;
      alone.extents.batch = 1;
      alone.extents = normalised(alone.extents);
      auto const take = [&](std::vector<double>& values) {
        values = part(values, b, static_cast<std::int64_t>(values.size()) / e.batch);
      };
      for_each_input(alone.inputs, take);
      EXPECT_TRUE(same_bits(make_session(GetParam(), alone)->solved(),
                            part(y, b, together.extents.unknowns())))
          << "system " << b;
    }
  }
}

}  // namespace
}  // namespace smnn::test
