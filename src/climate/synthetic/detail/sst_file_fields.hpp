/// @file
/// A file of fields of a synthetic climate, as the ranks write it together.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "smnn/climate/synthetic/climate.hpp"
#include "smnn/distributed/communicator.hpp"
#include "smnn/io/netcdf/writer.hpp"

namespace smnn::climate::detail {

/// How temperatures stand in the file.
struct FieldStorage {
  io::NetcdfType type;
  double step;  ///< K; 0: numbers are degrees Celsius.
  double land;  ///< What stands for a missing one.

  double store(double celsius) const;
};

/// sst (time, lat, lon), written one block of times after the other, in which every rank has some
/// rows. Blocks and rows are whole chunks of the file where there are enough, as each is compressed
/// once then. All calls are collective.
class FieldFile {
 public:
  /// `climate` must stay.
  FieldFile(distributed::Communicator const& ranks, SyntheticClimate const& climate,
            std::filesystem::path const& file, FieldStorage const& storage, TimeAxis const& times);

  /// Attributes: title, options, provenance.
  void describe(std::string const& title, std::string const& program);
  io::NetcdfWriter& writer() { return writer_; }
  /// Dimensions and variables, after all attributes.
  void define();

  /// Times that are written at once.
  std::int64_t block() const { return block_; }
  /// Fields of some times, the first of which is the file's time `first`.
  void write(ClimateStates const& states, std::int64_t first);

  /// Of what all ranks have written, on ocean cells: number, sum and sum of squares.
  std::array<double, 3> sums() const;

 private:
  void share_rows(std::int64_t rows_of_a_chunk);
  void write_rows(ClimateStates const& states, std::int64_t first, distributed::Range const& rows);
  void define_axis(std::string const& name, std::string const& units,
                   std::string const& standard_name, std::string const& letter);
  std::int64_t columns() const { return climate_.grid().columns(); }

  distributed::Communicator ranks_;
  SyntheticClimate const& climate_;
  FieldStorage storage_;
  TimeAxis times_;
  io::NetcdfWriter writer_;
  std::int64_t block_ = 1;
  distributed::Range rows_;  // this rank's
  std::int64_t group_ = 1;   // rows that it writes at once
  std::int64_t groups_ = 1;  // most that a rank has
  std::vector<bool> ocean_;  // all cells
  std::vector<double> values_;
  std::array<double, 3> sums_{};
};

}  // namespace smnn::climate::detail
