#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "error_of.hpp"
#include "smnn/network/parameters/parameters.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::Initialization;
using network::ParameterLayout;
using network::Parameters;

TEST(ParameterLayout, PlacesArraysOneAfterAnother) {
  ParameterLayout layout;
  EXPECT_EQ(layout.add("a", {2, 3}, Initialization::constant(0)), 0);
  EXPECT_EQ(layout.add("b", {}, Initialization::constant(0)), 6);
  EXPECT_EQ(layout.add("c", {4}, Initialization::constant(0)), 7);
  EXPECT_EQ(layout.size(), 11);
  EXPECT_EQ(layout.array("c").offset, 7);
  EXPECT_EQ(layout.array("a").size, 6);
}

TEST(ParameterLayout, RefusesBadArraysByName) {
  ParameterLayout layout;
  layout.add("a", {1}, Initialization::constant(0));
  EXPECT_EQ(error_of([&] { layout.add("a", {1}, Initialization::constant(0)); }),
            "parameter array 'a' is there twice");
  EXPECT_EQ(error_of([&] {
              layout.add("b", {2, 0}, Initialization::constant(0));
            }),
            "parameter array 'b': shape (2, 0), expected positive extents");
  EXPECT_EQ(error_of([&] { layout.add("", {2}, Initialization::constant(0)); }),
            "parameter array: the name is empty");
  EXPECT_EQ(error_of([&] { layout.array("z"); }), "the model has no parameter array 'z'");
}

template <class Platform>
class ParametersOn : public testing::Test {};
TYPED_TEST_SUITE(ParametersOn, Platforms, PlatformNames);

TYPED_TEST(ParametersOn, StartAsAskedFor) {
  using Real = typename TypeParam::Real;
  typename TypeParam::Space const space;
  ParameterLayout layout;
  layout.add("constant", {3}, Initialization::constant(0.25));
  layout.add("weight", {100, 16}, Initialization::fan_in(16));
  Parameters<Real, typename TypeParam::Space> const parameters(space, layout, 5);
  std::vector<double> const values = to_host(parameters.values());
  EXPECT_EQ(values[0], 0.25);
  EXPECT_EQ(values[2], 0.25);
  auto const [low, high] = std::minmax_element(values.begin() + 3, values.end());
  EXPECT_GE(*low, -0.25);
  EXPECT_LE(*high, 0.25);
  // The extremes of 1600 numbers miss the ends of the range by 1 % with a chance of e^-16.
  EXPECT_LT(*low, -0.2475);
  EXPECT_GT(*high, 0.2475);
  for (double const gradient : to_host(parameters.gradients())) EXPECT_EQ(gradient, 0);
}

TYPED_TEST(ParametersOn, DependOnSeedAndNameAlone) {
  using Real = typename TypeParam::Real;
  using Space = typename TypeParam::Space;
  Space const space;
  ParameterLayout alone;
  alone.add("weight", {8}, Initialization::uniform(1));
  ParameterLayout after_another;
  after_another.add("other", {5}, Initialization::uniform(1));
  after_another.add("weight", {8}, Initialization::uniform(1));
  auto const values = [&](ParameterLayout const& layout, std::uint64_t seed) {
    return to_host(Parameters<Real, Space>(space, layout, seed).values());
  };
  std::vector<double> const first = values(alone, 1);
  std::vector<double> const second = values(after_another, 1);
  EXPECT_TRUE(std::equal(first.begin(), first.end(), second.begin() + 5));
  EXPECT_NE(first, values(alone, 2));
}

}  // namespace
}  // namespace smnn::test
