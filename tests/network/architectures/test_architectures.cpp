// The networks of the PDE experiment on one rank: gradients, sizes, how they start, what they
// refuse.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "error_of.hpp"
#include "smnn/solver/error.hpp"
#include "support/architecture_makers.hpp"
#include "support/gradient_check.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::HeadForm;
using network::ParameterLayout;
using Space = Kokkos::DefaultExecutionSpace;

template <class Platform>
class ArchitectureGradients : public testing::Test {};
TYPED_TEST_SUITE(ArchitectureGradients, Platforms, PlatformNames);

// The sums of float are those of all layers one after the other; a hundred or two of terms each.

TYPED_TEST(ArchitectureGradients, OfMeansOverTheAxis) {
  check_gradients<TypeParam>(MakeMeanOverAxis{3, 7}, 4, 7);
  check_gradients<TypeParam>(MakeMeanOverAxis{1, 1}, 1, 1);
}

TYPED_TEST(ArchitectureGradients, OfResidualNetworks) {
  check_gradients<TypeParam>(MakeResidualNetwork{{.in_channels = 2,
                                                  .out_channels = 3,
                                                  .length = 7,
                                                  .filters = 2,
                                                  .blocks = 3,
                                                  .blocks_per_doubling = 2,
                                                  .width = 3,
                                                  .last_width = 5}},
                             2, 300);
}

network::InitialValueHeadOptions small_head(HeadForm form) {
  return {.in_channels = 2,
          .out_channels = 2,
          .length = 8,
          .form = form,
          .filters = {3, 2, 2},
          .strides = {1, 2, 2},
          .width = 3,
          .last_width = 3};
}

TYPED_TEST(ArchitectureGradients, OfInitialValueHeads) {
  check_gradients<TypeParam>(MakeInitialValueHead{small_head(HeadForm::convolutional)}, 2, 100);
  check_gradients<TypeParam>(MakeInitialValueHead{small_head(HeadForm::dense)}, 2, 100);
}

network::StepHeadOptions small_step_head(HeadForm form) {
  return {.in_channels = 2,
          .length = 8,
          .form = form,
          .filters = {3, 2},
          .strides = {1, 2},
          .width = 3};
}

TYPED_TEST(ArchitectureGradients, OfStepHeads) {
  check_gradients<TypeParam>(MakeStepHead{small_step_head(HeadForm::convolutional)}, 2, 100);
  check_gradients<TypeParam>(MakeStepHead{small_step_head(HeadForm::dense)}, 2, 100);
}

TEST(MeanOverAxis, IsTheMeanOfEachChannel) {
  LayerRun<double, Space> run(MakeMeanOverAxis{2, 4}, 1);
  run.set(run.x(), {1, 2, 3, 6, -1, -1, 0, 0});
  run.set(run.dy(), {4, 8});
  run.forward();
  run.backward();
  EXPECT_EQ(to_host(run.y()), (std::vector<double>{3, -0.5}));
  EXPECT_EQ(to_host(run.dx()), (std::vector<double>{1, 1, 1, 1, 2, 2, 2, 2}));
}

std::int64_t convolution_size(std::int64_t in, std::int64_t out, std::int64_t width) {
  return out * (in * width + 1);
}

TEST(ResidualNetwork, HasThePublishedSizes) {
  ParameterLayout layout;
  auto const net = network::residual_network<float, Space>(layout, "net", {.out_channels = 50});
  EXPECT_EQ(net->inputs(), 10 * 256);
  EXPECT_EQ(net->outputs(), 50 * 256);
  EXPECT_EQ(layout.array("net.block4.conv2.weight").shape, (std::vector<std::int64_t>{64, 64, 9}));
  EXPECT_EQ(layout.array("net.block5.conv1.weight").shape, (std::vector<std::int64_t>{128, 64, 9}));
  EXPECT_EQ(layout.array("net.block9.shortcut.weight").shape,
            (std::vector<std::int64_t>{256, 128, 1}));
  EXPECT_EQ(layout.array("net.last.weight").shape, (std::vector<std::int64_t>{50, 256, 7}));
  std::int64_t const doublings = convolution_size(64, 128, 9) + convolution_size(64, 128, 1) +
                                 convolution_size(128, 256, 9) + convolution_size(128, 256, 1);
  EXPECT_EQ(layout.size(), convolution_size(10, 64, 9) + 8 * convolution_size(64, 64, 9) +
                               7 * convolution_size(128, 128, 9) +
                               3 * convolution_size(256, 256, 9) + doublings +
                               convolution_size(256, 50, 7));
}

