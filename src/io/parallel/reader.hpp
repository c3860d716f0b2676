/// @file
/// Reading HDF5 files of unknown origin together, each rank its own part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/memory.hpp"
#include "smnn/io/parallel/slab.hpp"

namespace smnn::io {

struct ParallelReadOptions {
  /// Datasets of up to so many bytes in memory are read by rank 0, which sends them to all. That is
  /// faster than reading together: 3 instead of 50 ms for 1 MiB cut along its last axis, on 4 ranks
  /// of one machine. 0 for none.
  std::int64_t replicated_bytes = std::int64_t{1} << 20;
};

/// A group of a file. Every call is collective, with the same arguments on all ranks, save slabs
/// and values of `read`; copies are cheap.
///
/// Rank 0 alone looks at the file's structure, as distrustfully as Hdf5ReadGroup, and tells the
/// others. It also reads small datasets for them; from others each rank reads its own slabs,
/// through MPI. Errors are the same on all ranks: IoError naming file, group and object, what was
/// got and what was expected; InvalidArgument for slabs that do not fit. After an error the group
/// may still be used.
///
/// The file is open until the last group of it is gone. Ranks that have read through MPI let go of
/// it together, as they made it; only a rank that an exception takes away does not wait for others.
class ParallelReadGroup {
 public:
  /// "/", "/name", ...
  std::string const& path() const { return path_; }

  /// "file 'F', group 'G'", and ", dataset 'D'" if a name is given: the start of a message.
  std::string where(std::string const& dataset = {}) const;

  /// Names of the groups in this group, sorted.
  std::vector<std::string> groups() const;

  bool has_group(std::string const& name) const;
  bool has_dataset(std::string const& name) const;
  bool has_attribute(std::string const& name) const;

  /// The group of that name, or path "a/b", in this group.
  ParallelReadGroup group(std::string const& name) const;

  /// Extents of a dataset of numbers, slowest first.
  Shape shape(std::string const& dataset) const;
  /// Names of its axes; none if it does not tell.
  std::vector<std::string> dimensions(std::string const& dataset) const;
  /// Empty if it does not tell.
  std::string units(std::string const& dataset) const;

  /// The rank's own slabs, any part of the dataset whoever wrote it, each in row-major order.
  /// Numbers are converted to the type asked for, but not floating-point ones to integers, nor
  /// integers to shorter ones.
  void read(std::string const& dataset, Slabs const& own, std::span<double> values) const;
  void read(std::string const& dataset, Slabs const& own, std::span<float> values) const;
  void read(std::string const& dataset, Slabs const& own, std::span<std::int32_t> values) const;
  void read(std::string const& dataset, Slabs const& own, std::span<std::int64_t> values) const;

  /// As above, into a vector; its size is checked against the available memory first.
  template <class T>
  std::vector<T> read(std::string const& dataset, Slabs const& own) const;

  /// The whole of a small dataset on every rank; rank 0 reads it for all.
  template <class T>
  std::vector<T> read_replicated(std::string const& dataset) const;

  /// Attributes of this group, as Hdf5ReadGroup has them.
  double number(std::string const& attribute) const;
  std::int64_t integer(std::string const& attribute) const;
  bool flag(std::string const& attribute) const;
  std::string text(std::string const& attribute) const;
  std::string text(std::string const& dataset, std::string const& attribute) const;

 private:
  struct State;
  friend ParallelReadGroup open_hdf5(distributed::Communicator const& ranks,
                                     std::filesystem::path const& path,
                                     ParallelReadOptions const& options);
  ParallelReadGroup(std::shared_ptr<State const> state, std::string path);

  /// What `action` says of this group on rank 0, on all ranks.
  template <class Action>
  auto ask_root(std::string const& call, Action const& action) const;

  /// Reads to where `destination`, given the dataset's extents, says.
  template <class T, class Destination>
  void read_into(std::string const& dataset, Slabs const& own,
                 Destination const& destination) const;

  std::shared_ptr<State const> state_;
  std::string path_;
};

/// Opens a file and returns its root group. Collective.
ParallelReadGroup open_hdf5(distributed::Communicator const& ranks,
                            std::filesystem::path const& path,
                            ParallelReadOptions const& options = {});

}  // namespace smnn::io
