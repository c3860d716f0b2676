/// A layer on a line of ranks against the same layer on the whole axis.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ranks.hpp"
#include "smnn/network/line.hpp"
#include "support/gradient_check.hpp"

namespace smnn::test {

using network::Line;
using network::LinePointer;

inline LinePointer even_line(std::int64_t length, std::int64_t multiple = 1) {
  return std::make_shared<Line const>(world(), length, multiple);
}

/// 48 points in even shares of 10 and more.
inline LinePointer uneven_line() {
  Communicator const ranks = world();
  std::vector<std::int64_t> cuts{0};
  for (int r = 0; r + 1 < ranks.size(); ++r) cuts.push_back(cuts.back() + (r % 2 == 0 ? 10 : 14));
  cuts.push_back(48);
  return std::make_shared<Line const>(ranks, cuts);
}

/// Columns of rows of so many.
inline std::vector<double> columns_of(std::vector<double> const& values, std::int64_t row_length,
                                      distributed::Range const& range) {
  std::vector<double> result;
  auto const length = static_cast<std::ptrdiff_t>(row_length);
  for (auto row = values.begin(); row != values.end(); row += length)
    result.insert(result.end(), row + range.begin, row + range.end);
  return result;
}

inline void expect_near(char const* name, std::vector<double> const& got,
                        std::vector<double> const& expected, double relative) {
  ASSERT_EQ(got.size(), expected.size()) << name;
  double largest = 0;
  for (double const value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], relative * largest) << name << ", " << i;
}

struct Comparison {
  std::int64_t samples = 3;
  std::int64_t out_stride = 1;  ///< 0: the outputs have no axis, all ranks have them
  double terms = 100;           ///< roundings, relative to the largest number
  double weights = 1;           ///< largest weight
};

/// `make_of` gives what LayerRun makes a layer of, from a line and a length.
template <class Platform, class MakeOf>
void expect_as_on_one_rank(LinePointer const& line, MakeOf const& make_of,
                           Comparison const& how = {}) {
  using Run = LayerRun<typename Platform::Real, typename Platform::Space>;
  auto const points = line->points();
  Run whole(make_of(nullptr, line->length()), how.samples);
  Run part(make_of(line, points.size()), how.samples);
  for (Run* const run : {&whole, &part}) {
    std::vector<double> values = single_values(run->parameters().size(), 23);
    for (double& value : values) value *= how.weights;
    run->set(run->parameters().values(), values);
  }
  part.set(part.x(), columns_of(to_host(whole.x()), line->length(), points));
  auto const own_outputs = [&](std::vector<double> values) {
    if (how.out_stride == 0) return values;
    return columns_of(values, line->length() / how.out_stride,
                      {points.begin / how.out_stride, points.end / how.out_stride});
  };
  std::vector<double> dy = to_host(whole.dy());
  if (how.out_stride == 0) {  // each rank has a part of the loss
    double const ranks = line->ranks();
    for (double& value : dy) value *= (line->rank() + 1) / (ranks * (ranks + 1) / 2);
  }
  part.set(part.dy(), own_outputs(dy));
  for (Run* const run : {&whole, &part}) {
    run->forward();
    run->backward();
  }
  double const tolerance = how.terms * Platform::epsilon;
  expect_near("output", to_host(part.y()), own_outputs(to_host(whole.y())), tolerance);
  expect_near("input gradient", to_host(part.dx()),
              columns_of(to_host(whole.dx()), line->length(), points), tolerance);
  auto const summed = [&] {
    std::vector<double> gradients = to_host(part.parameters().gradients());
    line->communicator().sum_in_rank_order(std::span(gradients));
    return gradients;
  };
  std::vector<double> const gradients = summed();
  expect_near("parameter gradient", gradients, to_host(whole.parameters().gradients()), tolerance);
  // The same bits again, also of what does not want dx.
  part.parameters().clear_gradients({});
  part.forward();
  part.backward_of_parameters_only();
  EXPECT_EQ(summed(), gradients);
}

}  // namespace smnn::test
