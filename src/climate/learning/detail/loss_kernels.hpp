// Losses of forecasts and codes, one number per row, and their gradients.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/network/matrix.hpp"

namespace smnn::climate::detail {

template <class Real>
struct SquaredErrors {
  std::int64_t columns;
  double weight, gradient_factor;
  Real const* output;
  Real const* target;
  Real* gradient;  // null: not wanted
  double* losses;
  KOKKOS_FUNCTION void operator()(std::int64_t row) const {
    double const scale = weight / static_cast<double>(columns);
    auto const slope = static_cast<Real>(2 * scale * gradient_factor);
    double sum = 0;
    for (std::int64_t i = row * columns; i < (row + 1) * columns; ++i) {
      Real const difference = output[i] - target[i];
      if (gradient != nullptr) gradient[i] = slope * difference;
      sum += static_cast<double>(difference) * static_cast<double>(difference);
    }
    losses[row] = scale * sum;
  }
};

// losses[row] := weight times the mean square of a row's differences; the gradient of the sum over
// rows, times its factor, unless the pointer is null.
template <class Real, class ExecutionSpace, class Rows, class Losses>
void squared_errors(ExecutionSpace const& space, Rows const& output, Rows const& target,
                    double weight, double gradient_factor, Real* gradient, Losses const& losses) {
  Kokkos::parallel_for(
      "smnn::climate_errors",
      network::detail::Indices<ExecutionSpace>(space, 0,
                                               static_cast<std::int64_t>(output.extent(0))),
      SquaredErrors<Real>{static_cast<std::int64_t>(output.extent(1)), weight, gradient_factor,
                          output.data(), target.data(), gradient, losses.data()});
}

template <class Real>
struct CodeDistances {
  std::int64_t pairs, columns;
  double gradient_factor;
  Real const* codes;
  Real* gradient;
  double* losses;
  KOKKOS_FUNCTION double square(std::int64_t pair, std::int64_t k) const {
    auto const difference = static_cast<double>(codes[pair * columns + k]) -
                            static_cast<double>(codes[(pairs + pair) * columns + k]);
    return difference * difference;
  }
  KOKKOS_FUNCTION void operator()(std::int64_t pair) const {
    double least = square(pair, 0);
    double largest = least;
    for (std::int64_t k = 1; k < columns; ++k) {
      least = Kokkos::min(least, square(pair, k));
      largest = Kokkos::max(largest, square(pair, k));
    }
    double const midway = 0.5 * (least + largest);
    double sum = 0;
    std::int64_t shared = 0;
    for (std::int64_t k = 0; k < columns; ++k) {
      if (!(square(pair, k) <= midway)) continue;
      sum += square(pair, k);
      ++shared;
    }
    auto const slope =
        static_cast<Real>(2 * gradient_factor / static_cast<double>(shared > 0 ? shared : 1));
    for (std::int64_t k = 0; k < columns; ++k) {
      std::int64_t const a = pair * columns + k;
      std::int64_t const b = (pairs + pair) * columns + k;
      Real const part = square(pair, k) <= midway ? slope * (codes[a] - codes[b]) : Real(0);
      gradient[a] = part;
      gradient[b] = -part;
    }
    losses[pair] = shared > 0 ? sum / static_cast<double>(shared) : sum;
  }
};

// Rows i and i + rows / 2 are a pair's codes: losses[i] := the mean square of the differences that
// are at most midway between the pair's least and largest; and the gradient of their sum times its
// factor.
template <class Real, class ExecutionSpace, class Codes, class Losses>
void code_distances(ExecutionSpace const& space, Codes const& codes, double gradient_factor,
                    network::Matrix<Real, typename ExecutionSpace::memory_space> const& gradient,
                    Losses const& losses) {
  auto const pairs = static_cast<std::int64_t>(codes.extent(0)) / 2;
  Kokkos::parallel_for(
      "smnn::climate_code_distances", network::detail::Indices<ExecutionSpace>(space, 0, pairs),
      CodeDistances<Real>{pairs, static_cast<std::int64_t>(codes.extent(1)), gradient_factor,
                          codes.data(), gradient.data(), losses.data()});
}

}  // namespace smnn::climate::detail
