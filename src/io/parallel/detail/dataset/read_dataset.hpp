/// @file
/// The values of one dataset, each rank its own part.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/detail/file/reader_file.hpp"
#include "smnn/io/parallel/slab.hpp"

namespace smnn::io::detail {

/// Throws IoError unless numbers stored so can be read as `T` without loss of their whole part.
template <class T>
void require_fitting(NumberFormat const& stored, std::string const& where);

/// Memory for a rank's own slabs of a dataset of these extents; throws if they do not fit.
template <class T>
using Destination = std::function<std::span<T>(Shape const& extents)>;

/// Reads through MPI, each rank its own slabs. The dataset is one that rank 0 has looked at: a path
/// from the root, of these extents. Collective; an error closes the file.
template <class T>
void read_dataset(ReaderFile& file, std::string const& group, std::string const& dataset,
                  Shape const& extents, Slabs const& own, Destination<T> const& destination,
                  std::string const& where);

}  // namespace smnn::io::detail
