// Every layer's gradients, and what all layers promise.
#include <gtest/gtest.h>

#include <vector>

#include "support/gradient_check.hpp"
#include "support/layer_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

// 35 samples are more than one block of a bias' gradient.
constexpr std::int64_t few = 3;
constexpr std::int64_t many = 35;

template <class Platform>
class LayerGradients : public testing::Test {};
TYPED_TEST_SUITE(LayerGradients, Platforms, PlatformNames);

TYPED_TEST(LayerGradients, OfDense) {
  check_gradients<TypeParam>(MakeDense{5, 4}, few, 5);
  check_gradients<TypeParam>(MakeDense{3, 18}, many, many);
  check_gradients<TypeParam>(MakeDense{1, 1}, 1, 1);
}

TYPED_TEST(LayerGradients, OfConvolutions) {
  for (PaddingMode const mode : {PaddingMode::zero, PaddingMode::circular}) {
    for (std::int64_t const width : {1, 3, 4}) {
      for (std::int64_t const stride : {1, 2, 3}) {
        SCOPED_TRACE("width " + std::to_string(width) + ", stride " + std::to_string(stride));
        ConvolutionOptions const options{.in_channels = 2,
                                         .out_channels = 3,
                                         .length = 7,
                                         .width = width,
                                         .stride = stride,
                                         .padding_mode = mode};
        check_gradients<TypeParam>(MakeConvolution{options}, few, few * 8);
      }
    }
  }
}

TYPED_TEST(LayerGradients, OfConvolutionsThatReachRoundTheAxis) {
  ConvolutionOptions const options{
      .length = 3, .width = 7, .padding = 3, .padding_mode = PaddingMode::circular};
  check_gradients<TypeParam>(MakeConvolution{options}, few, 9);
}

TYPED_TEST(LayerGradients, OfConvolutionsWithoutBiasAndOfOneSample) {
  ConvolutionOptions const options{
      .in_channels = 3, .out_channels = 2, .length = 6, .width = 3, .bias = false};
  check_gradients<TypeParam>(MakeConvolution{options}, 1, 9);
  check_gradients<TypeParam>(MakeConvolution{options}, many, many * 6);
}

TYPED_TEST(LayerGradients, OfActivations) {
  check_gradients<TypeParam>(MakeRelu{}, few, 1);
  check_gradients<TypeParam>(MakeTanh{}, few, 4);
  check_gradients<TypeParam>(MakeSigmoid{0, 1, 0.5}, few, 8);
  check_gradients<TypeParam>(MakeSigmoid{1e-3, 0.999, 0.1}, few, 8);
}

TYPED_TEST(LayerGradients, OfLearnedConstants) {
  check_gradients<TypeParam>(MakeLearnedConstant{4}, many, many);
  check_gradients<TypeParam>(MakeDecodedConstant{}, few, 30);
}

TYPED_TEST(LayerGradients, OfMasks) { check_gradients<TypeParam>(MakeMask{}, few, 1); }

TYPED_TEST(LayerGradients, OfCosineTransforms) {
  check_gradients<TypeParam>(MakeCosineTransform{2, 9, 9}, few, 9);
  check_gradients<TypeParam>(MakeCosineTransform{3, 8, 2}, few, 8);
}

TYPED_TEST(LayerGradients, OfOffsets) { check_gradients<TypeParam>(MakeOffset{}, few, 1); }

TYPED_TEST(LayerGradients, OfTransposes) {
  check_gradients<TypeParam>(MakeTranspose{3, 5}, few, 1);
}

TYPED_TEST(LayerGradients, OfResidualBlocks) {
  ConvolutionOptions options{.in_channels = 2,
                             .out_channels = 2,
                             .length = 6,
                             .width = 3,
                             .padding_mode = PaddingMode::circular};
  check_gradients<TypeParam>(MakeResidualBlock{options}, few, 80);
  options.out_channels = 4;
  check_gradients<TypeParam>(MakeResidualBlock{options}, few, 120);
  options.stride = 2;
  check_gradients<TypeParam>(MakeResidualBlock{options}, few, 120);
  check_gradients<TypeParam>(MakeDenseResidual{}, few, 30);
}

