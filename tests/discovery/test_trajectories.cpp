// Data: what is refused, the noise that is added and estimated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <smnn/discovery/discover.hpp>
#include <smnn/solver/error.hpp>

#include "error_of.hpp"
#include "systems.hpp"

namespace smnn::discovery {
namespace {

std::string refusal(Trajectories const& data) {
  return test::error_of([&data] { validate(data); });
}

TEST(Trajectories, RefuseTimesThatDoNotIncrease) {
  Trajectories data = lorenz_data(20);
  data.times[7] = data.times[6];
  EXPECT_THAT(refusal(data), testing::AllOf(testing::HasSubstr("point 7"),
                                            testing::HasSubstr("remove duplicates")));
}

TEST(Trajectories, RefuseValuesThatAreNotFinite) {
  Trajectories data = lorenz_data(20);
  data.values[3 * 5 + 1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(refusal(data),
              testing::AllOf(testing::HasSubstr("'y'"), testing::HasSubstr("point 5")));
}

TEST(Trajectories, RefuseAConstantVariable) {
  Trajectories data = lorenz_data(20);
  for (std::size_t t = 0; t < 20; ++t) data.values[3 * t + 2] = 4;
  EXPECT_THAT(refusal(data), testing::AllOf(testing::HasSubstr("'z' is constant"),
                                            testing::HasSubstr("leave the column out")));
}

TEST(Trajectories, RefuseTooFewPointsAndTooManyVariables) {
  EXPECT_THAT(refusal(lorenz_data(7)), testing::HasSubstr("got 7 points, expected at least 8"));
  Trajectories data = lorenz_data(20);
  data.variables.resize(9, "w");
  EXPECT_THAT(refusal(data), testing::HasSubstr("expected 1 to 8"));
}

TEST(Trajectories, RefuseMoreCandidatesThanData) {
  Trajectories const data = lorenz_data(30);
  auto const terms = make_terms(data.variables, {.degree = 4});
  EXPECT_THAT(test::error_of([&] { discover(Kokkos::DefaultExecutionSpace(), data, terms); }),
              testing::AllOf(testing::HasSubstr("35 candidate coefficients"),
                             testing::HasSubstr("lower degree")));
}

TEST(Noise, HasTheDeviationAskedForAndDependsOnTheSeedAlone) {
  Trajectories const clean = lorenz_data(4000);
  Trajectories noisy = clean;
  Trajectories again = clean;
  add_noise(noisy, 0.1, 3);
  add_noise(again, 0.1, 3);
  EXPECT_EQ(noisy.values, again.values);
  Trajectories difference = clean;
  for (std::size_t i = 0; i < clean.values.size(); ++i)
    difference.values[i] = noisy.values[i] - clean.values[i];
  auto const size = deviations(clean);
  auto const noise = deviations(difference);
  // The deviation of 4000 numbers is known to 1/sqrt(8000) = 1.1 %; four times that.
  for (std::size_t d = 0; d < 3; ++d) EXPECT_NEAR(noise[d] / size[d], 0.1, 0.0045) << d;
}

TEST(Noise, IsEstimatedFromTheDataEvenWithUnevenTimes) {
  Trajectories data = lorenz_data(4000);
  Trajectories sparse{data.variables, 1, 0, {}, {}};
  for (std::int64_t t = 0; t < data.points; t += 1 + (t % 3 == 0 ? 1 : 0)) {
    sparse.times.push_back(data.time(0, t));
    sparse.values.insert(sparse.values.end(), data.state(0, t), data.state(0, t) + 3);
    ++sparse.points;
  }
  auto const size = deviations(sparse);
  for (double const share : {0.01, 0.1}) {
    Trajectories noisy = sparse;
    add_noise(noisy, share, 5);
    auto const noise = estimate_noise(noisy);
    for (std::size_t d = 0; d < 3; ++d) EXPECT_NEAR(noise[d] / size[d] / share, 1, 0.1) << d;
  }
  auto const none = estimate_noise(sparse);
  for (std::size_t d = 0; d < 3; ++d) EXPECT_LT(none[d] / size[d], 1e-4) << d;
}

}  // namespace
}  // namespace smnn::discovery
