/// Records of a few points, made by a function of point and time.
#pragma once

#include <functional>
#include <smnn/climate/record.hpp>

namespace smnn::test {

/// Ocean at every cell of a grid of 10 degrees but some, so that land lies before, between and
/// behind points and in rows of its own.
inline climate::Grid small_grid() {
  climate::Grid grid;
  for (double latitude = 75; latitude >= -75; latitude -= 10) grid.latitudes.push_back(latitude);
  for (double longitude = 5; longitude < 360; longitude += 10) grid.longitudes.push_back(longitude);
  for (std::int64_t cell = 3; cell < grid.rows() * grid.columns() - 5; ++cell)
    if (cell % 7 != 0 && cell / grid.columns() != 4) grid.ocean.push_back(cell);
  return grid;
}

inline climate::TimeAxis axis_from(climate::Sampling sampling, climate::Date const& first,
                                   std::int64_t size) {
  climate::TimeAxis axis{sampling, {first}};
  auto const more = axis.following(size - 1).dates;
  axis.dates.insert(axis.dates.end(), more.begin(), more.end());
  return axis;
}

/// Degrees Celsius at the grid's point and time.
using Field = std::function<double(std::int64_t point, std::int64_t time)>;

/// The tile of one rank of several.
inline climate::Record record_of(climate::Grid const& grid, climate::TimeAxis const& time,
                                 Field const& field, int rank = 0, int ranks = 1) {
  climate::Record record{grid, time, climate::tile(grid, rank, ranks), {}};
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point)
    for (std::int64_t i = 0; i < time.size(); ++i)
      record.values.push_back(static_cast<float>(field(point, i)));
  return record;
}

}  // namespace smnn::test
