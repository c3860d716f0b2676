// Layers against their definitions, by naive loops in double.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "support/gradient_check.hpp"
#include "support/layer_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::ParameterArray;

template <class Platform>
class LayerValues : public testing::Test {};
TYPED_TEST_SUITE(LayerValues, Platforms, PlatformNames);

template <class Platform>
using RunOn = LayerRun<typename Platform::Real, typename Platform::Space>;

std::vector<double> part(std::vector<double> const& all, ParameterArray const& array) {
  auto const first = all.begin() + array.offset;
  return {first, first + array.size};
}

// Sums of `terms` products of numbers below 1, in any order; a unit for each and four to spare.
void expect_near(std::vector<double> const& got, std::vector<double> const& expected,
                 double epsilon, std::int64_t terms) {
  ASSERT_EQ(got.size(), expected.size());
  double const tolerance = epsilon * static_cast<double>(terms + 4);
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], tolerance) << "entry " << i;
}

std::vector<double> convolve(std::vector<double> const& x, std::vector<double> const& weight,
                             std::vector<double> const& bias, ConvolutionOptions const& o,
                             std::int64_t samples) {
  std::int64_t const padding = o.padding.value_or(o.width / 2);
  std::int64_t const out_length = (o.length + 2 * padding - o.width) / o.stride + 1;
  std::vector<double> y;
  for (std::int64_t s = 0; s < samples; ++s) {
    for (std::int64_t out = 0; out < o.out_channels; ++out) {
      for (std::int64_t l = 0; l < out_length; ++l) {
        double sum = bias.empty() ? 0 : bias[static_cast<std::size_t>(out)];
        for (std::int64_t in = 0; in < o.in_channels; ++in) {
          for (std::int64_t w = 0; w < o.width; ++w) {
            std::int64_t p = l * o.stride + w - padding;
            if (o.padding_mode == PaddingMode::circular) p = (p + o.length) % o.length;
            if (p < 0 || p >= o.length) continue;
            sum += weight[static_cast<std::size_t>((out * o.in_channels + in) * o.width + w)] *
                   x[static_cast<std::size_t>((s * o.in_channels + in) * o.length + p)];
          }
        }
        y.push_back(sum);
      }
    }
  }
  return y;
}

template <class Platform>
void expect_convolution(ConvolutionOptions const& options, std::int64_t samples) {
  RunOn<Platform> run(MakeConvolution{options}, samples);
  run.forward();
  auto const& layout = run.parameters().layout();
  std::vector<double> const parameters = to_host(run.parameters().values());
  std::vector<double> const bias =
      options.bias ? part(parameters, layout.array("conv.bias")) : std::vector<double>();
  std::vector<double> const expected = convolve(
      to_host(run.x()), part(parameters, layout.array("conv.weight")), bias, options, samples);
  expect_near(to_host(run.y()), expected, Platform::epsilon, options.in_channels * options.width);
}

TYPED_TEST(LayerValues, OfConvolutionsAreThoseOfTheDefinition) {
  for (PaddingMode const mode : {PaddingMode::zero, PaddingMode::circular}) {
    for (std::int64_t const width : {1, 2, 5, 9}) {
      for (std::int64_t const stride : {1, 2, 5}) {
        for (bool const bias : {true, false}) {
          ConvolutionOptions options{.in_channels = 3,
                                     .out_channels = 4,
                                     .length = 11,
                                     .width = width,
                                     .stride = stride,
                                     .padding_mode = mode,
                                     .bias = bias};
          SCOPED_TRACE("width " + std::to_string(width) + ", stride " + std::to_string(stride));
          expect_convolution<TypeParam>(options, 1);
          expect_convolution<TypeParam>(options, 6);
          options.padding = 0;
          expect_convolution<TypeParam>(options, 2);
        }
      }
    }
  }
}

TYPED_TEST(LayerValues, OfConvolutionsAreThoseOfTheDefinitionInSeveralChunks) {
  // 36 x 400 numbers a sample: some samples of a batch of 101 at a time, the last time fewer.
  expect_convolution<TypeParam>({.in_channels = 4, .out_channels = 3, .length = 400, .width = 9},
                                101);
}

