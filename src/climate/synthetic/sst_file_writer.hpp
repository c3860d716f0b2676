/// @file
/// Synthetic climates and their best forecasts as NetCDF files of sea-surface temperature.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "smnn/climate/synthetic/climate.hpp"
#include "smnn/distributed/communicator.hpp"

namespace smnn::climate {

/// Called by every rank with the times written so far, and all.
using FieldsWritten = std::function<void(std::int64_t done, std::int64_t all)>;

/// Of the ocean's cells and all times, unweighted, in degrees Celsius.
struct FieldStatistics {
  double mean = 0;
  double deviation = 0;  ///< Standard.
};

/// Writes the climate as weekly and monthly files of observations are: sst (time, lat, lon) packed
/// in 16 bits of 0.01 K, missing on land, compressed. Collective: the ranks share the latitudes,
/// and write a block of times after the other, so that memory does not grow with their number. The
/// values do not depend on the number of ranks. `program` is for the file's provenance. Throws
/// IoError, the same on all ranks.
FieldStatistics write_climate(distributed::Communicator const& ranks,
                              SyntheticClimate const& climate, std::filesystem::path const& file,
                              std::string const& program, FieldsWritten const& written = {});

/// Writes SyntheticClimate::best_forecast likewise, but as 32-bit floats: an expectation has more
/// digits than an observation. Throws InvalidArgument as that does, too.
void write_best_forecast(distributed::Communicator const& ranks, SyntheticClimate const& climate,
                         std::int64_t start, std::int64_t steps, std::filesystem::path const& file,
                         std::string const& program, FieldsWritten const& written = {});

}  // namespace smnn::climate
