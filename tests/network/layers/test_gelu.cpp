// GELU, whose derivative is one of its inputs.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "smnn/network/layers/activation.hpp"
#include "support/gradient_check.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

struct MakeGelu {
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout&) const {
    return std::make_unique<network::Gelu<Real, Space>>("gelu", 8);
  }
};

template <class Platform>
class Gelu : public testing::Test {};
TYPED_TEST_SUITE(Gelu, Platforms, PlatformNames);

// In float the error function is off by a few units.
TYPED_TEST(Gelu, GradientsAreThoseOfDifferences) { check_gradients<TypeParam>(MakeGelu{}, 3, 8); }

TYPED_TEST(Gelu, HasTheValuesOfItsDefinition) {
  LayerRun<typename TypeParam::Real, typename TypeParam::Space> run(MakeGelu{}, 1);
  double const infinity = std::numeric_limits<double>::infinity();
  run.set(run.x(), {-30, -2, -1, 0, 1, 2, 30, std::nan("")});
  run.set(run.dy(), {1, 1, 1, 1, 1, 1, 1, infinity});
  run.forward();
  run.backward();
  // x P(Z < x) and P(Z < x) + x density, from tables of the normal distribution to 12 digits.
  double const p1 = 0.841344746069, p2 = 0.977249868052;
  double const d1 = 0.241970724519, d2 = 0.053990966513;
  std::vector<double> const y = {0, -2 * (1 - p2), p1 - 1, 0, p1, 2 * p2, 30};
  std::vector<double> const dx = {0, 1 - p2 - 2 * d2, 1 - p1 - d1, 0.5, p1 + d1, p2 + 2 * d2, 1};
  // The tables' digits, or some units of rounding.
  double const tolerance = std::max(4e-12, 4 * TypeParam::epsilon);
  for (std::size_t i = 0; i < y.size(); ++i) {
    EXPECT_NEAR(to_host(run.y())[i], y[i], tolerance) << i;
    EXPECT_NEAR(to_host(run.dx())[i], dx[i], tolerance) << i;
  }
  EXPECT_TRUE(std::isnan(to_host(run.y())[7]));
  EXPECT_TRUE(std::isnan(to_host(run.dx())[7]));
}

}  // namespace
}  // namespace smnn::test
