/// @file
/// Parameters in HDF5 files, found by name; see the format below. Only in builds with HDF5.
///
///     /parameters/encoder.0.weight/value    a group per array, a dataset of its shape
#pragma once

#include <Kokkos_Core.hpp>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/hdf5_writer.hpp"
#include "smnn/network/parameters/parameters.hpp"

namespace smnn::network {

/// What a file of parameters says of their model: attributes of a group. An empty name: nothing.
struct ModelDescription {
  std::string group;
  std::map<std::string, std::string> attributes;
};

/// Writes the parameters' values and where they come from. The file appears complete or not at all.
/// Throws IoError.
template <class Real, class ExecutionSpace>
void save_parameters(ExecutionSpace const& space, std::filesystem::path const& file,
                     Parameters<Real, ExecutionSpace> const& parameters,
                     std::string const& program = "smnn", ModelDescription const& model = {});

/// Reads values from a file that `save_parameters` or a training's checkpoint has made, in either
/// precision. Throws IoError, the parameters untouched, unless the file has exactly the layout's
/// arrays; the message lists what is missing, what is too much and whose shape differs.
template <class Real, class ExecutionSpace>
void load_parameters(ExecutionSpace const& space, std::filesystem::path const& file,
                     Parameters<Real, ExecutionSpace> const& parameters);

/// Throws IoError, as `load_parameters`, unless the group has the layout's arrays.
void check_arrays(io::Hdf5ReadGroup const& group, ParameterLayout const& layout,
                  std::string const& dataset);

/// One dataset, of that name, for each array of the layout, from a flat buffer with all of them.
template <class Real>
void write_arrays(io::Hdf5WriteGroup const& group, ParameterLayout const& layout,
                  std::string const& dataset, std::span<Real const> buffer);

/// The reverse; `check_arrays` first.
template <class Real>
void read_arrays(io::Hdf5ReadGroup const& group, ParameterLayout const& layout,
                 std::string const& dataset, std::span<Real> buffer);

}  // namespace smnn::network
