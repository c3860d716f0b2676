/// @file
/// The file in a training's checkpoint. Only in builds with HDF5.
///
///     /                      format, format_version, provenance
///     /parameters/NAME/      value, first_moment, second_moment, and best if that is kept
///     /state/                numbers as attributes, lists as datasets; history also has its
///     columns
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "smnn/network/parameters/parameters.hpp"
#include "smnn/network/training/checkpoint/state.hpp"

namespace smnn::network {

/// Buffers of a training on the host, each as long as the parameters.
template <class Real>
struct CheckpointBuffers {
  std::span<Real> values;
  std::span<Real> first_moment;
  std::span<Real> second_moment;
  std::span<Real> best;  ///< Read and written if the state keeps the best.
};

/// What stands in the file for people and for checks.
struct CheckpointLabels {
  std::string program;
  std::vector<std::string> columns;  ///< Of the history.
};

/// Writes the file, which appears complete or not at all. Throws IoError.
template <class Real>
void write_checkpoint(std::filesystem::path const& file, CheckpointLabels const& labels,
                      ParameterLayout const& layout, CheckpointBuffers<Real const> const& buffers,
                      TrainingState const& state);

/// Reads one. Throws IoError if the file is of another format or model; the buffers may then be
/// half written.
template <class Real>
TrainingState read_checkpoint(std::filesystem::path const& file, CheckpointLabels const& labels,
                              ParameterLayout const& layout,
                              CheckpointBuffers<Real> const& buffers);

}  // namespace smnn::network
