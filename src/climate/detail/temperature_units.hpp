/// @file
/// Degrees Celsius from the units that files have.
#pragma once

#include <optional>
#include <string>

namespace smnn::climate::detail {

/// celsius = factor * value + shift.
struct ToCelsius {
  double factor = 1;
  double shift = 0;
};

/// By the many names of degrees Celsius, Kelvin and Fahrenheit; none for another.
std::optional<ToCelsius> to_celsius(std::string const& units);

}  // namespace smnn::climate::detail
