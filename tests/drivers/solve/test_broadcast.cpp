// Leading batch dimensions become systems and right-hand sides as NumPy's rules say.
#include <gtest/gtest.h>

#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "solve/broadcast.hpp"

namespace smnn::drivers {
namespace {

using io::Shape;

struct LeadingShapes {
  Shape coefficients;
  Shape steps;
  Shape rhs;
  Shape initial_values;
};

BatchAxes axes_of(LeadingShapes const& leading) {
  return broadcast({"coefficients", leading.coefficients}, {"steps", leading.steps},
                   {"rhs", leading.rhs}, {"initial_values", leading.initial_values}, "here");
}

TEST(Broadcast, OneMatrixForManyRightHandSidesIsOneSystem) {
  BatchAxes const axes = axes_of({{1, 3}, {1, 3}, {32, 3}, {32, 3}});
  EXPECT_EQ(axes.batch, 3);
  EXPECT_EQ(axes.members, 32);
  EXPECT_EQ(leading_index(axes, 1 * 32 + 7), "(7, 1)");
}

TEST(Broadcast, AnEmptyBatchHasNoSolutions) {
  BatchAxes const axes = axes_of({{0}, {1}, {0}, {}});
  EXPECT_TRUE(axes.empty());
  EXPECT_EQ(axes.extents, Shape{0});
}

TEST(Broadcast, ExtentsThatDifferAreNamed) {
  test::expect_error<IoError>(
      [] {
        axes_of({{3}, {3}, {4}, {3}});
      },
      {"here, dataset 'rhs'", "(4,)", "expected (3,) as in 'coefficients'"});
  test::expect_error<IoError>([] { axes_of({{3}, {1}, {0}, {1}}); }, {"dataset 'rhs'", "(0,)"});
}

TEST(Broadcast, MoreSystemsThanCanBeCountedAreRefused) {
  std::int64_t const large = std::int64_t{1} << 40;
  test::expect_error<IoError>(
      [&] {
        axes_of({{large, 1}, {1, large}, {}, {}});
      },
      {"here: the leading extents broadcast to", "64 bits"});
}

}  // namespace
}  // namespace smnn::drivers
