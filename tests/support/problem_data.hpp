/// Problems as plain row-major arrays on the host, in double, and what is known about their shapes.
/// Needs neither Kokkos nor the library, so that the oracle shares no code with what it judges.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "smnn/solver/extents.hpp"

namespace smnn::test {

/// One array per input, row-major, in the input's shape (or the shape of its gradient, direction).
struct InputData {
  std::vector<double> coefficients;    // (B, T, E, D, K), extent 1 where shared
  std::vector<double> rhs;             // (B, M, T, E)
  std::vector<double> initial_values;  // (B, M, T0, D, K0)
  std::vector<double> steps;           // (B, T-1)
};

struct WeightData {
  double governing = 1;
  double initial = 1;
  double smoothness = 1;
  double highest_order = 0.01;
};

struct ProblemData {
  Extents extents;
  WeightData weights;
  InputData inputs;
};

/// The extents of the inputs, 1 along shared axes; `solution` is (B, M, T, D, K).
struct Shapes {
  std::array<std::int64_t, 5> coefficients;
  std::array<std::int64_t, 4> rhs;
  std::array<std::int64_t, 5> initial_values;
  std::array<std::int64_t, 2> steps;
  std::array<std::int64_t, 5> solution;

  explicit Shapes(Extents const& extents);
};

/// Clears flags of axes that are not shared because they have one entry anyway, as Problem does.
Extents normalised(Extents extents);

/// Zeros in the shapes of the inputs.
InputData zeros(Extents const& extents);

template <std::size_t Rank>
std::size_t entries(std::array<std::int64_t, Rank> const& shape) {
  std::int64_t product = 1;
  for (std::int64_t const extent : shape) product *= extent;
  return static_cast<std::size_t>(product);
}

/// Row-major position, where an index along an axis of extent 1 is taken as 0.
template <std::size_t Rank>
std::size_t position(std::array<std::int64_t, Rank> const& shape,
                     std::array<std::int64_t, Rank> const& index) {
  std::int64_t result = 0;
  for (std::size_t axis = 0; axis < Rank; ++axis) {
    result = result * shape[axis] + (shape[axis] == 1 ? 0 : index[axis]);
  }
  return static_cast<std::size_t>(result);
}

/// The four arrays of `data` in turn: action(array).
template <class Data, class Action>
void for_each_input(Data& data, Action const& action) {
  action(data.coefficients);
  action(data.rhs);
  action(data.initial_values);
  action(data.steps);
}

/// Sum of products of corresponding entries.
double dot(std::vector<double> const& a, std::vector<double> const& b);
double dot(InputData const& a, InputData const& b);

/// data + factor * direction.
std::vector<double> plus(std::vector<double> const& data, double factor,
                         std::vector<double> const& direction);
InputData plus(InputData const& data, double factor, InputData const& direction);

}  // namespace smnn::test
