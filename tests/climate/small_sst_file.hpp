/// Small NetCDF files for tests of what reads them, right ones and such that lie.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/io/netcdf/writer.hpp"

namespace smnn::test {

/// Degrees Celsius, as tests/data/climate/make_files.py has it.
inline double truth(std::int64_t step, double latitude, double longitude) {
  return 20 - std::abs(latitude) / 5 + longitude / 100 + static_cast<double>(step) / 50;
}

/// The largest difference of a record from the truth, its first time being `step`.
inline double largest_error(climate::Record const& record, std::int64_t step = 0) {
  double error = 0;
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point) {
    for (std::int64_t time = 0; time < record.time.size(); ++time) {
      double const expected =
          truth(step + time, record.grid.latitude(point), record.grid.longitude(point));
      error = std::max(error, std::abs(record.series(point)[time] - expected));
    }
  }
  return error;
}

/// 6 months on a grid of 3 x 4, all of it ocean, unless changed.
struct SmallSstFile {
  std::string variable = "sst";
  io::NetcdfVariableOptions options{io::NetcdfType::float64, {{"units", "degC"}}, {}, false};
  std::vector<std::string> order = {"time", "lat", "lon"};  ///< Also "lev", of size 1.
  std::int64_t levels = 1;

  std::vector<double> times = {0, 1, 2, 3, 4, 5};
  std::string time_units = "months since 2000-01-01";
  std::string calendar = "standard";
  std::vector<double> latitudes = {-30, 0, 30};
  std::vector<double> longitudes = {0, 90, 180, 270};
  /// Of the coordinate variables; dimensions are time, lat and lon.
  std::string time_name = "time", latitude_name = "lat", longitude_name = "lon";
  std::string latitude_units = "degrees_north", longitude_units = "degrees_east";

  /// What is stored at (step, row, column).
  std::function<double(std::int64_t, std::size_t, std::size_t)> stored =
      [this](std::int64_t step, std::size_t row, std::size_t column) {
        return celsius(step, row, column);
      };
  std::string mask;  ///< Name of a variable over lat and lon; none if empty.
  io::NetcdfVariableOptions mask_options{io::NetcdfType::int16, {}, {}, false};
  std::function<double(std::size_t, std::size_t)> mask_value = [](std::size_t, std::size_t) {
    return 1.0;
  };

  SmallSstFile() = default;
  SmallSstFile(SmallSstFile const&) = delete;  // `stored` refers to it
  SmallSstFile& operator=(SmallSstFile const&) = delete;

  double celsius(std::int64_t step, std::size_t row, std::size_t column) const {
    double const east = std::fmod(longitudes[column] + 360, 360);
    return truth(step, latitudes[row], east);
  }

  void write(std::filesystem::path const& path,
             distributed::Communicator const& ranks = distributed::Communicator()) const {
    io::NetcdfWriter writer(ranks, path);
    writer.dimension("time", static_cast<std::int64_t>(times.size()));
    writer.dimension("lev", levels);
    writer.dimension("lat", static_cast<std::int64_t>(latitudes.size()));
    writer.dimension("lon", static_cast<std::int64_t>(longitudes.size()));
    auto const coordinates = [&](std::string const& name, std::string const& dimension,
                                 std::vector<io::NetcdfText> const& texts) {
      writer.variable(name, {dimension}, {io::NetcdfType::float64, texts, {}, false});
    };
    coordinates(time_name, "time", {{"units", time_units}, {"calendar", calendar}});
    coordinates(latitude_name, "lat", {{"units", latitude_units}});
    coordinates(longitude_name, "lon", {{"units", longitude_units}});
    writer.variable(variable, order, options);
    if (!mask.empty()) writer.variable(mask, {"lat", "lon"}, mask_options);
    writer.write_replicated(time_name, times);
    writer.write_replicated(latitude_name, latitudes);
    writer.write_replicated(longitude_name, longitudes);
    writer.write_replicated(variable, values());
    if (!mask.empty()) writer.write_replicated(mask, mask_values());
    writer.commit();
  }

 private:
  std::vector<double> values() const {
    std::vector<double> all;
    std::vector<std::size_t> sizes;
    for (std::string const& name : order) {
      sizes.push_back(name == "time"  ? times.size()
                      : name == "lat" ? latitudes.size()
                      : name == "lon" ? longitudes.size()
                                      : static_cast<std::size_t>(levels));
    }
    std::size_t count = 1;
    for (std::size_t const size : sizes) count *= size;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t step = 0, row = 0, column = 0, rest = i;
      for (std::size_t d = order.size(); d-- > 0; rest /= sizes[d]) {
        std::size_t const index = rest % sizes[d];
        if (order[d] == "time") step = index;
        if (order[d] == "lat") row = index;
        if (order[d] == "lon") column = index;
      }
      all.push_back(stored(static_cast<std::int64_t>(step), row, column));
    }
    return all;
  }

  std::vector<double> mask_values() const {
    std::vector<double> all;
    for (std::size_t row = 0; row < latitudes.size(); ++row)
      for (std::size_t column = 0; column < longitudes.size(); ++column)
        all.push_back(mask_value(row, column));
    return all;
  }
};

}  // namespace smnn::test
