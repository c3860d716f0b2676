// Season, trend, noise and El Nino of synthetic climates.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <smnn/climate/synthetic/seasons.hpp>
#include <vector>

#include "climate/synthetic_fields.hpp"

namespace smnn::climate {
namespace {

// x of (A^T A) x = A^T b by elimination, for well conditioned A.
template <std::size_t N>
std::array<double, N> least_squares(std::vector<std::array<double, N>> const& rows,
                                    std::vector<double> const& rhs) {
  std::array<std::array<double, N + 1>, N> system{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < N; ++j) {
      for (std::size_t k = 0; k < N; ++k) system[j][k] += rows[i][j] * rows[i][k];
      system[j][N] += rows[i][j] * rhs[i];
    }
  }
  for (std::size_t pivot = 0; pivot < N; ++pivot) {
    for (std::size_t j = 0; j < N; ++j) {
      if (j == pivot) continue;
      double const factor = system[j][pivot] / system[pivot][pivot];
      for (std::size_t k = 0; k <= N; ++k) system[j][k] -= factor * system[pivot][k];
    }
  }
  std::array<double, N> x{};
  for (std::size_t j = 0; j < N; ++j) x[j] = system[j][N] / system[j][j];
  return x;
}

TEST(SyntheticClimate, TheSeasonComesBackByLeastSquares) {
  SyntheticOptions options = silent_options(480);
  options.season = 4;
  options.noise = 0.5;
  SyntheticClimate const climate(options);
  for (std::int64_t const row : {4, 13}) {  // 45 degrees north and south
    std::vector<double> const cell = series(climate, row, 18);
    std::vector<std::array<double, 6>> rows;
    for (std::int64_t i = 0; i < options.steps; ++i) {
      double const turn =
          2 * std::numbers::pi * year_fraction(climate.time().dates[static_cast<std::size_t>(i)]);
      rows.push_back({1, static_cast<double>(i) / 480, std::cos(turn), std::sin(turn),
                      std::cos(2 * turn), std::sin(2 * turn)});
    }
    std::array<double, 6> const fit = least_squares(rows, cell);
    // The spectrum of the noise at that frequency says how well N values tell a harmonic.
    double const memory = climate.noise().memory();
    double const spectrum =
        (1 - memory * memory) /
        (1 - 2 * memory * std::cos(2 * std::numbers::pi / 12) + memory * memory);
    double const error = options.noise * std::sqrt(2 * spectrum / 480);
    double const sine = std::sin(climate.grid().latitudes[static_cast<std::size_t>(row)] *
                                 (std::numbers::pi / 180));
    EXPECT_NEAR(std::hypot(fit[2], fit[3]), 4, deviations * error);
    // The amplitude's error is also the phase's, across.
    double const turn = 2 * std::numbers::pi * (0.65 + 0.03 * sine);
    double const side = row == 4 ? 1 : -1;  // summers are half a year apart
    EXPECT_NEAR(fit[2], side * 4 * std::cos(turn), deviations * error);
    EXPECT_NEAR(fit[3], side * 4 * std::sin(turn), deviations * error);
  }
}

TEST(SyntheticClimate, ItWarmsByTheTrend) {
  SyntheticOptions options = silent_options(121);
  options.trend = 0.3;
  SyntheticClimate const climate(options);
  std::vector<double> const cell = series(climate, 4, 18);
  double const days = 3652;  // 1982 to 1992
  EXPECT_NEAR(cell[120] - cell[0], 0.3 * warming(climate.grid().latitudes[4]) * days / 3652.425,
              1e-12);
}

double covariance(std::vector<double> const& a, std::vector<double> const& b, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = lag; i < a.size(); ++i) sum += a[i] * b[i - lag];
  return sum / static_cast<double>(a.size() - lag);
}

