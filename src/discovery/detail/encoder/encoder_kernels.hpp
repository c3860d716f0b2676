// Kernels of the encoder's objective. Sample b, time t, variable d, term p.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/discovery/detail/term_table.hpp"

namespace smnn::discovery::detail {

template <class ExecutionSpace>
using IndexRange = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

// The windows (B, T D) that begin at the chosen points of the series.
template <class ExecutionSpace, class Series, class Starts, class Windows>
void gather_windows(ExecutionSpace const& space, Series const& series, Starts const& starts,
                    std::int64_t count, Windows const& windows) {
  auto const width = static_cast<std::int64_t>(windows.extent(1));
  auto const dims = static_cast<std::int64_t>(series.extent(1));
  double const* const from = series.data();
  Kokkos::parallel_for(
      "smnn::discovery::gather", IndexRange<ExecutionSpace>(space, 0, count * width),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const b = i / width;
        windows(b, i % width) = from[starts(b) * dims + i % width];
      });
}

// terms (B T, P), rhs (B D, T) = terms xi, initial (B D, 1) = the first state.
template <class ExecutionSpace, class Memory, class States, class Xi, class Basis, class Rhs,
          class Initial>
void right_hand_sides(ExecutionSpace const& space, TermTable<Memory> const& table,
                      States const& states, Xi const& xi, Basis const& basis, Rhs const& rhs,
                      Initial const& initial, std::int64_t count, std::int64_t points) {
  int const dims = table.dims();
  auto const terms = static_cast<int>(basis.extent(1));
  Kokkos::parallel_for(
      "smnn::discovery::right_hand_sides", IndexRange<ExecutionSpace>(space, 0, count * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const b = i / points;
        std::int64_t const t = i % points;
        double const* const x = &states(b, t * dims);
        double sum[max_variables] = {};
        for (int p = 0; p < terms; ++p) {
          double const value = table.value(p, x);
          basis(i, p) = value;
          for (int e = 0; e < dims; ++e) sum[e] += value * xi(0, p * dims + e);
        }
        for (int e = 0; e < dims; ++e) {
          rhs(b * dims + e, t) = sum[e];
          if (t == 0) initial(b * dims + e, 0) = x[e];
        }
      });
}

// Squares of (solution - data) and (states - data), each divided by T D, summed; and the gradients
// of both sums times `factor`: seed (B D, T K), state_gradient (B, T D).
struct TwoSums {
  double solution = 0;
  double states = 0;
};

template <class ExecutionSpace, class Solution, class States, class Windows, class Seed,
          class Gradient>
TwoSums squares(ExecutionSpace const& space, Solution const& solution, States const& states,
                Windows const& windows, Seed const& seed, Gradient const& state_gradient,
                std::int64_t count, std::int64_t points, std::int64_t dims, std::int64_t orders,
                double factor) {
  double const share = 1 / static_cast<double>(points * dims);
  TwoSums sums;
  Kokkos::parallel_reduce(
      "smnn::discovery::squares", IndexRange<ExecutionSpace>(space, 0, count * points),
      KOKKOS_LAMBDA(std::int64_t i, double& of_solution, double& of_states) {
        std::int64_t const b = i / points;
        std::int64_t const t = i % points;
        for (std::int64_t d = 0; d < dims; ++d) {
          double const data = windows(b, t * dims + d);
          double const first = solution(b * dims + d, t * orders) - data;
          double const second = states(b, t * dims + d) - data;
          of_solution += share * first * first;
          of_states += share * second * second;
          seed(b * dims + d, t * orders) = 2 * share * factor * first;
          for (std::int64_t r = 1; r < orders; ++r) seed(b * dims + d, t * orders + r) = 0;
          state_gradient(b, t * dims + d) = 2 * share * factor * second;
        }
      },
      sums.solution, sums.states);
  return sums;
}

// From dl/drhs (B D, T) and dl/dinitial: adds dl/dstates through the terms, and copies dl/drhs into
// `slopes` (B T, D), in which the coefficients' gradient is a matrix product.
template <class ExecutionSpace, class Memory, class States, class Xi, class RhsGradient,
          class InitialGradient, class Slopes, class Gradient>
void pull_back(ExecutionSpace const& space, TermTable<Memory> const& table, States const& states,
               Xi const& xi, RhsGradient const& rhs_gradient,
               InitialGradient const& initial_gradient, Slopes const& slopes,
               Gradient const& state_gradient, std::int64_t count, std::int64_t points) {
  int const dims = table.dims();
  auto const terms = static_cast<int>(xi.extent(1)) / dims;
  Kokkos::parallel_for(
      "smnn::discovery::pull_back", IndexRange<ExecutionSpace>(space, 0, count * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const b = i / points;
        std::int64_t const t = i % points;
        double const* const x = &states(b, t * dims);
        double sum[max_variables] = {};
        for (int e = 0; e < dims; ++e) slopes(i, e) = rhs_gradient(b * dims + e, t);
        for (int p = 0; p < terms; ++p) {
          double weight = 0;
          for (int e = 0; e < dims; ++e) weight += slopes(i, e) * xi(0, p * dims + e);
          if (weight == 0) continue;
          for (int d = 0; d < dims; ++d) sum[d] += weight * table.slope(p, x, d);
        }
        for (int d = 0; d < dims; ++d) {
          if (t == 0) sum[d] += initial_gradient(b * dims + d, 0);
          state_gradient(b, t * dims + d) += sum[d];
        }
      });
}

}  // namespace smnn::discovery::detail
