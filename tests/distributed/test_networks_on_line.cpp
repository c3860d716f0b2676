// The networks of the PDE experiment on a line of ranks are those of the whole axis, to rounding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "line_comparison.hpp"
#include "smnn/solver/error.hpp"
#include "support/architecture_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::HaloExchanges;
using network::HeadForm;
using network::ParameterLayout;

template <class Platform>
class NetworksOnLine : public testing::Test {};
TYPED_TEST_SUITE(NetworksOnLine, Platforms, PlatformNames);

// Weights up to about sqrt(3 / fan-in) keep what flows through all layers of one size. Each layer
// adds the rounding of its sums, of some tens of terms, and 2000 where weights' gradients are
// summed.
constexpr double terms = 5000;

TYPED_TEST(NetworksOnLine, ResidualNetworks) {
  for (HaloExchanges const exchanges : {HaloExchanges::per_layer, HaloExchanges::per_block}) {
    for (auto const& line : {even_line(47), uneven_line()}) {
      expect_as_on_one_rank<TypeParam>(line,
                                       [&](LinePointer const& on, std::int64_t length) {
                                         return MakeResidualNetwork{{.in_channels = 3,
                                                                     .out_channels = 5,
                                                                     .length = length,
                                                                     .filters = 4,
                                                                     .blocks = 10,
                                                                     .blocks_per_doubling = 4,
                                                                     .width = 5,
                                                                     .last_width = 7,
                                                                     .line = on,
                                                                     .exchanges = exchanges}};
                                       },
                                       {.samples = 2, .terms = terms, .weights = 0.2});
    }
  }
}

TYPED_TEST(NetworksOnLine, InitialValueHeads) {
  for (auto const& line : {even_line(47), uneven_line()}) {
    expect_as_on_one_rank<TypeParam>(line,
                                     [&](LinePointer const& on, std::int64_t length) {
                                       return MakeInitialValueHead{{.in_channels = 3,
                                                                    .out_channels = 2,
                                                                    .length = length,
                                                                    .filters = {4, 8, 8, 4},
                                                                    .line = on}};
                                     },
                                     {.samples = 2, .terms = terms, .weights = 0.3});
  }
}

TYPED_TEST(NetworksOnLine, StepHeads) {
  for (auto const& line : {even_line(47), uneven_line()}) {
    expect_as_on_one_rank<TypeParam>(
        line,
        [&](LinePointer const& on, std::int64_t length) {
          return MakeStepHead{
              {.in_channels = 3, .length = length, .filters = {4, 8, 8, 4}, .line = on}};
        },
        {.samples = 3, .out_stride = 0, .terms = terms, .weights = 0.3});
  }
}

TEST(NetworksOnLineErrors, DenseHeadsAreForOneRank) {
  using Space = Kokkos::DefaultExecutionSpace;
  if (world().size() == 1) GTEST_SKIP() << "needs two ranks";
  auto const line = even_line(64, 4);
  std::string const expected = "network 'h': a dense layer over an axis of " +
                               std::to_string(world().size()) +
                               " ranks, expected the convolutional form or one rank";
  ParameterLayout layout;
  EXPECT_EQ(message_of<InvalidArgument>([&] {
              network::initial_value_head<double, Space>(
                  layout, "h",
                  {.length = line->points().size(), .form = HeadForm::dense, .line = line});
            }),
            expected);
  EXPECT_EQ(message_of<InvalidArgument>([&] {
              network::step_head<double, Space>(
                  layout, "h",
                  {.length = line->points().size(), .form = HeadForm::dense, .line = line});
            }),
            expected);
}

}  // namespace
}  // namespace smnn::test
