#include <gtest/gtest.h>

#include <cmath>

#include "smnn/kernels/random.hpp"

namespace smnn::test {
namespace {

// The known answers of Philox4x32-10 that the authors' Random123 library ships (kat_vectors):
// counter and key all zero, and all ones.
TEST(RandomNumbers, AreThoseOfPhilox) {
  kernels::RandomWords const zeros = kernels::random_words(0, 0, 0);
  EXPECT_EQ(zeros.word[0], 0x6627e8d5u);
  EXPECT_EQ(zeros.word[1], 0xe169c58du);
  EXPECT_EQ(zeros.word[2], 0xbc57ac4cu);
  EXPECT_EQ(zeros.word[3], 0x9b00dbd8u);
  std::uint64_t const ones = ~std::uint64_t{0};
  kernels::RandomWords const last = kernels::random_words(ones, ones, ones);
  EXPECT_EQ(last.word[0], 0x408f276du);
  EXPECT_EQ(last.word[1], 0x41c83b0eu);
  EXPECT_EQ(last.word[2], 0xa20bc7c6u);
  EXPECT_EQ(last.word[3], 0x6d5451fdu);
}

// Means of n numbers deviate by more than five standard deviations once in two million tries, and
// the numbers are the same in every run.
TEST(RandomNumbers, HaveTheMomentsOfTheirDistributions) {
  constexpr int n = 100000;
  double const five = 5 / std::sqrt(static_cast<double>(n));
  double uniform = 0, uniform_squares = 0, normal = 0, normal_squares = 0, normal_fourths = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    double const u = kernels::random_uniform(7, 1, i);
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    uniform += u / n;
    uniform_squares += u * u / n;
    double const z = kernels::random_normal(7, 2, i);
    normal += z / n;
    normal_squares += z * z / n;
    normal_fourths += z * z * z * z / n;
  }
  EXPECT_NEAR(uniform, 0.5, five * std::sqrt(1.0 / 12));
  EXPECT_NEAR(uniform_squares, 1.0 / 3, five * std::sqrt(4.0 / 45));
  EXPECT_NEAR(normal, 0, five);
  EXPECT_NEAR(normal_squares, 1, five * std::sqrt(2.0));
  EXPECT_NEAR(normal_fourths, 3, five * std::sqrt(96.0));
}

}  // namespace
}  // namespace smnn::test
