/// Trained models in files: options and parameters together.
#pragma once

#include <smnn/distributed/communicator.hpp>
#include <smnn/network/parameters/parameters.hpp>
#include <string>

#include "kdv/model.hpp"

namespace smnn::drivers::kdv {

using ParameterSet = network::Parameters<Real, Space>;

/// Writes the model that rank 0 has. The file appears complete or not at all. Collective; throws
/// IoError.
void save_model(distributed::Communicator const& ranks, Space const& space, std::string const& file,
                ModelOptions const& options, ParameterSet const& parameters);

/// Of a file that `save_model` has made; read by rank 0. Collective; throws IoError.
ModelOptions read_options(distributed::Communicator const& ranks, std::string const& file);
void load_model(distributed::Communicator const& ranks, Space const& space, std::string const& file,
                ParameterSet const& parameters);

}  // namespace smnn::drivers::kdv
