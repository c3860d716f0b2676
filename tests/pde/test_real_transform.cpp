// Transforms against their definition.
#include <gtest/gtest.h>

#include "expect_error.hpp"
#include "fields.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/pde/fourier/real_transform.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

std::vector<double> random_values(std::int64_t n) {
  std::vector<double> values;
  for (std::int64_t j = 0; j < n; ++j)
    values.push_back(kernels::random_normal(1, 2, static_cast<std::uint64_t>(j)));
  return values;
}

class RealTransformTest : public testing::TestWithParam<std::int64_t> {};

TEST_P(RealTransformTest, HasTheCoefficientsOfTheDefinition) {
  std::int64_t const n = GetParam();
  auto const transform = make_transform(n);
  auto const values = random_values(n);
  std::vector<Complex> modes(transform->wavenumbers().size());
  transform->forward(values, modes);
  for (std::size_t m = 0; m < modes.size(); ++m) {
    Complex expected = 0;
    for (std::int64_t j = 0; j < n; ++j) {
      double const angle = -2 * std::numbers::pi *
                           static_cast<double>(transform->wavenumbers()[m] * j % n) /
                           static_cast<double>(n);
      expected += std::polar(values[static_cast<std::size_t>(j)], angle) / static_cast<double>(n);
    }
    // Some roundings of a mean of numbers of size 1.
    EXPECT_LT(std::abs(modes[m] - expected), 1e-15) << "mode " << m;
  }
}

TEST_P(RealTransformTest, TheInverseGivesTheValuesBack) {
  auto const transform = make_transform(GetParam());
  auto const values = random_values(GetParam());
  std::vector<Complex> modes(transform->wavenumbers().size());
  std::vector<double> back(values.size());
  transform->forward(values, modes);
  transform->backward(modes, back);
  EXPECT_LT(test::largest_difference(values, back), 1e-14);  // 50 roundings
}

TEST_P(RealTransformTest, MultiplicitiesGiveTheMeanSquare) {
  auto const transform = make_transform(GetParam());
  auto const values = random_values(GetParam());
  std::vector<Complex> modes(transform->wavenumbers().size());
  transform->forward(values, modes);
  double by_values = 0;
  double by_modes = 0;
  for (double const value : values) by_values += value * value / static_cast<double>(values.size());
  for (std::size_t m = 0; m < modes.size(); ++m)
    by_modes += transform->multiplicities()[m] * std::norm(modes[m]);
  EXPECT_NEAR(by_values, by_modes, 1e-13 * by_values);
}

INSTANTIATE_TEST_SUITE_P(Sizes, RealTransformTest, testing::Values(1, 2, 3, 7, 64, 100, 243));

TEST(RealTransformTest, RefusesOtherSizes) {
  test::expect_error<InvalidArgument>([] { make_transform(0); }, {"got 0 points"});
  auto const transform = make_transform(8);
  std::vector<double> const values(7);
  std::vector<Complex> modes(5);
  test::expect_error<InvalidArgument>([&] { transform->forward(values, modes); },
                                      {"7 values and 5 modes", "expected 8 and 5"});
}

TEST(ResampleTest, IsExactForTheModesOfBothGrids) {
  auto const u = test::wavy(5);
  for (std::int64_t const to : {8, 9, 16, 31, 64}) {
    for (std::int64_t const from : {8, 9, 20}) {
      auto const result = resample(test::sample(u, 5, from), to);
      EXPECT_LT(test::largest_difference(result, test::sample(u, 5, to)), 1e-14)
          << from << " to " << to;
    }
  }
}

TEST(ResampleTest, KeepsTheHighestModeOfAnEvenGrid) {
  std::vector<double> const alternating = {1, -1, 1, -1};
  auto const fine = resample(alternating, 16);
  EXPECT_NEAR(fine[0], 1, 1e-15);
  EXPECT_NEAR(fine[2], 0, 1e-15);
  EXPECT_LT(test::largest_difference(resample(fine, 4), alternating), 1e-15);
}

}  // namespace
}  // namespace smnn::pde
