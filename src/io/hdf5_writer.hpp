/// @file
/// Writing HDF5 files that appear complete or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "smnn/io/memory.hpp"

namespace smnn::io {

class Hdf5Writer;

/// A group of a file being written; usable until the file is committed. Errors are IoErrors naming
/// file and object.
class Hdf5WriteGroup {
 public:
  /// Creates the group of that name, or path "a/b", in this group; groups that exist are entered.
  Hdf5WriteGroup group(std::string const& name) const;

  /// Writes a dataset of row-major values; throws InvalidArgument unless there are as many as the
  /// extents say.
  void write(std::string const& name, Shape const& extents, std::span<double const> values) const;
  void write(std::string const& name, Shape const& extents, std::span<float const> values) const;
  void write(std::string const& name, Shape const& extents,
             std::span<std::int64_t const> values) const;

  /// Adds a scalar attribute to this group.
  void attribute(std::string const& name, double value) const;
  void attribute(std::string const& name, std::int64_t value) const;
  void attribute(std::string const& name, std::uint64_t value) const;
  void attribute(std::string const& name, std::string const& value) const;

 private:
  struct State;
  friend class Hdf5Writer;

  explicit Hdf5WriteGroup(std::shared_ptr<State const> state) : state_(std::move(state)) {}

  template <class T>
  void write_as(std::string const& name, Shape const& extents, std::span<T const> values) const;

  std::shared_ptr<State const> state_;
};

/// A new HDF5 file under a temporary name beside its target; see AtomicFile. One that is not
/// committed disappears.
class Hdf5Writer {
 public:
  explicit Hdf5Writer(std::filesystem::path const& target);
  ~Hdf5Writer();
  Hdf5Writer(Hdf5Writer const&) = delete;
  Hdf5Writer& operator=(Hdf5Writer const&) = delete;

  Hdf5WriteGroup root() const;

  /// Closes the file, makes it durable and gives it its name.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smnn::io
