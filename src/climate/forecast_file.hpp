/// @file
/// Forecasts of sea-surface temperature in NetCDF files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/distributed/communicator.hpp"

namespace smnn::climate {

/// A rank's tile of a forecast.
struct Forecast {
  std::string model;          ///< For people: what made it.
  std::int64_t window = 0;    ///< Steps that it knew; 0 if that is not said.
  Grid grid;                  ///< The whole.
  TimeAxis time;              ///< Of the leads: the first is the first forecast.
  distributed::Range points;  ///< Of the grid's ocean points.
  std::vector<float> values;  ///< (points, leads), degrees Celsius.

  std::int64_t steps() const { return time.size(); }
};

/// What may stand beside a forecast, (points, leads) each; all ranks have them or none.
struct ForecastCompanions {
  std::optional<std::span<float const>> climatology;
  std::optional<std::span<float const>> truth;
};

/// Writes a file by the CF conventions, which xarray and the like open: sst_forecast(time, lat,
/// lon), and sst_climatology and sst_truth if they are given, 32-bit floats that are missing on
/// land; attributes say where it comes from (`program`, as in io::Provenance), the model, the date
/// of the first step and the window. Collective; the ranks' points must follow each other and be
/// all of the grid's. Throws IoError, the same on all ranks, and InvalidArgument unless there are
/// points times leads values.
void write_forecast(distributed::Communicator const& ranks, std::filesystem::path const& file,
                    Forecast const& forecast, ForecastCompanions const& companions,
                    std::string const& program);

/// Reads the tile of this rank, as by `tile`, of such a file; or of any file of sea-surface
/// temperature, as SstFile understands it, of two times at least. Collective; throws IoError, the
/// same on all ranks.
Forecast read_forecast(distributed::Communicator const& ranks, std::filesystem::path const& file);

}  // namespace smnn::climate
