// Convolutions of samples that are too long to be unfolded at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/gradient_check.hpp"
#include "support/layer_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

/// As the sums of the definition say, in double.
struct Direct {
  std::vector<double> y, dx, weight_gradient, bias_gradient;
};

// x has one sample after the other, and so have y, dy and dx.
Direct directly(ConvolutionOptions const& options, std::int64_t samples,
                std::vector<double> const& parameters, std::vector<double> const& x,
                std::vector<double> const& dy) {
  auto const& o = options;
  std::int64_t const padding = o.width / 2;
  std::int64_t const out_length = (o.length + 2 * padding - o.width) / o.stride + 1;
  auto const weights = static_cast<std::size_t>(o.out_channels * o.in_channels * o.width);
  Direct result{std::vector<double>(dy.size()), std::vector<double>(x.size()),
                std::vector<double>(weights),
                std::vector<double>(static_cast<std::size_t>(o.out_channels))};
  for (std::int64_t s = 0; s < samples; ++s) {
    for (std::int64_t c = 0; c < o.out_channels; ++c) {
      for (std::int64_t l = 0; l < out_length; ++l) {
        auto const at = static_cast<std::size_t>((s * o.out_channels + c) * out_length + l);
        result.y[at] += parameters[weights + static_cast<std::size_t>(c)];
        result.bias_gradient[static_cast<std::size_t>(c)] += dy[at];
        for (std::int64_t w = 0; w < o.width; ++w) {
          std::int64_t p = l * o.stride + w - padding;
          if (o.padding_mode == PaddingMode::circular) p = (p + o.length) % o.length;
          if (p < 0 || p >= o.length) continue;
          for (std::int64_t i = 0; i < o.in_channels; ++i) {
            auto const from = static_cast<std::size_t>((s * o.in_channels + i) * o.length + p);
            auto const entry = static_cast<std::size_t>((c * o.in_channels + i) * o.width + w);
            result.y[at] += parameters[entry] * x[from];
            result.dx[from] += parameters[entry] * dy[at];
            result.weight_gradient[entry] += x[from] * dy[at];
          }
        }
      }
    }
  }
  return result;
}

void expect_near(char const* name, std::vector<double> const& got,
                 std::vector<double> const& expected, double relative) {
  ASSERT_EQ(got.size(), expected.size()) << name;
  double largest = 0;
  for (double const value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], relative * largest) << name << ", " << i;
}

template <class Platform>
class LongConvolutions : public testing::Test {};
TYPED_TEST_SUITE(LongConvolutions, Platforms, PlatformNames);

TYPED_TEST(LongConvolutions, AreThoseOfTheDefinition) {
  constexpr std::int64_t samples = 2;
  for (PaddingMode const mode : {PaddingMode::zero, PaddingMode::circular}) {
    for (std::int64_t const stride : {1, 2}) {
      SCOPED_TRACE("stride " + std::to_string(stride));
      // 64 * 9 numbers for each output: 2^22 of them are 7281 outputs. Three pieces.
      ConvolutionOptions const options{.in_channels = 64,
                                       .out_channels = 2,
                                       .length = 20000 * stride,
                                       .width = 9,
                                       .stride = stride,
                                       .padding_mode = mode};
      LayerRun<typename TypeParam::Real, typename TypeParam::Space> run(MakeConvolution{options},
                                                                        samples);
      run.forward();
      run.backward();
      Direct const expected = directly(options, samples, to_host(run.parameters().values()),
                                       to_host(run.x()), to_host(run.dy()));
      // Rounding of sums of 576 terms that partly cancel, and of 40000 for parameters, where an
      // error grows as the root of their number.
      expect_near("output", to_host(run.y()), expected.y, 100 * TypeParam::epsilon);
      expect_near("input gradient", to_host(run.dx()), expected.dx, 100 * TypeParam::epsilon);
      std::vector<double> gradients = expected.weight_gradient;
      gradients.insert(gradients.end(), expected.bias_gradient.begin(),
                       expected.bias_gradient.end());
      expect_near("parameter gradient", to_host(run.parameters().gradients()), gradients,
                  1000 * TypeParam::epsilon);
    }
  }
}

}  // namespace
}  // namespace smnn::test
