// Random initial values.
#include "smnn/pde/kdv/random_sines.hpp"

#include <gtest/gtest.h>

#include <set>

#include "expect_error.hpp"
#include "fields.hpp"
#include "smnn/pde/fourier/real_transform.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

std::vector<double> sines(SineRanges const& ranges, std::uint64_t seed, std::uint64_t split,
                          std::int64_t number) {
  SampleRandom random(seed, split, number);
  SineSum const sum(ranges, random);
  return test::sample(sum, 1, 64);
}

TEST(RandomSinesTest, AreThoseOfSeedSplitAndSample) {
  std::set<double> different;
  for (std::uint64_t const seed : {0, 1}) {
    for (std::uint64_t const split : {0, 1, 2}) {
      for (std::int64_t const number : {0, 1, 511, 1 << 30}) {
        auto const values = sines({}, seed, split, number);
        EXPECT_EQ(values, sines({}, seed, split, number));
        different.insert(values[7]);
      }
    }
  }
  EXPECT_EQ(different.size(), 24u);
}

TEST(RandomSinesTest, HaveTheFrequenciesAndAmplitudesAskedFor) {
  auto const transform = make_transform(64);
  std::vector<Complex> modes(33);
  double largest = 0;
  double powers[2] = {};
  for (int number = 0; number < 400; ++number) {
    transform->forward(sines({1, 0.5, {2, 5}}, 3, 0, number), modes);
    for (std::size_t k = 0; k < modes.size(); ++k) {
      double const allowed =
          k == 2 || k == 5 ? 0.25 + 1e-15 : 1e-15;  // half an amplitude, rounding
      EXPECT_LE(std::abs(modes[k]), allowed) << "mode " << k;
    }
    double const amplitude = 2 * std::max(std::abs(modes[2]), std::abs(modes[5]));
    largest = std::max(largest, amplitude);
    powers[0] += std::norm(2.0 * modes[2]);
    powers[1] += std::norm(2.0 * modes[5]);
  }
  EXPECT_LE(largest, 0.5 + 1e-14);
  EXPECT_GT(largest, 0.48);  // (24/25)^400 = 1e-7
  // Each of both has half of 400 squares of mean 1/12 and deviation .075: 16.7, give or take 5
  // deviations of .112 * 20 / root 2 each.
  EXPECT_NEAR(powers[0], 400 / 24.0, 8);
  EXPECT_NEAR(powers[1], 400 / 24.0, 8);
}

TEST(RandomSinesTest, AreOfPeriodOneWithPhasesOfAllSizes) {
  SampleRandom random(1, 1, 1);
  SineSum const sum({}, random);
  EXPECT_NEAR(sum(0.3), sum(1.3), 1e-13);
  int above = 0;
  for (int number = 0; number < 200; ++number)
    above += sines({1, 0.5, {1}}, 3, 0, number)[0] > 0 ? 1 : 0;
  EXPECT_NEAR(above, 100, 5 * 7.1);  // five deviations
}

TEST(RandomSinesTest, RangesAreChecked) {
  using test::expect_error;
  expect_error<InvalidArgument>([] { check({-1, 1, {1}}); }, {"sines: got -1"});
  expect_error<InvalidArgument>([] { check({1, HUGE_VAL, {1}}); }, {"amplitude: got inf"});
  expect_error<InvalidArgument>([] { check({1, 1, {}}); }, {"frequencies: got none"});
  expect_error<InvalidArgument>([] { check({1, 1, {1, -2}}); }, {"frequencies: got -2"});
}

}  // namespace
}  // namespace smnn::pde
