/// @file
/// Reading HDF5 files of unknown origin: nothing in them is trusted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "smnn/io/memory.hpp"

namespace smnn::io {

struct NumberFormat {
  bool is_floating = false;
  bool is_signed = false;
  int bytes = 0;
};

/// A group of a file that is open for reading; the file closes with its last group. Copies are
/// cheap.
///
/// Every error is an IoError naming file, group and object, what was got and what was expected.
/// Objects whose data lie in other files (external links, external or virtual storage) are refused:
/// a file must not make us read another one. Like the HDF5 library, not to be used by several
/// threads at once.
class Hdf5ReadGroup {
 public:
  /// "/", "/name", ...
  std::string const& path() const { return path_; }

  /// "file 'F', group 'G'", and ", dataset 'D'" if a name is given: the start of a message.
  std::string where(std::string const& dataset = {}) const;

  /// Names of the groups, and of the datasets, in this group, sorted.
  std::vector<std::string> groups() const;
  std::vector<std::string> datasets() const;

  bool has_group(std::string const& name) const;
  bool has_dataset(std::string const& name) const;
  bool has_attribute(std::string const& name) const;
  bool has_attribute(std::string const& dataset, std::string const& name) const;

  /// The group of that name, or path "a/b", in this group.
  Hdf5ReadGroup group(std::string const& name) const;

  /// Extents of a dataset of numbers, slowest first.
  Shape shape(std::string const& dataset) const;

  /// How a dataset's numbers are stored.
  NumberFormat number_format(std::string const& dataset) const;

  /// The dataset's numbers in row-major order, converted to the type asked for. `values` must have
  /// as many entries as the dataset; see `shape`.
  void read(std::string const& dataset, std::span<double> values) const;
  void read(std::string const& dataset, std::span<float> values) const;
  void read(std::string const& dataset, std::span<std::int64_t> values) const;

  /// As above, into a vector; the dataset's size is checked against the available memory first.
  template <class T>
  std::vector<T> read(std::string const& dataset) const {
    std::vector<T> values(checked_entries(dataset, sizeof(T)));
    read(dataset, std::span<T>(values));
    return values;
  }

  /// Attributes of this group; each must be a scalar (or have one entry) of a fitting type. An
  /// integer may be stored as a float of integral value, a flag as h5py's boolean or as an integer
  /// 0 or 1.
  double number(std::string const& attribute) const;
  std::int64_t integer(std::string const& attribute) const;
  bool flag(std::string const& attribute) const;
  std::string text(std::string const& attribute) const;
  /// An attribute of a dataset.
  std::string text(std::string const& dataset, std::string const& attribute) const;

 private:
  struct State;
  friend Hdf5ReadGroup open_hdf5(std::filesystem::path const& path);

  Hdf5ReadGroup(std::shared_ptr<State const> state, std::string path);

  std::vector<std::string> members() const;
  std::size_t checked_entries(std::string const& dataset, std::size_t entry_bytes) const;
  std::string where_attribute(std::string const& attribute) const;
  template <class T>
  void read_as(std::string const& dataset, std::span<T> values) const;

  std::shared_ptr<State const> state_;
  std::string path_;
};

/// Opens a file and returns its root group. The message tells a missing file, one that is not HDF5
/// and one that is cut short apart.
Hdf5ReadGroup open_hdf5(std::filesystem::path const& path);

}  // namespace smnn::io
