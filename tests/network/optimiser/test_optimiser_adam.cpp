// Adam, AdamW and clipping against their formulas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "smnn/network/optimiser/adam.hpp"
#include "smnn/network/optimiser/gradient_clip.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::Adam;
using network::AdamOptions;
using network::Initialization;
using network::ParameterLayout;
using network::Parameters;
using testing::ThrowsMessage;

template <class Platform>
class AdamOn : public testing::Test {
 public:
  using ParameterSet = Parameters<typename Platform::Real, typename Platform::Space>;

  static void set(typename ParameterSet::Buffer const& buffer, std::vector<double> const& values) {
    Kokkos::deep_copy(buffer,
                      to_device<typename Platform::Real, typename Platform::Memory>(values));
  }

  /// Three steps from (1, -0.5, 0.25).
  std::vector<double> three_steps(AdamOptions const& options) const {
    typename Platform::Space const space;
    ParameterLayout layout;
    layout.add("p", {3}, Initialization::constant(0));
    ParameterSet const parameters(space, layout, 0);
    set(parameters.values(), {1.0, -0.5, 0.25});
    Adam<typename Platform::Real, typename Platform::Space> adam(space, 3, options);
    for (auto const& gradient : {std::vector<double>{0.5, -2.0, 0.001},
                                 {-0.25, 1.0, 0.002},
                                 std::vector<double>{4.0, 0.5, -0.003}}) {
      set(parameters.gradients(), gradient);
      adam.step(space, parameters, options.learning_rate);
    }
    space.fence();
    EXPECT_EQ(adam.steps(), 3);
    return to_host(parameters.values());
  }

  static void expect_close(std::vector<double> const& actual, std::vector<double> const& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    // A few roundings of numbers of size one.
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(actual[i], expected[i], 8 * Platform::epsilon) << "entry " << i;
  }
};
TYPED_TEST_SUITE(AdamOn, Platforms, PlatformNames);

// The expected numbers come from the algorithm boxes of torch.optim.Adam and AdamW, worked out with
// 50 decimal digits (Python's decimal module) and none of our rearrangements.

TYPED_TEST(AdamOn, FollowsPyTorch) {
  this->expect_close(this->three_steps({.learning_rate = 0.01}),
                     {0.9807251656004854, -0.4867227410469671, 0.23101432784845852});
}

TYPED_TEST(AdamOn, AddsWeightDecayToTheGradient) {
  this->expect_close(this->three_steps({.learning_rate = 0.01, .weight_decay = 0.1}),
                     {0.9784629158939119, -0.4860747201741417, 0.22015652817237472});
}

TYPED_TEST(AdamOn, ShrinksTheParametersIfDecayIsDecoupled) {
  this->expect_close(
      this->three_steps({.learning_rate = 0.01, .weight_decay = 0.1, .decoupled_decay = true}),
      {0.9777508179704147, -0.4852468939172469, 0.2302947191577848});
}

TYPED_TEST(AdamOn, AddsEpsilonToTheCorrectedRoot) {
  this->expect_close(
      this->three_steps({.learning_rate = 0.05, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 0.1}),
      {0.9159536214822215, -0.4426875513736507, 0.24889176792277434});
}

TYPED_TEST(AdamOn, ScalesTheGradientByTheFactorOfClipping) {
  using Space = typename TypeParam::Space;
  using Real = typename TypeParam::Real;
  Space const space;
  ParameterLayout layout;
  layout.add("p", {2}, Initialization::constant(1));
  std::vector<std::vector<double>> results;
  for (double const factor : {0.25, 1.0}) {
    Parameters<Real, Space> const parameters(space, layout, 0);
    Adam<Real, Space> adam(space, 2, {});
    this->set(parameters.gradients(), {2 / factor, -8 / factor});
    adam.step(space, parameters, 0.01, factor);
    space.fence();
    results.push_back(to_host(parameters.values()));
    results.push_back(to_host(adam.first_moment()));
    results.push_back(to_host(adam.second_moment()));
  }
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(results[i], results[i + 3]);
}

TYPED_TEST(AdamOn, TheNormIsOfAllEntries) {
  using Space = typename TypeParam::Space;
  using Real = typename TypeParam::Real;
  // Within a chunk, at its border, behind it, and with rests that fill no lane.
  for (std::int64_t const size : {0, 1, 7, 1023, 1024, 1025, 5003}) {
    std::vector<double> const values = random_values(size, 3);
    auto const gradient = to_device<Real, typename TypeParam::Memory>(values);
    double sum = 0;
    for (double const value : to_host(gradient)) sum += value * value;
    network::GradientNorm<Real, Space> const norm(size);
    EXPECT_NEAR(norm(Space(), gradient), std::sqrt(sum), 1e-13 * std::sqrt(sum)) << size;
  }
}

TYPED_TEST(AdamOn, TheNormShowsWhatIsNotANumber) {
  using Space = typename TypeParam::Space;
  using Real = typename TypeParam::Real;
  std::vector<double> values(3000, 1.0);
  values[2345] = std::nan("");
  network::GradientNorm<Real, Space> const norm(3000);
  EXPECT_TRUE(std::isnan(norm(Space(), to_device<Real, typename TypeParam::Memory>(values))));
}

TEST(Clipping, LimitsTheNormAsPyTorch) {
  EXPECT_EQ(network::clip_factor(0.5, 1), 1);
  EXPECT_DOUBLE_EQ(network::clip_factor(4, 1), 1 / (4 + 1e-6));
  EXPECT_EQ(network::clip_factor(1e30, 0), 1);  // no limit
  EXPECT_EQ(network::clip_factor(0, 1), 1);
}

TEST(AdamOptions, AreCheckedByName) {
  auto const checking = [](AdamOptions const& options) { return [=] { check(options); }; };
  EXPECT_THAT(
      checking({.learning_rate = 0}),
      ThrowsMessage<InvalidArgument>("Adam: learning_rate is 0, expected a positive number"));
  EXPECT_THAT(checking({.beta2 = 1}),
              ThrowsMessage<InvalidArgument>("Adam: beta2 is 1, expected one in [0, 1)"));
  EXPECT_THROW(check(AdamOptions{.weight_decay = -1}), InvalidArgument);
  EXPECT_THROW(check(AdamOptions{.epsilon = std::nan("")}), InvalidArgument);
}

}  // namespace
}  // namespace smnn::test
