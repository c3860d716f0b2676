/// Errors by lead, maps and series: for pictures, and as a NetCDF file.
#pragma once

#include <filesystem>
#include <smnn/climate/record.hpp>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

#include "sst/evaluate/comparison.hpp"

namespace smnn::drivers::sst {

/// Writes all that the comparison has: mse, area_weighted_mse and anomaly_correlation (forecast,
/// region, lead), mse_map and skill_map (forecast, lat, lon) over all starts; of the last start
/// sst_map (forecast, lat, lon) and sst_map_truth at the step of the maps, nino34 (forecast, lead),
/// series (forecast, place, lead) and what came. Attributes name the forecasts, regions and places.
/// Collective; throws IoError, the same on all ranks.
void write_output(distributed::Communicator const& ranks, std::filesystem::path const& file,
                  climate::Record const& record, Comparison const& comparison);

/// Has plot_sst.py draw the first file's forecast, or the best baseline, beside what came; and the
/// periods of its ODEs, one for every ocean point of the grid, if there are any. Collective.
void draw(distributed::Communicator const& ranks, std::string const& picture,
          climate::Record const& record, Comparison const& comparison,
          std::vector<double> const& periods = {});

}  // namespace smnn::drivers::sst
