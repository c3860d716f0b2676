// Layers on a line of ranks are those of the whole axis, to rounding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "line_comparison.hpp"
#include "smnn/solver/error.hpp"
#include "support/architecture_makers.hpp"
#include "support/layer_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::HaloExchanges;
using testing::HasSubstr;

auto convolutions(ConvolutionOptions options) {
  options.padding_mode = PaddingMode::circular;
  return [options](LinePointer const& line, std::int64_t length) {
    MakeConvolution make{options};
    make.options.line = line;
    make.options.length = length;
    return make;
  };
}

struct MakeBlock {
  ConvolutionOptions options;
  HaloExchanges exchanges;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    return network::residual_block<Real, Space>(layout, "block", options, exchanges);
  }
};

auto blocks(ConvolutionOptions options, HaloExchanges exchanges) {
  options.padding_mode = PaddingMode::circular;
  return [options, exchanges](LinePointer const& line, std::int64_t length) {
    MakeBlock make{options, exchanges};
    make.options.line = line;
    make.options.length = length;
    return make;
  };
}

template <class Platform>
class LayersOnLine : public testing::Test {};
TYPED_TEST_SUITE(LayersOnLine, Platforms, PlatformNames);

// Sums of up to samples * length = 144 terms, in other orders.

TYPED_TEST(LayersOnLine, ConvolutionsAreThoseOfTheWholeAxis) {
  for (auto const& line : {even_line(48, 2), uneven_line(), even_line(46, 2)}) {
    for (std::int64_t const stride : {1, 2}) {
      for (std::int64_t const width : {1, 3, 5, 9}) {
        for (std::int64_t const samples : {1, 3}) {
          SCOPED_TRACE("width " + std::to_string(width) + ", stride " + std::to_string(stride));
          expect_as_on_one_rank<TypeParam>(
              line,
              convolutions({.in_channels = 2, .out_channels = 3, .width = width, .stride = stride}),
              {.samples = samples, .out_stride = stride});
        }
      }
    }
  }
}

TYPED_TEST(LayersOnLine, SharesNeedNotBeMultiplesWithoutStride) {
  expect_as_on_one_rank<TypeParam>(even_line(47),
                                   convolutions({.in_channels = 2, .out_channels = 2, .width = 7}));
}

TYPED_TEST(LayersOnLine, EvenWidthsFitWithStrides) {
  expect_as_on_one_rank<TypeParam>(
      uneven_line(),
      convolutions({.in_channels = 2, .out_channels = 3, .width = 4, .stride = 2, .padding = 1}),
      {.out_stride = 2});
}

// The neighbours need all points of the narrowest rank, which has no output that needs none of
// theirs.
TYPED_TEST(LayersOnLine, HalosMayBeAsWideAsAShare) {
  expect_as_on_one_rank<TypeParam>(
      uneven_line(),
      convolutions({.in_channels = 2, .out_channels = 2, .width = 21, .bias = false}));
}

// 21600 numbers a sample on one rank, some samples to a chunk of 2^17 per thread; shares are
// chunked otherwise than the whole, and each otherwise if uneven.
TYPED_TEST(LayersOnLine, ChunksOfSamplesMayDiffer) {
  std::int64_t const threads = std::min<std::int64_t>(4, typename TypeParam::Space().concurrency());
  expect_as_on_one_rank<TypeParam>(even_line(300),
                                   convolutions({.in_channels = 8, .out_channels = 5, .width = 9}),
                                   {.samples = 30 * threads, .terms = 9000});
}

// 576 numbers for each output, of 2^22 at once: the first rank has two pieces, the others one, the
// whole two or three.
TYPED_TEST(LayersOnLine, LongSharesAreUnfoldedInPieces) {
  std::vector<std::int64_t> cuts{0};
  for (std::int64_t r = 0; r < world().size(); ++r) cuts.push_back(2 * (8000 + 500 * r));
  expect_as_on_one_rank<TypeParam>(
      std::make_shared<Line const>(world(), cuts),
      convolutions({.in_channels = 64, .out_channels = 2, .width = 9, .stride = 2}),
      {.samples = 2, .out_stride = 2, .terms = 1000});
}

TYPED_TEST(LayersOnLine, ResidualBlocksAreThoseOfTheWholeAxis) {
  for (HaloExchanges const exchanges : {HaloExchanges::per_layer, HaloExchanges::per_block}) {
    for (auto const& line : {even_line(48, 2), uneven_line()}) {
      for (std::int64_t const stride : {1, 2}) {
        for (std::int64_t const channels : {2, 4}) {
          for (std::int64_t const width : {1, 3, 7}) {
            SCOPED_TRACE("width " + std::to_string(width) + ", stride " + std::to_string(stride) +
                         ", " + std::to_string(channels) + " channels, exchange " +
                         (exchanges == HaloExchanges::per_block ? "per block" : "per layer"));
            expect_as_on_one_rank<TypeParam>(
                line,
                blocks(
                    {.in_channels = 2, .out_channels = channels, .width = width, .stride = stride},
                    exchanges),
                {.out_stride = stride, .terms = 400});
          }
        }
      }
    }
  }
}