TYPED_TEST(LayerValues, OfDenseAreThoseOfTheDefinition) {
  constexpr std::int64_t samples = 33, inputs = 17, outputs = 35;
  RunOn<TypeParam> run(MakeDense{inputs, outputs}, samples);
  run.forward();
  auto const& layout = run.parameters().layout();
  std::vector<double> const parameters = to_host(run.parameters().values());
  std::vector<double> const weight = part(parameters, layout.array("dense.weight"));
  std::vector<double> const bias = part(parameters, layout.array("dense.bias"));
  std::vector<double> const x = to_host(run.x());
  std::vector<double> expected;
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t o = 0; o < outputs; ++o) {
      double sum = bias[o];
      for (std::size_t i = 0; i < inputs; ++i) sum += weight[o * inputs + i] * x[s * inputs + i];
      expected.push_back(sum);
    }
  }
  expect_near(to_host(run.y()), expected, TypeParam::epsilon, inputs);
}

TYPED_TEST(LayerValues, OfOffsetsAreOffsetAndFactorTimesX) {
  RunOn<TypeParam> run(MakeOffset{}, 2);
  run.set(run.x(), {4, 8, 12, 0, -4, 2});
  run.forward();
  EXPECT_EQ(to_host(run.y()), (std::vector<double>{2, 0, 3.5, 1, -3, 1}));
}

TYPED_TEST(LayerValues, OfCosineTransformsAreThoseOfTheDefinition) {
  constexpr std::int64_t samples = 2, channels = 3, length = 52, kept = 13;
  RunOn<TypeParam> run(MakeCosineTransform{channels, length, kept}, samples);
  run.forward();
  std::vector<double> const x = to_host(run.x());
  std::vector<double> expected;
  for (std::int64_t row = 0; row < samples * channels; ++row) {
    for (std::int64_t k = 0; k < kept; ++k) {
      double sum = 0;
      for (std::int64_t t = 0; t < length; ++t) {
        sum += x[static_cast<std::size_t>(row * length + t)] *
               std::cos(std::numbers::pi * static_cast<double>((2 * t + 1) * k) / (2.0 * length));
      }
      expected.push_back(sum * std::sqrt((k == 0 ? 1.0 : 2.0) / length));
    }
  }
  // Angles up to 40 here: as many units of rounding in the formula's cosines.
  expect_near(to_host(run.y()), expected, TypeParam::epsilon, length + 40);
}

TYPED_TEST(LayerValues, OfCosineTransformsOfFourNumbersAreThoseOfScipy) {
  // scipy.fft.dct([1, 2, 3, 4], norm="ortho")
  RunOn<TypeParam> run(MakeCosineTransform{1, 4, 4}, 1);
  run.set(run.x(), {1, 2, 3, 4});
  run.forward();
  expect_near(to_host(run.y()), {5, -2.230442497387663, 0, -0.15851266778110726},
              TypeParam::epsilon, 16);
}

TYPED_TEST(LayerValues, OfCosineTransformsAreOrthonormal) {
  constexpr std::int64_t samples = 5, length = 208;
  RunOn<TypeParam> run(MakeCosineTransform{1, length, length}, samples);
  run.forward();
  Kokkos::deep_copy(run.dy(), run.y());
  run.backward();  // the transpose, thus the inverse
  expect_near(to_host(run.dx()), to_host(run.x()), TypeParam::epsilon, 2 * length);
}

TYPED_TEST(LayerValues, OfActivationsAreThoseOfTheirFunctions) {
  std::vector<double> const at = {-3, -0.5, 0, 0.25, 1, 8, -40};
  auto const values = [&](auto const& make) {
    RunOn<TypeParam> run(make, 1);
    run.set(run.x(), at);
    run.forward();
    return to_host(run.y());
  };
  std::vector<double> relu, tanh, sigmoid;
  for (double const x : at) {
    relu.push_back(std::max(x, 0.0));
    tanh.push_back(std::tanh(x));
    // Starts at .2 of -1 to 3: logit(.3) further right.
    sigmoid.push_back(-1 + 4 / (1 + std::exp(-(x + std::log(0.3 / 0.7)))));
  }
  EXPECT_EQ(values(MakeRelu{}), relu);
  expect_near(values(MakeTanh{}), tanh, TypeParam::epsilon, 1);
  expect_near(values(MakeSigmoid{-1, 3, 0.2}), sigmoid, TypeParam::epsilon, 8);
}

