/// An equation on a grid: the solver's inputs, and the solution it should find.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "validate/equation.hpp"

namespace smnn::drivers::validation {

/// What the user may change about an equation's grid.
struct GridChoice {
  std::optional<std::int64_t> time_points;
  std::optional<double> step;
  std::optional<int> orders;  // K; raised to the least that the equation needs
};

/// A row-major array whose leading extents are 1 where it is shared.
struct HostArray {
  std::int64_t members = 1;
  std::int64_t time_points = 1;
  std::vector<double> values;
};

struct Sample {
  std::int64_t members = 1;      // B
  std::int64_t time_points = 1;  // T
  int dims = 1;                  // D = E
  int orders = 1;                // K
  int initial_orders = 0;        // K0; T0 = 1
  int pinned_orders = 1;  // derivatives that the governing rows contain: 0 .. pinned_orders - 1
  double step = 0;        // nominal

  HostArray coefficients;    // (B or 1, T or 1, E, D, K)
  HostArray rhs;             // (B or 1, T or 1, E)
  HostArray initial_values;  // (B, 1, D, K0)
  HostArray steps;           // (B or 1, T-1)
  HostArray times;           // (B or 1, T)
  HostArray exact;           // (B, T, D, K)

  std::int64_t block_order() const { return dims * orders; }
  std::size_t index(std::int64_t b, std::int64_t t, int d, int r) const {
    return static_cast<std::size_t>(((b * time_points + t) * dims + d) * orders + r);
  }
};

/// Throws InvalidArgument for a grid that cannot be had.
Sample make_sample(Equation const& equation, GridChoice const& choice);

}  // namespace smnn::drivers::validation
