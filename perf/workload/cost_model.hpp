/// What an operation costs at least, per time step and system (n: block order, E: equations, w:
/// bytes per number). Every contestant's GF/s and GB/s are these figures over its time, whatever it
/// really does.
///
/// Bytes that must move: forward reads c (E n), f (E), s (1) and writes y (n). The adjoint reads
/// the seed (n) and c, f, s, y again, and writes the gradients (E n + E + 1). Traffic of the factor
/// is not counted: a design that streams it through memory pays for it.
///
/// Flops: 7/3 n^3 for the block tridiagonal Cholesky factorisation, 6 n^2 for the two
/// substitutions, E n^2 for the governing rows; the adjoint solves once more (6 n^2) and takes
/// 6 E n for the gradients.
///
/// Of M right-hand sides each is a solution of its own: f (E) and y (n) move for it, 6 n^2 are its
/// substitutions and 2 E n its assembly; the rest is shared by M.
#pragma once

#include "shape.hpp"

namespace smnn::perf {

inline double model_bytes(Case const& item) {
  double const n = item.shape.block_order();
  double const e = item.shape.equations;
  double const m = static_cast<double>(item.shape.right_hand_sides);
  if (item.operation == Operation::many_rhs)
    return static_cast<double>(bytes_per_number(item.precision)) * (e + n + (e * n + 1) / m);
  double const numbers =
      item.operation == Operation::forward_adjoint ? 3 * (e * n + e + 1 + n) : e * n + e + 1 + n;
  return static_cast<double>(bytes_per_number(item.precision)) * numbers;
}

inline double model_flops(Case const& item) {
  double const n = item.shape.block_order();
  double const e = item.shape.equations;
  double const m = static_cast<double>(item.shape.right_hand_sides);
  if (item.operation == Operation::many_rhs)
    return 6 * n * n + 2 * e * n + (7.0 / 3.0 * n * n * n + e * n * n) / m;
  double const forward = 7.0 / 3.0 * n * n * n + 6 * n * n + e * n * n;
  return item.operation == Operation::forward_adjoint ? forward + 6 * n * n + 6 * e * n : forward;
}

}  // namespace smnn::perf
