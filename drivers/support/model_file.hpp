/// Files of trained models: options and parameters.
#pragma once

#include <Kokkos_Core.hpp>
#include <smnn/distributed/communicator.hpp>
#include <smnn/network/parameters/parameters.hpp>
#include <string>

#include "support/option_map.hpp"

namespace smnn::drivers {

using ModelParameters = network::Parameters<float, Kokkos::DefaultExecutionSpace>;

/// Rank 0 writes the file. Collective; throws IoError on all ranks.
void save_model_file(distributed::Communicator const& ranks, std::string const& file,
                     std::string const& program, OptionMap const& options,
                     ModelParameters const& parameters);

/// The options that have `like`'s names, which rank 0 reads. Collective; throws IoError on all
/// ranks.
OptionMap read_model_options(distributed::Communicator const& ranks, std::string const& file,
                             OptionMap like);

/// The parameters, which rank 0 reads. Collective; throws IoError on all ranks unless the file has
/// exactly these.
void read_model_parameters(distributed::Communicator const& ranks, std::string const& file,
                           ModelParameters const& parameters);

}  // namespace smnn::drivers