// What is farther away than the receptive field makes no difference, what is nearer does.
TEST(ResidualNetwork, SeesItsReceptiveField) {
  network::ResidualNetworkOptions const options{.in_channels = 1,
                                                .out_channels = 1,
                                                .length = 61,
                                                .filters = 2,
                                                .blocks = 2,
                                                .width = 5,
                                                .last_width = 7};
  std::int64_t const radius = network::receptive_radius(options);
  EXPECT_EQ(radius, 13);
  LayerRun<double, Space> run(MakeResidualNetwork{options}, 1);
  std::vector<double> seed(61);
  seed[30] = 1;
  // Positive weights on positive inputs: no ReLU cuts off what is seen.
  run.set(run.parameters().values(), random_values(run.parameters().size(), 3, 0.1, 1));
  run.set(run.x(), random_values(61, 4, 0.1, 1));
  run.set(run.dy(), seed);
  run.forward();
  run.backward();
  std::vector<double> const dx = to_host(run.dx());
  for (std::int64_t i = 0; i < 61; ++i)
    EXPECT_EQ(dx[static_cast<std::size_t>(i)] != 0, std::abs(i - 30) <= radius) << i;
}

TEST(InitialValueHead, HasThePublishedSizes) {
  ParameterLayout layout;
  auto const dense =
      network::initial_value_head<float, Space>(layout, "dense", {.form = HeadForm::dense});
  EXPECT_EQ(dense->inputs(), 10 * 256);
  EXPECT_EQ(dense->outputs(), 3 * 256);
  EXPECT_EQ(layout.array("dense.dense.weight").shape, (std::vector<std::int64_t>{768, 32 * 64}));
  EXPECT_EQ(layout.array("dense.conv3.weight").shape, (std::vector<std::int64_t>{256, 128, 7}));
  auto const convolutional = network::initial_value_head<float, Space>(layout, "conv", {});
  EXPECT_EQ(convolutional->outputs(), 3 * 256);
  EXPECT_EQ(layout.array("conv.conv7.weight").shape, (std::vector<std::int64_t>{32, 64, 7}));
  EXPECT_EQ(layout.array("conv.last.weight").shape, (std::vector<std::int64_t>{3, 32, 7}));
}

TEST(StepHead, HasThePublishedSizes) {
  ParameterLayout layout;
  auto const dense = network::step_head<float, Space>(layout, "dense", {.form = HeadForm::dense});
  EXPECT_EQ(dense->outputs(), 1);
  EXPECT_EQ(layout.array("dense.dense.weight").shape, (std::vector<std::int64_t>{1, 32 * 64}));
  EXPECT_EQ(layout.array("dense.conv1.weight").shape, (std::vector<std::int64_t>{64, 10, 5}));
  auto const convolutional = network::step_head<float, Space>(layout, "conv", {});
  EXPECT_EQ(convolutional->outputs(), 1);
  EXPECT_EQ(layout.array("conv.last.weight").shape, (std::vector<std::int64_t>{1, 32, 1}));
}

TEST(StepHead, StartsNearTheGivenStep) {
  for (HeadForm const form : {HeadForm::convolutional, HeadForm::dense}) {
    MakeStepHead const make{{.length = 32, .form = form, .start = 0.05}};
    LayerRun<double, Space> run(make, 3);
    // With the initialisation of a training the sigmoid gets a few tenths.
    ParameterLayout layout;
    make.operator()<double, Space>(layout);
    run.set(run.parameters().values(),
            to_host(network::Parameters<double, Space>(Space(), layout, 1).values()));
    run.forward();
    for (double const step : to_host(run.y())) {
      EXPECT_GT(step, 0.03);
      EXPECT_LT(step, 0.08);
    }
    // Rounding of an exponential and a quotient.
    run.set(run.parameters().values(),
            std::vector<double>(static_cast<std::size_t>(layout.size())));
    run.forward();
    for (double const step : to_host(run.y())) EXPECT_NEAR(step, 0.05, 1e-15);
  }
}

TEST(Architectures, NameWhatTheyRefuse) {
  ParameterLayout layout;
  EXPECT_EQ(
      error_of([&] { network::residual_network<double, Space>(layout, "a", {.blocks = -1}); }),
      "residual network 'a': blocks is -1, expected 0 or more");
  EXPECT_EQ(
      error_of([&] { network::residual_network<double, Space>(layout, "b", {.last_width = 6}); }),
      "residual network 'b': last_width is 6, expected an odd number");
  EXPECT_EQ(error_of([&] {
              network::step_head<double, Space>(
                  layout, "c", {.form = HeadForm::dense, .filters = {4, 4}, .strides = {1, 2, 1}});
            }),
            "network 'c': 2 numbers of filters and 3 strides, expected one filter or more, and as "
            "many strides or none");
  EXPECT_EQ(error_of([&] { network::MeanOverAxis<double, Space>("d", 2, 0); }),
            "mean over axis 'd': length is 0, expected a positive number");
}

}  // namespace
}  // namespace smnn::test
