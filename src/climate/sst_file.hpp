/// @file
/// Sea-surface temperature out of NetCDF files that follow the CF conventions, more or less.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "smnn/climate/record.hpp"
#include "smnn/distributed/communicator.hpp"
#include "smnn/io/netcdf/reader.hpp"

namespace smnn::climate {

/// What to read; everything has a default that fits most files.
struct SstSelection {
  std::string variable;             ///< Empty: sst, tos, or what has that standard_name.
  std::filesystem::path mask_file;  ///< Empty: the mask, if any, is in the same file.
  std::string mask_variable;        ///< Empty: `mask`, `lsmask` or a land_binary_mask, if any.
  std::optional<Date> first, last;  ///< Times, both included.
  double south = -90, north = 90;   ///< Degrees north.
  double west = 0, east = 360;      ///< Degrees east; west > east crosses the meridian of 0.
};

/// A file understood: which variable, grid and times it has, which cells are ocean.
class SstFile {
 public:
  /// Collective: all ranks read the header and a share of the fields, and agree on which cells are
  /// ocean: those that have a plausible temperature at every time and are no land by the mask.
  /// Throws IoError, the same on all ranks, for a file that is no such thing, naming file,
  /// variable, what was got and expected; InvalidArgument for a selection that selects nothing.
  SstFile(distributed::Communicator const& ranks, std::filesystem::path const& file,
          SstSelection const& selection = {});

  std::string const& variable() const;
  std::string const& units() const;     ///< As stored: "degC", "K", ...; if none, degC is meant.
  std::string const& calendar() const;  ///< As stored, "standard" if not.
  std::string format() const;           ///< "classic", "NetCDF-4", ...
  Grid const& grid() const;
  TimeAxis const& time() const;
  std::int64_t missing_values() const;   ///< Of cells that are ocean at some times only; not used.
  std::int64_t cells_with_gaps() const;  ///< Those cells.
  std::string const& mask_variable() const;  ///< Empty if there is no mask.
  bool has_mask() const { return !mask_variable().empty(); }
  std::int64_t land_by_mask() const;  ///< Cells that only the mask tells.
  double mean() const;                ///< Degrees Celsius, over ocean points and times, unweighted.
  double deviation() const;           ///< Standard deviation, likewise.

  /// Collective: the series of this rank's tile.
  Record read() const;

 private:
  struct State;
  std::shared_ptr<State const> state_;
};

}  // namespace smnn::climate
