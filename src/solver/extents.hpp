/// @file
/// The sizes of a batch of problems: all that fixes how much memory a solver needs.
#pragma once

#include <cstdint>

namespace smnn {

/// How two neighbouring time points are tied together; formulas in the README, section "Method".
enum class Smoothness {
  /// Forward and backward Taylor polynomials, as published (Pervez et al. 2024, Chen et al. 2025).
  /// Block tridiagonal.
  taylor,
  /// Taylor without its highest rows, plus a three-point row for the highest order. Block
  /// pentadiagonal; needs K >= 2.
  central,
  /// Two-point Obreshkov (Pade) formulas: same band as Taylor, far smaller truncation error.
  pade
};

/// Along which axes an input has extent 1 and serves every index of the problem.
struct Sharing {
  bool over_batch = false;  ///< Along B and, for rhs and initial values, along M.
  bool over_time = false;   ///< Along T; of the steps along T-1.
  bool operator==(Sharing const&) const = default;
};

/// Sizes of a batch of problems, the sharing of its inputs and its smoothness family. Usually taken
/// from Problem::extents(); those written by hand are checked by `validate`.
struct Extents {
  std::int64_t batch = 1;             ///< B: systems.
  std::int64_t right_hand_sides = 1;  ///< M: right-hand sides per system; one factor serves all.
  std::int64_t time_points = 1;       ///< T.
  std::int64_t equations = 1;         ///< E: governing equations per time point.
  std::int64_t dims = 1;              ///< D: unknown functions.
  std::int64_t orders = 1;            ///< K: derivative orders 0 .. K-1.
  std::int64_t initial_steps = 0;     ///< T0: leading time points with initial values.
  std::int64_t initial_orders = 0;    ///< K0: derivative orders with initial values.
  Sharing coefficients;
  Sharing rhs;
  Sharing initial_values;  ///< `over_time` is never set.
  Sharing steps;
  Smoothness smoothness = Smoothness::taylor;

  /// n = D K, the unknowns of a time point.
  std::int64_t block_order() const { return dims * orders; }
  /// B M.
  std::int64_t solutions() const { return batch * right_hand_sides; }
  /// T n, the unknowns of one system.
  std::int64_t unknowns() const { return time_points * block_order(); }
  bool operator==(Extents const&) const = default;
};

/// Throws InvalidArgument, naming the extent, unless the sizes describe a problem that the library
/// can hold: all of them in range, orders within the block limit (n = D K up to 64), and every
/// array's number of entries representable in 64 bits.
void validate(Extents const& extents);

}  // namespace smnn
