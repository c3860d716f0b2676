/// The least-squares solution in twice the working precision: what the solver would find if it did
/// not round.
#pragma once

#include <optional>
#include <vector>

#include "validate/constraint_rows.hpp"

namespace smnn::drivers::validation {

struct LeastSquares {
  std::vector<double> solution;  // (B, T, D, K)
  double condition =
      0;  // of the normal matrix scaled to a diagonal of ones, estimated; largest over the batch
  // One number a derivative order r: how far an error of relative size 1 in the scaled unknowns may
  // move the entries of order r, those of another order included.
  std::vector<double> sensitivity;
};

/// Memory that solve_least_squares takes, in bytes.
double least_squares_bytes(Sample const& sample, Smoothness smoothness);

/// Nothing if a normal matrix is not positive definite even in this precision.
std::optional<LeastSquares> solve_least_squares(Sample const& sample, Smoothness smoothness,
                                                Weights const& weights);

}  // namespace smnn::drivers::validation
