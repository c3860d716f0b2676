/// @file
/// HDF5 files that all ranks write together and that appear complete or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/memory.hpp"
#include "smnn/io/parallel/attribute_value.hpp"
#include "smnn/io/parallel/dataset_options.hpp"
#include "smnn/io/parallel/slab.hpp"

namespace smnn::io {

class ParallelHdf5Writer;
namespace detail {
class WriterFile;
}

/// A group of a file being written. Every call is collective: all ranks make the same calls with
/// the same arguments, save those that are said to be a rank's own.
///
/// Errors are the same on all ranks, name file and object, and end the file: InvalidArgument for
/// arguments that are wrong or differ, IoError for the rest.
class ParallelWriteGroup {
 public:
  /// Creates the group of that name, or path "a/b", in this group; groups that exist are entered.
  ParallelWriteGroup group(std::string const& name) const;

  /// Writes a dataset of these extents, slowest axis first, of which each rank has slabs: `own`,
  /// one or several or none, with their `values` in row-major order in host memory. Slabs may be
  /// uneven; those of all ranks have every entry once.
  void write(std::string const& name, Shape const& extents, Slabs const& own,
             std::span<double const> values, DatasetOptions const& options = {}) const;
  void write(std::string const& name, Shape const& extents, Slabs const& own,
             std::span<float const> values, DatasetOptions const& options = {}) const;
  void write(std::string const& name, Shape const& extents, Slabs const& own,
             std::span<std::int32_t const> values, DatasetOptions const& options = {}) const;
  void write(std::string const& name, Shape const& extents, Slabs const& own,
             std::span<std::int64_t const> values, DatasetOptions const& options = {}) const;

  /// The same for what all ranks have: rank 0 writes it; the values of others are not looked at.
  void write_replicated(std::string const& name, Shape const& extents,
                        std::span<double const> values, DatasetOptions const& options = {}) const;
  void write_replicated(std::string const& name, Shape const& extents,
                        std::span<float const> values, DatasetOptions const& options = {}) const;
  void write_replicated(std::string const& name, Shape const& extents,
                        std::span<std::int32_t const> values,
                        DatasetOptions const& options = {}) const;
  void write_replicated(std::string const& name, Shape const& extents,
                        std::span<std::int64_t const> values,
                        DatasetOptions const& options = {}) const;

  /// Adds a scalar attribute to this group, or to a dataset in it. The value is rank 0's.
  void attribute(std::string const& name, AttributeValue const& value) const;
  void attribute_of(std::string const& dataset, std::string const& name,
                    AttributeValue const& value) const;

 private:
  friend class ParallelHdf5Writer;
  ParallelWriteGroup(std::shared_ptr<detail::WriterFile> file, std::string path);

  std::shared_ptr<detail::WriterFile> file_;
  std::string path_;
};

/// A new HDF5 file under a temporary name beside its target; see AtomicFile. One that is not
/// committed disappears, and an older file of the target's name stays.
///
/// The destructor does not communicate. If it comes before `commit` or `discard` and there are
/// several ranks, memory and descriptor of the file are kept until MPI is finalised.
class ParallelHdf5Writer {
 public:
  /// Collective over `ranks`. One rank needs neither MPI nor a parallel HDF5; for more, IoError
  /// says if the HDF5 library cannot do it.
  ParallelHdf5Writer(distributed::Communicator const& ranks, std::filesystem::path const& target);
  ~ParallelHdf5Writer();
  ParallelHdf5Writer(ParallelHdf5Writer const&) = delete;
  ParallelHdf5Writer& operator=(ParallelHdf5Writer const&) = delete;

  ParallelWriteGroup root() const;

  /// Collective: closes the file, and once all ranks have confirmed, makes it durable and gives it
  /// its name.
  void commit();

  /// Collective: gives the file up.
  void discard();

 private:
  std::shared_ptr<detail::WriterFile> file_;
};

}  // namespace smnn::io