TEST(SyntheticClimate, TheNoiseIsAnAutoregressiveProcess) {
  SyntheticOptions options = silent_options(6000);
  options.noise = 0.5;
  SyntheticClimate const climate(options);
  double const memory = climate.noise().memory();
  EXPECT_NEAR(memory, std::exp(-365.2425 / 12 / 90), 1e-15);
  double const steps = 6000;
  double const slow = (1 + memory * memory) / (1 - memory * memory);  // steps of one fresh square
  for (std::int64_t const row : {2, 9, 15}) {
    std::vector<double> cell = series(climate, row, 18);
    for (double& value : cell)
      value -= mean_temperature(climate.grid().latitudes[static_cast<std::size_t>(row)]);
    double const variance = covariance(cell, cell, 0);
    EXPECT_NEAR(variance, 0.25, deviations * 0.25 * std::sqrt(2 * slow / steps));
    // Bartlett's formula: (1 - memory^2) / N is the variance of the first autocorrelation; for the
    // later ones twice that, times the lag, is above it.
    double const one = std::sqrt((1 - memory * memory) / steps);
    for (std::size_t const lag : {1, 2, 4}) {
      EXPECT_NEAR(covariance(cell, cell, lag) / variance, std::pow(memory, lag),
                  deviations * one * std::sqrt(2.0 * static_cast<double>(lag)))
          << "lag " << lag;
    }
  }
}

TEST(SyntheticClimate, TheNoiseIsSmoothInSpace) {
  SyntheticOptions options = silent_options(6000);
  options.noise = 1;
  SyntheticClimate const climate(options);
  double const memory = climate.noise().memory();
  auto const noise = [&](std::int64_t row, std::int64_t column) {
    std::vector<double> cell = series(climate, row, column);
    for (double& value : cell)
      value -= mean_temperature(climate.grid().latitudes[static_cast<std::size_t>(row)]);
    return cell;
  };
  std::vector<double> const here = noise(8, 17);
  // 0.003 for the harmonics that are left out; a product of correlated normals varies by less than
  // the square root of 2.
  double const bound =
      0.003 + deviations * std::sqrt(2 * (1 + memory * memory) / (1 - memory * memory) / 6000);
  EXPECT_NEAR(covariance(here, noise(10, 17), 0), std::exp(-0.5), bound);  // 20 degrees south
  EXPECT_NEAR(covariance(here, noise(8, 19), 0), std::exp(-0.5), bound);   // 20 degrees east
  EXPECT_NEAR(covariance(here, noise(10, 19), 0), std::exp(-1.0), bound);
  EXPECT_NEAR(covariance(here, noise(8, 35), 0), 0, bound);
}

TEST(SyntheticClimate, WarmWaterTravelsEastward) {
  SyntheticOptions options = silent_options(480);
  options.oscillator = 1;
  options.forcing = 0;
  SyntheticClimate const climate(options);
  std::vector<double> const west = series(climate, 8, 17);  // 175 degrees east
  std::vector<double> const east = series(climate, 8, 24);  // 245 degrees east
  std::vector<double> const far = series(climate, 8, 2);
  EXPECT_EQ(*std::max_element(far.begin(), far.end()), *std::min_element(far.begin(), far.end()));
  // The lag at which the east is most like the west; half of the Pacific is 0.3 pi of the phase,
  // 0.15 of 48 months, for a sine. The oscillator's has flat tops, so a month more or less.
  std::size_t best = 0;
  double largest = -1;
  auto const anomaly = [](std::vector<double> cell) {
    double mean = 0;
    for (double const value : cell) mean += value / static_cast<double>(cell.size());
    for (double& value : cell) value -= mean;
    return cell;
  };
  for (std::size_t lag = 0; lag < 24; ++lag) {
    double const alike = covariance(anomaly(east), anomaly(west), lag);
    if (alike > largest) {
      largest = alike;
      best = lag;
    }
  }
  EXPECT_GE(best, 5U);
  EXPECT_LE(best, 9U);
}

}  // namespace
}  // namespace smnn::climate
