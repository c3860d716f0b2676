/// @file
/// NetCDF-4 files that all ranks write together and that appear complete or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/netcdf/reader.hpp"

namespace smnn::io {

enum class NetcdfType { int16, int32, float32, float64 };

struct NetcdfText {
  std::string name, value;
};
struct NetcdfNumber {
  std::string name;
  double value = 0;
  NetcdfType type = NetcdfType::float64;
};

struct NetcdfVariableOptions {
  NetcdfType type = NetcdfType::float32;
  std::vector<NetcdfText> texts = {};      ///< Attributes; "units" and so on.
  std::vector<NetcdfNumber> numbers = {};  ///< Likewise; "scale_factor", "_FillValue" and so on.
  bool compress = false;                   ///< Shuffled and deflated, in chunks.
};

/// A new file under a temporary name beside its target; see AtomicFile. One that is not committed
/// disappears, and an older file of the target's name stays. Every call is collective and made by
/// all ranks alike, save the blocks that are said to be a rank's own; errors are the same on all.
class NetcdfWriter {
 public:
  NetcdfWriter(distributed::Communicator const& ranks, std::filesystem::path const& target);
  ~NetcdfWriter();
  NetcdfWriter(NetcdfWriter const&) = delete;
  NetcdfWriter& operator=(NetcdfWriter const&) = delete;

  void attribute(NetcdfText const& text);
  void attribute(NetcdfNumber const& number);
  void dimension(std::string const& name, std::int64_t size);
  /// Defines a variable over dimensions that have been defined, slowest first.
  void variable(std::string const& name, std::vector<std::string> const& dimensions,
                NetcdfVariableOptions const& options);

  /// Writes this rank's own block, in row-major order; a count of 0 is nothing. Numbers are
  /// converted to the variable's type as they are (the caller packs them), rounded to the nearest
  /// if it is of integers; what it cannot hold is an InvalidArgument.
  void write(std::string const& variable, std::span<std::int64_t const> start,
             std::span<std::int64_t const> count, std::span<double const> values);
  /// What all ranks have: rank 0 writes it.
  void write_replicated(std::string const& variable, std::span<double const> values);

  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smnn::io
