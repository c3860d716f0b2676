/// Forecasts in a file: the fields, and the ODEs that the first of them are made of.
#pragma once

#include <cstdint>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

#include "kdv/fields/fields.hpp"
#include "kdv/model/forecaster.hpp"

namespace smnn::drivers::kdv {

/// This rank's share of the fields.
struct ForecastShare {
  std::int64_t levels = 0;
  std::vector<float> prediction;  ///< (own trajectories, levels, own points)
  std::vector<double> time;       ///< (own trajectories, levels)
  FieldData const& data;
};

/// The ODEs of the first forecast of some trajectories; empty unless the model is mechanistic.
struct OdeShare {
  std::int64_t levels = 0;
  std::int64_t orders = 0;
  std::vector<float> coefficients;    ///< (own trajectories, T, K, own points)
  std::vector<float> rhs;             ///< (own trajectories, T, own points)
  std::vector<float> initial_values;  ///< (own trajectories, K-1, own points)
  std::vector<float> steps;           ///< (own trajectories)
};
OdeShare odes_of(Space const& space, Forecaster const& forecaster, Forecaster::Fields const& given);

/// Writes all ranks' shares, and beside FILE.h5 the XDMF view FILE.xmf of the first trajectory.
/// Collective; throws IoError.
void write_forecast(distributed::Communicator const& ranks, std::string const& file,
                    RankGrid const& grid, ForecastShare const& share, OdeShare const& odes,
                    ModelOptions const& options);

}  // namespace smnn::drivers::kdv
