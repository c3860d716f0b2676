/// Forecasts judged beside each other.
#pragma once

#include <cstdint>
#include <smnn/climate/record.hpp>
#include <smnn/climate/skill/scores.hpp>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

#include "sst/evaluate/cases.hpp"

namespace smnn::drivers::sst {

/// What is kept of the fields of the last start: all of it would be too much.
struct Kept {
  std::vector<double> index;   ///< Nino 3.4, (steps).
  std::vector<double> field;   ///< (own points) at the step of the maps.
  std::vector<double> series;  ///< (places, steps).
};

/// One forecast, or baseline, of all its starts.
struct Row {
  std::string name;
  std::int64_t starts = 0;
  climate::Scores scores;                 ///< Over its starts, as those that follow:
  climate::Scores ten_years, window;      ///< of the two climatologies.
  std::vector<double> squares;            ///< (own points), sums of mean squared errors,
  std::vector<double> squares_ten_years;  ///< and of the climatology's.
  Kept kept;
};

/// A point of the ocean near a wanted place.
struct Place {
  double latitude = 0, longitude = 0;  ///< Of the point.
  std::int64_t point = 0;              ///< Of the grid.
};

struct Comparison {
  Cases cases;
  std::vector<Row> rows;  ///< The files' forecasts first, then the baselines.
  Kept truth;
  std::int64_t map_step = 0;
  std::vector<Place> places;
};

/// The ocean's point that is nearest to a place on the sphere.
Place nearest(climate::Grid const& grid, double latitude, double longitude);

/// Collective. `map_step` is the step, from 0, of the fields that are kept.
Comparison compare(distributed::Communicator const& ranks, climate::Record const& record,
                   double deviation, Cases const& cases, std::int64_t map_step,
                   std::vector<Place> const& places);

/// All ranks' own points in a row: (points of the grid). Collective.
std::vector<double> gathered(distributed::Communicator const& ranks, climate::Record const& record,
                             std::vector<double> const& own);

}  // namespace smnn::drivers::sst
