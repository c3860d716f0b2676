#include "smnn/io/netcdf/detail/convert.hpp"

#include <netcdf.h>

#include <cmath>
#include <limits>
#include <type_traits>

#include "smnn/io/netcdf/detail/library.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

template <class T>
bool can_hold(double value) {
  if constexpr (std::is_same_v<T, double>) return true;
  if (std::is_floating_point_v<T> && !std::isfinite(value)) return true;
  return value >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
         value <= static_cast<double>(std::numeric_limits<T>::max());
}

template <class T>
std::vector<T> to(std::span<double const> values, std::string const& where) {
  std::vector<T> result;
  result.reserve(values.size());
  for (double const value : values) {
    double const rounded = std::is_integral_v<T> ? std::nearbyint(value) : value;
    if (!can_hold<T>(rounded))
      throw InvalidArgument(where + ": value " + std::to_string(result.size()) + " is " +
                            to_string(value) + ", expected one from " +
                            to_string(static_cast<double>(std::numeric_limits<T>::lowest())) +
                            " to " + to_string(static_cast<double>(std::numeric_limits<T>::max())));
    result.push_back(static_cast<T>(rounded));
  }
  return result;
}

}  // namespace

TypedValues convert(std::span<double const> values, NetcdfType type, std::string const& where) {
  switch (type) {
    case NetcdfType::int16:
      return to<std::int16_t>(values, where);
    case NetcdfType::int32:
      return to<std::int32_t>(values, where);
    case NetcdfType::float32:
      return to<float>(values, where);
    default:
      return to<double>(values, where);
  }
}

int library_type(NetcdfType type) {
  switch (type) {
    case NetcdfType::int16:
      return NC_SHORT;
    case NetcdfType::int32:
      return NC_INT;
    case NetcdfType::float32:
      return NC_FLOAT;
    default:
      return NC_DOUBLE;
  }
}

std::size_t type_bytes(NetcdfType type) { return number_bytes(library_type(type)); }

}  // namespace smnn::io::detail
