#include "smnn/climate/synthetic/climate.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "smnn/climate/synthetic/land.hpp"
#include "smnn/climate/synthetic/pacific.hpp"
#include "smnn/climate/synthetic/seasons.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

constexpr double days_of_a_decade = 3652.425;

SyntheticOptions checked(SyntheticOptions const& options) {
  check(options);
  return options;
}

Grid make_grid(SyntheticOptions const& options) {
  Grid grid;
  auto const rows = static_cast<double>(options.rows);
  auto const columns = static_cast<double>(options.columns);
  for (std::int64_t i = 0; i < options.rows; ++i)
    grid.latitudes.push_back(90 - (static_cast<double>(i) + 0.5) * 180 / rows);
  for (std::int64_t j = 0; j < options.columns; ++j)
    grid.longitudes.push_back((static_cast<double>(j) + 0.5) * 360 / columns);
  for (std::int64_t cell = 0; cell < options.rows * options.columns; ++cell) {
    double const latitude = grid.latitudes[static_cast<std::size_t>(cell / options.columns)];
    double const longitude = grid.longitudes[static_cast<std::size_t>(cell % options.columns)];
    if (!is_land(latitude, longitude)) grid.ocean.push_back(cell);
  }
  return grid;
}

TimeAxis times_from(SyntheticOptions const& options, distributed::Range const& times) {
  TimeAxis axis{options.sampling, {}};
  for (std::int64_t i = times.begin; i < times.end; ++i)
    axis.dates.push_back(steps_later(options.first, options.sampling, i));
  return axis;
}

DelayedOscillator::Moments mean_imprint(Grid const& grid) {
  DelayedOscillator::Moments sums;
  for (std::int64_t point = 0; point < grid.points(); ++point) {
    Imprint const along = pacific_imprint(grid.longitude(point));
    double const square = std::pow(equatorial_band(grid.latitude(point)), 2);
    sums.now += square * along.now * along.now;
    sums.both += square * along.now * along.before;
    sums.before += square * along.before * along.before;
  }
  auto const points = static_cast<double>(std::max<std::int64_t>(1, grid.points()));
  return {sums.now / points, sums.both / points, sums.before / points};
}

// sum_k factors[k] basis[k] of all columns, on top of what is there.
void add_products(std::span<double const> factors, double const* basis, std::int64_t columns,
                  double* values) {
  std::size_t k = 0;
  for (; k + 4 <= factors.size(); k += 4) {  // in fours: a fourth of the traffic of `values`
    double const* const at = basis + static_cast<std::ptrdiff_t>(k) * columns;
    for (std::int64_t j = 0; j < columns; ++j) {
      values[j] += (factors[k] * at[j] + factors[k + 1] * at[columns + j]) +
                   (factors[k + 2] * at[2 * columns + j] + factors[k + 3] * at[3 * columns + j]);
    }
  }
  for (; k < factors.size(); ++k) {
    double const* const at = basis + static_cast<std::ptrdiff_t>(k) * columns;
    for (std::int64_t j = 0; j < columns; ++j) values[j] += factors[k] * at[j];
  }
}

}  // namespace

SyntheticClimate::SyntheticClimate(SyntheticOptions const& options)
    : options_(checked(options)),
      grid_(make_grid(options)),
      time_(times_from(options, {0, options.steps})),
      noise_({days_of_a_step(options.sampling), options.noise_time, options.noise_scale,
              options.seed}),
      oscillator_({options.steps, days_of_a_step(options.sampling) / options.period,
                   options.forcing, options.seed}),
      imprint_(mean_imprint(grid_)) {
  for (double const latitude : grid_.latitudes) {
    std::vector<double> const of = noise_.weighted_harmonics(latitude);
    row_basis_.insert(row_basis_.end(), of.begin(), of.end());
  }
  auto const harmonics = static_cast<std::size_t>(noise_.harmonics());
  auto const columns = grid_.longitudes.size();
  column_basis_.resize((harmonics + 2) * columns);
  for (std::size_t j = 0; j < columns; ++j) {
    std::vector<double> of = noise_.weighted_harmonics(grid_.longitudes[j]);
    Imprint const along = pacific_imprint(grid_.longitudes[j]);
    of.push_back(along.now);
    of.push_back(along.before);
    for (std::size_t k = 0; k < of.size(); ++k) column_basis_[k * columns + j] = of[k];
  }
}

TimeAxis SyntheticClimate::dates(distributed::Range const& times) const {
  return times_from(options_, times);
}

ClimateStates SyntheticClimate::Walk::next(std::int64_t count) {
  ClimateStates states;
  states.times = {time_, std::min(time_ + count, climate_->time().size())};
  for (; time_ < states.times.end; ++time_) {
    climate_->noise_.step_forward(noise_, time_);
    states.noise.insert(states.noise.end(), noise_.begin(), noise_.end());
    states.oscillator.push_back(climate_->oscillator_.sample(time_));
  }
  return states;
}

double SyntheticClimate::base(std::int64_t row, Date const& date) const {
  double const latitude = grid_.latitudes[static_cast<std::size_t>(row)];
  auto const days = static_cast<double>(days_since_1970(date) - days_since_1970(options_.first));
  return mean_temperature(latitude) +
         options_.season * seasonal_cycle(latitude, year_fraction(date)) +
         options_.trend * warming(latitude) * days / days_of_a_decade;
}

void SyntheticClimate::row_factors(ClimateStates const& states, std::int64_t time, std::int64_t row,
                                   std::span<double> factors) const {
  std::int64_t const harmonics = noise_.harmonics();
  double const* const latitude = row_basis_.data() + row * harmonics;
  double const* coefficients = states.noise.data() + time * noise_.modes();
  for (std::int64_t k = 0; k < harmonics; ++k, coefficients += harmonics) {
    double sum = 0;
    for (std::int64_t l = 0; l < harmonics; ++l) sum += latitude[l] * coefficients[l];
    factors[static_cast<std::size_t>(k)] = options_.noise * sum;
  }
  auto const& pair = states.oscillator[static_cast<std::size_t>(time)];
  double const height =
      options_.oscillator * equatorial_band(grid_.latitudes[static_cast<std::size_t>(row)]);
  factors[factors.size() - 2] = height * pair.now;
  factors[factors.size() - 1] = height * pair.before;
}

void SyntheticClimate::evaluate(ClimateStates const& states, distributed::Range const& rows,
                                std::span<double> temperatures) const {
  std::int64_t const columns = grid_.columns();
  std::int64_t const lines = states.times.size() * rows.size();
  if (static_cast<std::int64_t>(temperatures.size()) != lines * columns) {
    throw InvalidArgument("temperatures: got " + std::to_string(temperatures.size()) +
                          ", expected " + std::to_string(lines * columns));
  }
  TimeAxis const axis = dates(states.times);
  using Host = Kokkos::DefaultHostExecutionSpace;
  Kokkos::parallel_for(
      "smnn::synthetic_climate", Kokkos::RangePolicy<Host>(0, lines), [&](std::int64_t line) {
        std::int64_t const time = line / rows.size();
        std::int64_t const row = rows.begin + line % rows.size();
        std::vector<double> factors(static_cast<std::size_t>(noise_.harmonics() + 2));
        row_factors(states, time, row, factors);
        double* const values = temperatures.data() + line * columns;
        std::fill_n(values, columns, base(row, axis.dates[static_cast<std::size_t>(time)]));
        add_products(factors, column_basis_.data(), columns, values);
      });
}

}  // namespace smnn::climate
