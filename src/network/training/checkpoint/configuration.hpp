/// @file
/// What a training must be resumed with, since it decides what comes next.
#pragma once

#include <map>
#include <string>

#include "smnn/network/training/options.hpp"
#include "smnn/network/training/sampler.hpp"

namespace smnn::network {

/// The options' own configuration, and the options and numbers that no run may change on its way.
std::map<std::string, std::string> configuration_of(TrainingOptions const& options,
                                                    Sampler const& sampler,
                                                    std::string const& precision);

}  // namespace smnn::network