TYPED_TEST(LayerGradients, OfSequences) { check_gradients<TypeParam>(MakeEncoder{}, few, 150); }

template <class Platform>
class Layers : public testing::Test {};
TYPED_TEST_SUITE(Layers, Platforms, PlatformNames);

template <class Platform>
using RunOn = LayerRun<typename Platform::Real, typename Platform::Space>;

TYPED_TEST(Layers, AddToTheGradientsOfTheirParameters) {
  RunOn<TypeParam> run(MakeEncoder{}, many);
  run.forward();
  run.backward();
  std::vector<double> const once = to_host(run.parameters().gradients());
  run.backward();
  std::vector<double> const twice = to_host(run.parameters().gradients());
  double largest = 0;
  for (double const value : once) largest = std::max(largest, std::abs(value));
  // One more rounding per term: the longest sum has 35 samples of 4 positions.
  double const tolerance = 140 * TypeParam::epsilon * largest;
  for (std::size_t i = 0; i < once.size(); ++i)
    EXPECT_NEAR(twice[i], 2 * once[i], tolerance) << "parameter " << i;
}

TYPED_TEST(Layers, ComputeTheGradientsOfParametersWithoutThoseOfInputs) {
  for (std::int64_t const samples : {few, many}) {
    RunOn<TypeParam> run(MakeEncoder{}, samples);
    run.forward();
    run.backward();
    std::vector<double> const with = to_host(run.parameters().gradients());
    run.parameters().clear_gradients(typename TypeParam::Space());
    run.backward_of_parameters_only();
    EXPECT_EQ(to_host(run.parameters().gradients()), with);
  }
}

TYPED_TEST(Layers, GiveTheSameBitsFromRunToRun) {
  // Long enough for sums over several threads and chunks.
  ConvolutionOptions const options{.in_channels = 8, .out_channels = 16, .length = 300, .width = 9};
  auto const outcome = [&](auto const& make, std::int64_t samples) {
    RunOn<TypeParam> run(make, samples);
    run.forward();
    run.backward();
    std::vector<double> all = to_host(run.y());
    for (auto const& view : {run.dx(), run.parameters().gradients()}) {
      std::vector<double> const values = to_host(view);
      all.insert(all.end(), values.begin(), values.end());
    }
    return all;
  };
  for (int repetition = 0; repetition < 3; ++repetition) {
    EXPECT_EQ(outcome(MakeConvolution{options}, 30), outcome(MakeConvolution{options}, 30));
    EXPECT_EQ(outcome(MakeDense{150, 200}, 100), outcome(MakeDense{150, 200}, 100));
    EXPECT_EQ(outcome(MakeEncoder{}, 100), outcome(MakeEncoder{}, 100));
  }
}

TYPED_TEST(Layers, TakeFewerSamplesThanReserved) {
  using Real = typename TypeParam::Real;
  using Memory = typename TypeParam::Memory;
  RunOn<TypeParam> small(MakeEncoder{}, few);
  RunOn<TypeParam> large(MakeEncoder{}, many);
  small.forward();
  small.backward();
  large.forward();  // leaves numbers of other samples behind
  auto const view = [](auto const& buffer, std::int64_t features) {
    return network::Matrix<Real, Memory>(buffer.data(), few, static_cast<std::size_t>(features));
  };
  auto& layer = large.layer();
  typename TypeParam::Space const space;
  auto const x = view(small.x(), layer.inputs());
  auto const y = view(large.y(), layer.outputs());
  layer.forward(space, large.parameters(), x, y);
  layer.backward(space, large.parameters(), x, y, view(small.dy(), layer.outputs()),
                 view(large.dx(), layer.inputs()));
  space.fence();
  // Not in the same chunks, nor by the same kernels of BLAS: sums of up to 36 terms.
  std::vector<double> const expected = to_host(small.parameters().gradients());
  std::vector<double> const got = to_host(large.parameters().gradients());
  for (std::size_t i = 0; i < got.size(); ++i)
    EXPECT_NEAR(got[i], expected[i], 36 * TypeParam::epsilon * (1 + std::abs(expected[i]))) << i;
}

}  // namespace
}  // namespace smnn::test
