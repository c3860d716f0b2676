// The model at one point, for kernels.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/discovery/detail/data/columns.hpp"
#include "smnn/discovery/detail/term_table.hpp"

namespace smnn::discovery::detail {

struct LinkValue {
  double value;
  double by_numerator;    // derivative with respect to the numerator's sum
  double by_denominator;  // ... and the denominator's
};

// g at the sums of numerator and, without its 1, denominator.
KOKKOS_INLINE_FUNCTION LinkValue apply(Link link, double u, double v) {
  switch (link) {
    case Link::tanh: {
      double const f = Kokkos::tanh(u);
      return {f, 1 - f * f, 0};
    }
    case Link::exp: {
      double const f = Kokkos::exp(u);
      return {f, f, 0};
    }
    case Link::rational:
      return {u / (1 + v), 1 / (1 + v), -u / ((1 + v) * (1 + v))};
    default:
      return {u, 1, 0};
  }
}

// The model's coefficients, as a list of columns, where kernels can read them.
template <class MemorySpace>
struct PointModel {
  TermTable<MemorySpace> terms;
  Kokkos::View<Column*, MemorySpace> columns;
  Kokkos::View<double*, MemorySpace> xi;
  Link link;
  int dims;

  // x' at x, in the caller's units.
  KOKKOS_FUNCTION void derivative(double const* x, double* result) const {
    double quotient[max_variables] = {};
    for (int e = 0; e < dims; ++e) result[e] = 0;
    for (int c = 0; c < static_cast<int>(columns.extent(0)); ++c) {
      Column const column = columns(c);
      double const value = xi(c) * terms.value(column.term, x);
      (column.denominator ? quotient : result)[column.equation] += value;
    }
    for (int e = 0; e < dims; ++e) result[e] = apply(link, result[e], quotient[e]).value;
  }

  // Advances x by `time` in equal steps of the classical Runge-Kutta method.
  KOKKOS_FUNCTION void advance(double* x, double time, int steps) const {
    double const h = time / steps;
    double slope[max_variables];
    double stage[max_variables];
    double sum[max_variables];
    for (int step = 0; step < steps; ++step) {
      double const node[3] = {h / 2, h / 2, h};
      double const weight[4] = {h / 6, h / 3, h / 3, h / 6};
      for (int e = 0; e < dims; ++e) stage[e] = sum[e] = x[e];
      for (int s = 0; s < 4; ++s) {
        derivative(stage, slope);
        for (int e = 0; e < dims; ++e) {
          sum[e] += weight[s] * slope[e];
          if (s < 3) stage[e] = x[e] + node[s] * slope[e];
        }
      }
      for (int e = 0; e < dims; ++e) x[e] = sum[e];
    }
  }
};

}  // namespace smnn::discovery::detail