TYPED_TEST(LayerValues, OfSigmoidsStartWhereTheyAreTold) {
  RunOn<TypeParam> run(MakeSigmoid{1e-3, 0.999, 0.1}, 1);
  run.set(run.x(), std::vector<double>(7, 0.0));
  run.forward();
  EXPECT_NEAR(to_host(run.y())[0], 0.1, 8 * TypeParam::epsilon);
}

TYPED_TEST(LayerValues, OfSigmoidsStayInTheirRangeFarOut) {
  RunOn<TypeParam> run(MakeSigmoid{0, 1, 0.5}, 1);
  run.set(run.x(), {-1e4, -1e3, -90, 0, 90, 1e3, 1e4});
  run.forward();
  run.backward();
  for (double const y : to_host(run.y())) EXPECT_TRUE(y >= 0 && y <= 1) << y;
  for (double const dx : to_host(run.dx())) EXPECT_TRUE(std::isfinite(dx)) << dx;
}

TYPED_TEST(LayerValues, OfReluKeepNotANumber) {
  RunOn<TypeParam> run(MakeRelu{}, 1);
  run.set(run.x(), std::vector<double>(7, std::numeric_limits<double>::quiet_NaN()));
  run.forward();
  EXPECT_TRUE(std::isnan(to_host(run.y())[0]));
}

TYPED_TEST(LayerValues, OfMasksAreZeroWhereTheMaskIs) {
  RunOn<TypeParam> run(MakeMask{}, 2);
  double const infinity = std::numeric_limits<double>::infinity();
  run.set(run.x(), {1, infinity, 3, 4, 5, 6, 7, 8, 9, 10});
  run.forward();
  EXPECT_EQ(to_host(run.y()), (std::vector<double>{1, 0, 3, 4, 0, 6, 0, 8, 9, 0}));
  using MaskLayer = network::Mask<typename TypeParam::Real, typename TypeParam::Space>;
  dynamic_cast<MaskLayer&>(run.layer()).set({0, 0, 0, 1, 1});
  run.forward();
  EXPECT_EQ(to_host(run.y()), (std::vector<double>{0, 0, 0, 4, 5, 0, 0, 0, 9, 10}));
}

TYPED_TEST(LayerValues, OfTransposesAreInTheOtherOrder) {
  RunOn<TypeParam> run(MakeTranspose{2, 3}, 2);
  run.set(run.x(), {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16});
  run.forward();
  EXPECT_EQ(to_host(run.y()), (std::vector<double>{1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16}));
}

TYPED_TEST(LayerValues, OfLearnedConstantsAreTheVectorInEveryRow) {
  RunOn<TypeParam> run(MakeLearnedConstant{2}, 3);
  run.set(run.parameters().values(), {0.5, -2});
  run.forward();
  EXPECT_EQ(to_host(run.y()), (std::vector<double>{0.5, -2, 0.5, -2, 0.5, -2}));
}

TYPED_TEST(LayerValues, OfLearnedConstantsAreOneRowWhereOneIsAskedFor) {
  RunOn<TypeParam> run(MakeDecodedConstant{}, 1);
  run.forward();
  RunOn<TypeParam> many(MakeDecodedConstant{}, 3);
  many.forward();
  std::vector<double> const one = to_host(run.y());
  std::vector<double> const all = to_host(many.y());
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_NEAR(all[i], one[i % 2], 9 * TypeParam::epsilon) << i;
}

TYPED_TEST(LayerValues, OfResidualBlocksWithZeroWeightsAreTheInput) {
  RunOn<TypeParam> run(
      MakeResidualBlock{{.in_channels = 2, .out_channels = 2, .length = 5, .width = 3}}, 2);
  Kokkos::deep_copy(run.parameters().values(), 0);
  run.forward();
  EXPECT_EQ(to_host(run.y()), to_host(run.x()));
}

}  // namespace
}  // namespace smnn::test
