// The seasonal cycle before a start, and what is left when it is taken off.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/climate/learning/windows.hpp"

namespace smnn::climate::detail {

// Years back from a start: year n has the times start - times(n + 1) .. start - times(n) - 1.
struct Years {
  double period;
  KOKKOS_FUNCTION std::int64_t times(std::int64_t years) const {
    return static_cast<std::int64_t>(Kokkos::floor(static_cast<double>(years) * period + 0.5));
  }
  // Whole ones before a start.
  KOKKOS_FUNCTION std::int64_t count(std::int64_t start) const {
    return static_cast<std::int64_t>(Kokkos::floor(static_cast<double>(start) / period));
  }
  // The last time before the start that lies whole years from time i.
  KOKKOS_FUNCTION std::int64_t last_like(std::int64_t i, std::int64_t start) const {
    auto back =
        static_cast<std::int64_t>(Kokkos::floor(static_cast<double>(i - start) / period)) - 1;
    while (i - times(back) >= start) ++back;
    return i - times(back);
  }
};

// means(place, n): of year n; columns are as many as any place has.
struct YearMeans {
  Years years;
  std::int64_t series_times, columns;
  float const* series;
  WindowPlace const* places;
  double* means;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    WindowPlace const place = places[row];
    float const* const own = series + place.row * series_times;
    std::int64_t const count = years.count(place.start);
    for (std::int64_t n = begin; n < end; ++n) {
      double sum = 0;
      if (n < count) {
        std::int64_t const first = place.start - years.times(n + 1);
        std::int64_t const last = place.start - years.times(n);
        for (std::int64_t t = first; t < last; ++t) sum += static_cast<double>(own[t]);
        sum /= static_cast<double>(last - first);
      }
      means[row * columns + n] = sum;
    }
  }
};

// cycles(place, j): level and season of the last year's time start - columns + j.
struct Cycles {
  Years years;
  double cycle_years, level_years;
  std::int64_t series_times, year_columns, columns;
  float const* series;
  WindowPlace const* places;
  double const* means;
  float* cycles;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    WindowPlace const place = places[row];
    float const* const own = series + place.row * series_times;
    double const* const year_means = means + row * year_columns;
    std::int64_t const count = years.count(place.start);
    for (std::int64_t j = begin; j < end; ++j) {
      double level = 0, level_weight = 0, season = 0, season_weight = 0;
      for (std::int64_t n = 0; n < count; ++n) {
        double const w = Kokkos::exp(-static_cast<double>(n) / level_years);
        level += w * year_means[n];
        level_weight += w;
        // The earliest year may begin between two times.
        std::int64_t const like = place.start - columns + j - years.times(n);
        double const v = Kokkos::exp(-static_cast<double>(n) / cycle_years);
        season += v * (static_cast<double>(own[like < 0 ? 0 : like]) - year_means[n]);
        season_weight += v;
      }
      cycles[row * columns + j] = static_cast<float>(level / level_weight + season / season_weight);
    }
  }
};

// What is taken off the value at time i.
struct Baseline {
  Years years;
  float mean;
  std::int64_t columns;  // 0: no cycles
  float const* cycles;
  KOKKOS_FUNCTION float operator()(std::int64_t row, std::int64_t start, std::int64_t i) const {
    if (columns == 0) return mean;
    std::int64_t const j = years.last_like(i, start) - (start - columns);
    return cycles[row * columns + (j < 0 ? 0 : j)];
  }
};

// Values from `offset` behind the start on, scaled.
template <class Real>
struct ReadWindows {
  Baseline baseline;
  std::int64_t times, offset, columns;
  float scale;
  float const* series;
  WindowPlace const* places;
  Real* rows;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    WindowPlace const place = places[row];
    float const* const own = series + place.row * times;
    for (std::int64_t t = begin; t < end; ++t) {
      std::int64_t const i = place.start + offset + t;
      rows[row * columns + t] = static_cast<Real>((own[i] - baseline(row, place.start, i)) * scale);
    }
  }
};

template <class Real>
struct Unscale {
  Baseline baseline;
  std::int64_t columns;
  float scale;
  WindowPlace const* places;
  Real* rows;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const start = places[row].start;
    for (std::int64_t t = begin; t < end; ++t) {
      Real& value = rows[row * columns + t];
      value =
          static_cast<Real>(baseline(row, start, start + t) + static_cast<float>(value) * scale);
    }
  }
};

}  // namespace smnn::climate::detail
