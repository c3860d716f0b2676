/// @file
/// The values of one dataset, each rank its own part.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/slab.hpp"

namespace smnn::io::detail {

/// Throws IoError unless numbers stored so can be read as `T` without loss of their whole part.
template <class T>
void require_fitting(NumberFormat const& stored, std::string const& where);

/// Opens the file, reads, and closes it: nothing is left for a destructor to agree on. The dataset
/// is one that rank 0 has looked at: a path from the root, of these extents. Collective.
template <class T>
void read_dataset(distributed::Communicator const& ranks, std::filesystem::path const& file,
                  std::string const& group, std::string const& dataset, Shape const& extents,
                  Slabs const& own, std::span<T> values, std::string const& where);

}  // namespace smnn::io::detail
