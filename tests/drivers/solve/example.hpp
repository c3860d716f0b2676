/// A small problem in a file, whole or with something wrong, and what comes of it.
#pragma once

#include <filesystem>
#include <smnn/io/hdf5_reader.hpp>
#include <string>
#include <vector>

#include "hdf5/raw_file.hpp"

namespace smnn::test {

/// T = 6, E = D = 1, K = 3, T0 = 1, K0 = 2.
inline constexpr std::uint64_t example_times = 6;

/// The leading extents of the example's arrays.
struct ExampleBatch {
  Extents coefficients = {};
  Extents rhs = {};
  Extents initial_values = {};
  Extents steps = {};
  Extents solution = {};  // of the adjoint's seed
};

/// Every array with the same leading extents.
inline ExampleBatch same_batch(Extents const& leading) {
  return {leading, leading, leading, leading, leading};
}

/// Adds the problem's datasets and attributes to a group, which must exist. No two entries of an
/// array are the same.
void write_example(RawFile& file, std::string const& group, ExampleBatch const& batch = {});

/// A file with the example in its root.
void write_example_file(std::filesystem::path const& file, ExampleBatch const& batch = {});

/// A dataset and its extents.
struct FileArray {
  std::vector<std::int64_t> shape;
  std::vector<double> values;
};
FileArray read_array(std::filesystem::path const& file, std::string const& group,
                     std::string const& name);

}  // namespace smnn::test