TYPED_TEST(LayersOnLine, MeansAreThoseOfTheWholeAxis) {
  for (auto const& line : {even_line(47), uneven_line()}) {
    expect_as_on_one_rank<TypeParam>(line,
                                     [](LinePointer const& on, std::int64_t length) {
                                       return MakeMeanOverAxis{3, length, on};
                                     },
                                     {.out_stride = 0});
  }
}

TYPED_TEST(LayersOnLine, MeansAreTheSameBitsOnAllRanks) {
  auto const line = uneven_line();
  LayerRun<typename TypeParam::Real, typename TypeParam::Space> run(
      MakeMeanOverAxis{3, line->points().size(), line}, 4);
  run.forward();
  std::vector<double> of_root = to_host(run.y());
  line->communicator().broadcast(of_root);
  EXPECT_EQ(to_host(run.y()), of_root);
}

// A batch of fewer samples after a larger one: nothing is left of that.
TYPED_TEST(LayersOnLine, TakeFewerSamplesThanReserved) {
  using Real = typename TypeParam::Real;
  using Space = typename TypeParam::Space;
  auto const line = uneven_line();
  MakeConvolution const make =
      convolutions({.in_channels = 2, .out_channels = 2, .width = 5})(line, line->points().size());
  LayerRun<Real, Space> large(make, 5);
  LayerRun<Real, Space> small(make, 2);
  large.forward();
  large.backward();
  small.forward();
  small.backward();
  auto& layer = large.layer();
  auto const view = [](auto const& buffer, std::int64_t features) {
    return network::Matrix<Real, typename Space::memory_space>(buffer.data(), 2,
                                                               static_cast<std::size_t>(features));
  };
  Space const space;
  auto const x = view(small.x(), layer.inputs());
  auto const y = view(large.y(), layer.outputs());
  auto const dx = view(large.dx(), layer.inputs());
  layer.forward(space, large.parameters(), x, y);
  layer.backward(space, large.parameters(), x, y, view(small.dy(), layer.outputs()), dx);
  space.fence();
  auto const first = [](std::vector<double> values, std::size_t count) {
    values.resize(count);
    return values;
  };
  // Both are one chunk of two samples: the same bits.
  EXPECT_EQ(first(to_host(large.y()), y.size()), to_host(small.y()));
  EXPECT_EQ(first(to_host(large.dx()), dx.size()), to_host(small.dx()));
}

class LayersOnLineErrors : public testing::Test {
 public:
  using Space = Kokkos::DefaultExecutionSpace;

  /// Of a convolution on these; the same on all ranks.
  std::string message(LinePointer const& line, ConvolutionOptions options) const {
    options.padding_mode = PaddingMode::circular;
    options.line = line;
    if (options.length == 1) options.length = line->points().size();
    return message_of<InvalidArgument>([&] {
      ParameterLayout layout;
      network::Convolution<double, Space>(layout, "c", options);
    });
  }
};

TEST_F(LayersOnLineErrors, MoreRanksThanTheHaloAllows) {
  if (world().size() == 1) GTEST_SKIP() << "needs two ranks";
  auto const line = even_line(4 * world().size());
  EXPECT_EQ(message(line, {.width = 9}), "no error");
  EXPECT_EQ(message(line, {.width = 11}),
            "convolution 'c': rank 0 of the line's " + std::to_string(world().size()) +
                " has 4 points, expected at least the 5 that its neighbours need: fewer ranks or a "
                "longer axis");
}

TEST_F(LayersOnLineErrors, CutsBetweenStrides) {
  if (world().size() == 1) GTEST_SKIP() << "needs two ranks";
  std::vector<std::int64_t> cuts;
  for (int r = 0; r < world().size(); ++r) cuts.push_back(5 * r);
  cuts.push_back(cuts.back() + 6 - cuts.back() % 2);
  EXPECT_EQ(message(std::make_shared<Line const>(world(), cuts), {.width = 3, .stride = 2}),
            "convolution 'c': rank 1 begins at point 5, expected a multiple of the stride 2");
}

TEST_F(LayersOnLineErrors, PaddingThatLeavesPointsWithoutOutputs) {
  auto const line = even_line(48);
  EXPECT_THAT(message(line, {.width = 4}), HasSubstr("padding 2 of width 4, expected one with "));
  EXPECT_THAT(message(line, {.width = 5, .padding = 0}), HasSubstr("padding 0 of width 5"));
}

TEST_F(LayersOnLineErrors, LengthsOfSomethingElse) {
  auto const line = even_line(12 * world().size());
  EXPECT_EQ(message(line, {.length = 13, .width = 3}),
            "convolution 'c': length is 13, expected the rank's share of the line, 12");
  EXPECT_EQ(
      message_of<InvalidArgument>([&] { network::MeanOverAxis<double, Space>("m", 1, 13, line); }),
      "mean over axis 'm': length is 13, expected the rank's share of the line, 12");
}

TEST_F(LayersOnLineErrors, AxesThatAreNotPeriodic) {
  ParameterLayout layout;
  EXPECT_EQ(message_of<InvalidArgument>([&] {
              network::Convolution<double, Space>(
                  layout, "c",
                  {.length = uneven_line()->points().size(), .width = 3, .line = uneven_line()});
            }),
            "convolution 'c': zero padding on a line, expected circular padding");
}

}  // namespace
}  // namespace smnn::test
