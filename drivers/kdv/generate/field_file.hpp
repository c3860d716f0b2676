/// Initial values in a file.
#pragma once

#include <cstdint>
#include <optional>
#include <smnn/distributed/communicator.hpp>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/io/parallel/reader.hpp>
#include <string>
#include <vector>

namespace smnn::drivers::kdv {

/// CSV or HDF5 with a column u (or only one beside x), on equidistant points of a period, the first
/// at 0, and optionally a column x, which tells the length. Of datasets u and x of one axis in an
/// HDF5 file every rank reads what it wants, through MPI; any other file is read by rank 0, which
/// hands the others theirs.
class FieldFile {
 public:
  /// Collective; throws IoError on all ranks.
  FieldFile(distributed::Communicator const& ranks, std::string const& path);

  std::int64_t points() const { return points_; }
  /// Of the period, if the file tells.
  std::optional<double> length() const { return length_; }

  /// u at this rank's points; those of all ranks cover the file's. Collective; throws IoError on
  /// all ranks, for numbers that are not finite, too.
  std::vector<double> read(distributed::Range const& own) const;

 private:
  void open_datasets();
  void read_table();

  distributed::Communicator ranks_;
  std::string path_;
  std::optional<io::ParallelReadGroup> datasets_;
  std::vector<double> table_;  // u of another file, on rank 0
  std::int64_t points_ = 0;
  std::optional<double> length_;
};

}  // namespace smnn::drivers::kdv
