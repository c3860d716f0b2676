#include "smnn/climate/detail/unpacking.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

bool is_real(std::string const& type) { return type == "float" || type == "double"; }

double finite(io::NetcdfReader const& reader, std::string const& variable,
              std::string const& attribute, double otherwise) {
  double const value = reader.number(variable, attribute).value_or(otherwise);
  if (!std::isfinite(value)) {
    throw IoError(reader.where(variable) + ": " + attribute + " " + io::to_string(value) +
                  ", expected a finite number");
  }
  return value;
}

// A bound in single precision need not be exact in double precision.
double lower(double bound) { return bound - 1e-6 * std::abs(bound); }
double upper(double bound) { return bound + 1e-6 * std::abs(bound); }

}  // namespace

Unpacking::Unpacking(io::NetcdfReader const& reader, std::string const& variable) {
  units_ = reader.text(variable, "units").value_or("");
  if (!units_.empty()) {
    auto const known = detail::to_celsius(units_);
    if (!known) {
      throw IoError(reader.where(variable) + ": units " + io::quote(units_) +
                    ", expected those of a temperature: degC, K or degF");
    }
    to_celsius_ = *known;
  }
  scale_ = finite(reader, variable, "scale_factor", 1);
  offset_ = finite(reader, variable, "add_offset", 0);
  if (scale_ == 0) {
    throw IoError(reader.where(variable) + ": scale_factor 0, expected another number");
  }
  std::string const& type = reader.variable(variable).type;
  single_ = type == "float";
  bool const packed = !is_real(type) && (scale_ != 1 || offset_ != 0);
  read_missing(reader, variable, packed);
  read_limits(reader, variable, packed);
}

void Unpacking::read_missing(io::NetcdfReader const& reader, std::string const& variable,
                             bool packed) {
  for (char const* const name : {"_FillValue", "missing_value"}) {
    auto const numbers = reader.numbers(variable, name);
    if (!numbers) continue;
    for (double const value : numbers->values) {
      if (std::isnan(value)) continue;  // missing anyway
      // Of the wrong type it may still be meant as stored: no harm, for it is no temperature.
      stored_.missing.push_back(value);
      if (packed && is_real(numbers->type)) unpacked_.missing.push_back(value);
    }
  }
}

void Unpacking::read_limits(io::NetcdfReader const& reader, std::string const& variable,
                            bool packed) {
  auto const narrow = [&](io::NetcdfNumbers const& numbers, std::size_t low, std::size_t high) {
    bool const of_unpacked = packed && is_real(numbers.type);
    Allowed& allowed = of_unpacked ? unpacked_ : stored_;
    auto const& values = numbers.values;
    if (low < values.size()) allowed.low = std::max(allowed.low, lower(values[low]));
    if (high < values.size()) allowed.high = std::min(allowed.high, upper(values[high]));
  };
  auto const limit = [&](char const* name, std::size_t count) {
    auto numbers = reader.numbers(variable, name);
    if (!numbers) return numbers;
    bool const good = numbers->values.size() == count &&
                      std::none_of(numbers->values.begin(), numbers->values.end(),
                                   [](double value) { return std::isnan(value); });
    if (!good) {
      throw IoError(reader.where(variable) + ": " + name + " of " +
                    std::to_string(numbers->values.size()) + " numbers, expected " +
                    std::to_string(count) + ", none of them NaN");
    }
    return numbers;
  };
  constexpr std::size_t none = 2;
  if (auto const numbers = limit("valid_range", 2)) narrow(*numbers, 0, 1);
  if (auto const numbers = limit("valid_min", 1)) narrow(*numbers, 0, none);
  if (auto const numbers = limit("valid_max", 1)) narrow(*numbers, none, 0);
}

}  // namespace smnn::climate::detail
