// The Fourier neural operator: gradients, symmetry, sizes, what it refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "error_of.hpp"
#include "smnn/solver/error.hpp"
#include "support/gradient_check.hpp"
#include "support/spectral_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::FourierActivation;
using network::FourierOperatorOptions;
using network::ParameterLayout;
using Space = Kokkos::DefaultExecutionSpace;

constexpr FourierActivation activations[] = {FourierActivation::relu, FourierActivation::tanh,
                                             FourierActivation::gelu};

FourierOperatorOptions small(FourierActivation activation, std::int64_t blocks) {
  return {.in_channels = 2,
          .out_channels = 3,
          .length = 8,
          .channels = 3,
          .modes = 3,
          .blocks = blocks,
          .projection_channels = 4,
          .activation = activation};
}

template <class Platform>
class FourierOperatorOn : public testing::Test {};
TYPED_TEST_SUITE(FourierOperatorOn, Platforms, PlatformNames);

// The sums of float are those of all layers one after the other, twenty or thirty terms each.
TYPED_TEST(FourierOperatorOn, GradientsAreThoseOfDifferences) {
  for (FourierActivation const activation : activations) {
    for (std::int64_t const blocks : {1, 3})
      check_gradients<TypeParam>(MakeFourierOperator{small(activation, blocks)}, 2, 200);
  }
}

TYPED_TEST(FourierOperatorOn, CommutesWithShifts) {
  for (FourierActivation const activation : activations) {
    FourierOperatorOptions options = small(activation, 3);
    options.length = 20;
    LayerRun<typename TypeParam::Real, typename TypeParam::Space> run(MakeFourierOperator{options},
                                                                      2);
    std::vector<double> const x = to_host(run.x());
    run.forward();
    std::vector<double> const y = to_host(run.y());
    double largest = 0;
    for (double const value : y) largest = std::max(largest, std::abs(value));
    for (std::int64_t const by : {1, 13}) {
      run.set(run.x(), shifted(x, options.length, by));
      run.forward();
      std::vector<double> const got = to_host(run.y());
      std::vector<double> const expected = shifted(y, options.length, by);
      // As above, the sums of all layers.
      for (std::size_t i = 0; i < got.size(); ++i)
        EXPECT_NEAR(got[i], expected[i], 200 * TypeParam::epsilon * largest)
            << "entry " << i << ", shifted by " << by;
    }
  }
}

TEST(FourierOperator, HasThePublishedSizes) {
  ParameterLayout layout;
  auto const net = network::fourier_operator<float, Space>(layout, "fno", {});
  EXPECT_EQ(net->inputs(), 10 * 256);
  EXPECT_EQ(net->outputs(), 10 * 256);
  EXPECT_EQ(layout.array("fno.lift.weight").shape, (std::vector<std::int64_t>{64, 10, 1}));
  EXPECT_EQ(layout.array("fno.block4.spectral.weight").shape,
            (std::vector<std::int64_t>{16, 2, 64, 64}));
  EXPECT_EQ(layout.array("fno.block1.local.bias").shape, std::vector<std::int64_t>{64});
  EXPECT_EQ(layout.array("fno.project1.weight").shape, (std::vector<std::int64_t>{128, 64, 1}));
  EXPECT_EQ(layout.array("fno.project2.weight").shape, (std::vector<std::int64_t>{10, 128, 1}));
  EXPECT_EQ(layout.size(), 64 * (10 + 1) + 4 * (2 * 16 * 64 * 64 + 64 * (64 + 1)) + 128 * (64 + 1) +
                               10 * (128 + 1));
}

TEST(FourierOperator, HasTheActivationAskedForAndNoneAfterTheLastBlock) {
  auto const values = [](FourierActivation activation, std::int64_t blocks) {
    LayerRun<double, Space> run(MakeFourierOperator{small(activation, blocks)}, 1);
    run.forward();
    return to_host(run.y());
  };
  auto const relu = values(FourierActivation::relu, 2);
  EXPECT_NE(relu, values(FourierActivation::tanh, 2));
  EXPECT_NE(relu, values(FourierActivation::gelu, 2));
  // One block and a projection that passes positive numbers on are linear in positive inputs.
  FourierOperatorOptions options = small(FourierActivation::relu, 1);
  LayerRun<double, Space> run(MakeFourierOperator{options}, 1);
  std::vector<double> weights = to_host(run.parameters().values());
  ParameterLayout layout;
  MakeFourierOperator{options}.operator()<double, Space>(layout);
  for (auto const& array : layout.arrays()) {
    bool const is_bias = array.name.ends_with(".bias");
    bool const is_first_projection = array.name == "fno.project1.bias";
    for (std::int64_t i = 0; i < array.size; ++i) {
      if (is_bias) weights[static_cast<std::size_t>(array.offset + i)] = 0;
      // So large that no ReLU of the projection cuts anything off.
      if (is_first_projection) weights[static_cast<std::size_t>(array.offset + i)] = 1e3;
    }
  }
  run.set(run.parameters().values(), weights);
  auto const x = to_host(run.x());
  auto const response = [&](double factor) {
    std::vector<double> scaled = x;
    for (double& value : scaled) value *= factor;
    run.set(run.x(), scaled);
    run.forward();
    return to_host(run.y());
  };
  auto const none = response(0);
  auto const plus = response(1);
  auto const minus = response(-1);
  // Rounding of numbers up to 1e4. A ReLU after the block would cut off half of one sign.
  double largest = 0;
  for (std::size_t i = 0; i < none.size(); ++i) {
    EXPECT_NEAR(plus[i] - none[i], none[i] - minus[i], 1e-10) << i;
    largest = std::max(largest, std::abs(plus[i] - none[i]));
  }
  EXPECT_GT(largest, 0.1);
}

TEST(FourierOperator, NamesWhatItRefuses) {
  auto const error_with = [](FourierOperatorOptions const& options) {
    ParameterLayout layout;
    return error_of([&] { network::fourier_operator<double, Space>(layout, "fno", options); });
  };
  EXPECT_EQ(error_with({.blocks = 0}),
            "fourier operator 'fno': blocks is 0, expected a positive number");
  EXPECT_EQ(error_with({.length = 16, .modes = 10}),
            "spectral convolution 'fno.block1.spectral': modes is 10, expected at most the 9 "
            "frequencies of length 16");
  EXPECT_EQ(error_with({.in_channels = 0}),
            "convolution 'fno.lift': in_channels is 0, expected 1 or more");
}

}  // namespace
}  // namespace smnn::test
