/// @file
/// Stored numbers of a variable to temperatures.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "smnn/climate/detail/temperature_units.hpp"
#include "smnn/io/netcdf/reader.hpp"

namespace smnn::climate::detail {

/// What the sea can have; what files fill land and ice with (-1000, 9.97e36, 0 K ...) is far
/// outside.
constexpr double coldest = -10;
constexpr double warmest = 50;

/// scale_factor, add_offset, units; and what is missing: NaN, _FillValue, missing_value, outside of
/// valid_min, valid_max or valid_range, and what is no temperature of the sea. Those attributes
/// speak of stored numbers, unless the variable is packed and they are not of its type.
class Unpacking {
 public:
  /// Throws IoError if an attribute is not of its kind.
  Unpacking(io::NetcdfReader const& reader, std::string const& variable);

  /// As stored; empty if there are none, which are taken for degrees Celsius.
  std::string const& units() const { return units_; }

  /// Degrees Celsius, or NaN if missing.
  double operator()(double stored) const {
    double const value = stored * scale_ + offset_;
    double const celsius = value * to_celsius_.factor + to_celsius_.shift;
    bool const good = stored_.allow(stored, single_) && unpacked_.allow(value, true) &&
                      celsius >= coldest && celsius <= warmest;
    return good ? celsius : std::numeric_limits<double>::quiet_NaN();
  }

 private:
  // Which numbers are there.
  struct Allowed {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    std::vector<double> missing;

    // `single`: a missing value need be the same in single precision only, for an attribute may be
    // of another precision than the data.
    bool allow(double value, bool single) const {
      if (!(value >= low && value <= high)) return false;
      for (double const gone : missing) {
        bool const same =
            value == gone || (single && static_cast<float>(value) == static_cast<float>(gone));
        if (same) return false;
      }
      return true;
    }
  };

  void read_missing(io::NetcdfReader const& reader, std::string const& variable, bool packed);
  void read_limits(io::NetcdfReader const& reader, std::string const& variable, bool packed);

  std::string units_;
  double scale_ = 1;
  double offset_ = 0;
  ToCelsius to_celsius_;
  bool single_ = false;  // floats are stored
  Allowed stored_;
  Allowed unpacked_;
};

}  // namespace smnn::climate::detail
