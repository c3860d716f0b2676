// What layers call their parameters, how these start, and what layers refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "error_of.hpp"
#include "smnn/solver/error.hpp"
#include "support/gradient_check.hpp"
#include "support/layer_makers.hpp"

namespace smnn::test {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;
using LayerList = network::Sequential<double, Space>::Layers;

// Uniform within the bound: the extremes of n numbers are within a few 1/n of it, and the mean of
// their squares, bound^2 / 3, is as near as a few 1/sqrt(n).
void expect_uniform(std::vector<double> const& values, double bound) {
  auto const [lowest, highest] = std::minmax_element(values.begin(), values.end());
  double squares = 0;
  for (double const value : values) squares += value * value;
  double const n = static_cast<double>(values.size());
  EXPECT_GE(*lowest, -bound);
  EXPECT_LE(*highest, bound);
  EXPECT_LT(*lowest, -bound * (1 - 20 / n));
  EXPECT_GT(*highest, bound * (1 - 20 / n));
  EXPECT_NEAR(squares / n, bound * bound / 3, 4 * bound * bound / std::sqrt(n));
}

std::vector<double> initial(network::ParameterLayout const& layout, std::string const& name) {
  network::Parameters<double, Space> const parameters(Space(), layout, 5);
  std::vector<double> const all = to_host(parameters.values());
  network::ParameterArray const& array = layout.array(name);
  return {all.begin() + array.offset, all.begin() + array.offset + array.size};
}

TEST(LayerParameters, StartAsThoseOfPyTorch) {
  network::ParameterLayout layout;
  network::Dense<double, Space> const dense(layout, "dense", 50, 400);
  network::Convolution<double, Space> const convolution(
      layout, "conv", {.in_channels = 10, .out_channels = 300, .length = 16, .width = 9});
  expect_uniform(initial(layout, "dense.weight"), 1 / std::sqrt(50.0));
  expect_uniform(initial(layout, "dense.bias"), 1 / std::sqrt(50.0));
  expect_uniform(initial(layout, "conv.weight"), 1 / std::sqrt(90.0));
  expect_uniform(initial(layout, "conv.bias"), 1 / std::sqrt(90.0));
}

TEST(LayerParameters, HaveTheNamesAndShapesOfPyTorch) {
  network::ParameterLayout layout;
  auto const block = network::residual_block<double, Space>(
      layout, "net.3", {.in_channels = 2, .out_channels = 4, .length = 9, .width = 5});
  std::vector<std::string> names;
  for (auto const& array : layout.arrays()) names.push_back(array.name);
  EXPECT_EQ(names, (std::vector<std::string>{"net.3.conv1.weight", "net.3.conv1.bias",
                                             "net.3.conv2.weight", "net.3.conv2.bias",
                                             "net.3.shortcut.weight", "net.3.shortcut.bias"}));
  EXPECT_EQ(layout.array("net.3.conv1.weight").shape, (std::vector<std::int64_t>{4, 2, 5}));
  EXPECT_EQ(layout.array("net.3.shortcut.weight").shape, (std::vector<std::int64_t>{4, 2, 1}));
  EXPECT_EQ(block->outputs(), 4 * 9);
}

TEST(LayerArguments, OfTheWrongShapeAreNamed) {
  LayerRun<double, Space> run(MakeDense{3, 2}, 4);
  Space const space;
  Kokkos::View<double*, Memory> const numbers("numbers", 100);
  auto const matrix = [&](std::size_t rows, std::size_t columns) {
    return network::Matrix<double, Memory>(numbers.data(), rows, columns);
  };
  auto const forward = [&](auto const& x, auto const& y) {
    return error_of([&] { run.layer().forward(space, run.parameters(), x, y); });
  };
  auto const backward = [&](auto const& dy, auto const& dx) {
    return error_of(
        [&] { run.layer().backward(space, run.parameters(), matrix(4, 3), matrix(4, 2), dy, dx); });
  };
  EXPECT_EQ(forward(matrix(4, 5), matrix(4, 2)),
            "dense 'dense': x has shape (4, 5), expected (4, 3)");
  EXPECT_EQ(forward(matrix(3, 3), matrix(4, 2)),
            "dense 'dense': x has shape (3, 3), expected (4, 3)");
  EXPECT_EQ(forward(matrix(4, 3), matrix(4, 7)),
            "dense 'dense': y has shape (4, 7), expected (4, 2)");
  EXPECT_EQ(forward(matrix(5, 3), matrix(5, 2)),
            "dense 'dense': 5 samples, expected at most 4 as reserved");
  EXPECT_EQ(backward(matrix(4, 3), matrix(4, 3)),
            "dense 'dense': dy has shape (4, 3), expected (4, 2)");
  EXPECT_EQ(backward(matrix(4, 2), matrix(4, 2)),
            "dense 'dense': dx has shape (4, 2), expected (4, 3)");
}

TEST(LayerArguments, OfSequencesFitEachOther) {
  network::ParameterLayout layout;
  EXPECT_EQ(error_of([&] { network::Sequential<double, Space>("net", LayerList()); }),
            "sequential 'net': no layers, expected one or more");
  LayerList layers;
  layers.push_back(std::make_unique<network::Dense<double, Space>>(layout, "net.0", 3, 4));
  layers.push_back(std::make_unique<network::Relu<double, Space>>("net.1", 5));
  EXPECT_EQ(error_of([&] { network::Sequential<double, Space>("net", std::move(layers)); }),
            "sequential 'net': relu 'net.1' takes 5 features, expected 4 as dense 'net.0' gives");
}

TEST(LayerArguments, OfResidualsFitEachOther) {
  network::ParameterLayout layout;
  using Dense = network::Dense<double, Space>;
  using Residual = network::Residual<double, Space>;
  EXPECT_EQ(error_of([&] { Residual("r", std::make_unique<Dense>(layout, "a", 3, 4)); }),
            "residual 'r': the shortcut has 3 outputs, expected 4 as the main layer has");
  EXPECT_EQ(error_of([&] {
              Residual("r", std::make_unique<Dense>(layout, "b", 3, 4),
                       std::make_unique<Dense>(layout, "c", 2, 4));
            }),
            "residual 'r': the shortcut has 2 inputs, expected 3 as the main layer has");
  EXPECT_EQ(error_of([&] {
              network::residual_block<double, Space>(layout, "r", {.length = 8, .width = 4});
            }),
            "residual block 'r': width 4, expected an odd width and the padding left out");
}

TEST(LayerArguments, OfConvolutionsArePositiveAndFit) {
  network::ParameterLayout layout;
  auto const error = [&](ConvolutionOptions const& options) {
    return error_of([&] { network::Convolution<double, Space>(layout, "conv", options); });
  };
  EXPECT_EQ(error({.in_channels = 0}), "convolution 'conv': in_channels is 0, expected 1 or more");
  EXPECT_EQ(error({.stride = 0}), "convolution 'conv': stride is 0, expected 1 or more");
  EXPECT_EQ(error({.padding = -1}), "convolution 'conv': padding is -1, expected 0 or more");
  EXPECT_EQ(error({.length = 4, .width = 7, .padding = 1}),
            "convolution 'conv': the padded length is 6, expected 7 or more");
  EXPECT_EQ(error({.length = 4, .width = 11, .padding_mode = PaddingMode::circular}),
            "convolution 'conv': circular padding is 5, expected at most the length 4");
}

TEST(LayerArguments, OfOtherLayersAreInRange) {
  EXPECT_EQ(error_of([] { network::SigmoidFunction<double>(1, 0); }),
            "sigmoid: low 1, start 0.5, high 0, expected ascending numbers");
  EXPECT_EQ(error_of([] { network::SigmoidFunction<double>(0, 1, 1); }),
            "sigmoid: low 0, start 1, high 1, expected ascending numbers");
  EXPECT_EQ(error_of([] { network::CosineTransform<double, Space>("dct", 2, 8, 9); }),
            "cosine transform: 9 coefficients of length 8, expected 1 or more and at most the "
            "length");
  EXPECT_EQ(error_of([] {
              network::Mask<double, Space>("mask", 3).set({1, 0});
            }),
            "mask 'mask': 2 entries, expected 3");
  EXPECT_EQ(error_of([] {
              network::Mask<double, Space>("mask", 2).set({1, 2});
            }),
            "mask 'mask': entry 2, expected 0 or 1");
  EXPECT_EQ(error_of([] { network::Relu<double, Space>("relu", 0); }),
            "relu 'relu': 0 inputs and 0 outputs, expected positive numbers");
}

}  // namespace
}  // namespace smnn::test
