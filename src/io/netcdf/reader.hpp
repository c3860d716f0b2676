/// @file
/// Reading NetCDF files, classic and NetCDF-4, of unknown origin: nothing in them is trusted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"

namespace smnn::io {

struct NetcdfDimension {
  std::string name;
  std::int64_t size = 0;
};

/// A variable of numbers; its dimensions stand slowest first.
struct NetcdfVariable {
  std::string name;
  std::vector<NetcdfDimension> dimensions;
  std::string type;  ///< "short", "double", ... as ncdump says it.
};

/// An attribute of numbers; its type tells whether those of a packed variable are packed, too.
struct NetcdfNumbers {
  std::vector<double> values;
  std::string type;  ///< As a variable's.
};

/// A file that is open for reading. Every error is an IoError naming file, variable, attribute,
/// what was got and what was expected, save InvalidArgument for a block that lies outside. Copies
/// are cheap and share the file, which closes with the last. Like the NetCDF library, not to be
/// used by several threads at once.
class NetcdfReader {
 public:
  /// This process alone.
  explicit NetcdfReader(std::filesystem::path const& file);
  /// Collective: rank 0 looks whether the file holds what it promises, all open it, and throw the
  /// same error. The calls below are a rank's own, so that every rank has the file open for itself:
  /// by MPI-IO the NetCDF library would have ranks read what lies around the values together.
  NetcdfReader(distributed::Communicator const& ranks, std::filesystem::path const& file);

  std::filesystem::path const& file() const;
  /// "classic", "64-bit offset", "NetCDF-4", ...
  std::string format() const;

  /// Those of numbers in the root group, in the file's order.
  std::vector<NetcdfVariable> const& variables() const;
  bool has(std::string const& variable) const;
  /// Throws if there is none; the message lists what there is.
  NetcdfVariable const& variable(std::string const& name) const;

  /// An attribute of a variable, or of the file if the variable's name is empty; none if there is
  /// none. Throws if it is of the other kind, or has more than one entry.
  std::optional<std::string> text(std::string const& variable, std::string const& attribute) const;
  std::optional<double> number(std::string const& variable, std::string const& attribute) const;
  /// Numbers of any count: valid_range, flag_values.
  std::optional<NetcdfNumbers> numbers(std::string const& variable,
                                       std::string const& attribute) const;

  /// A block of a variable's numbers as they are stored (neither unpacked nor masked), in row-major
  /// order. Throws unless start and count have an entry per dimension and lie inside.
  std::vector<double> read(std::string const& variable, std::span<std::int64_t const> start,
                           std::span<std::int64_t const> count) const;
  /// All of it; its size is checked against the available memory first.
  std::vector<double> read(std::string const& variable) const;

  /// "file 'F'", and ", variable 'V'" if a name is given: the start of a message.
  std::string where(std::string const& variable = {}) const;

 private:
  struct State;
  std::shared_ptr<State const> state_;
};

}  // namespace smnn::io
