#include "smnn/climate/detail/temperature_units.hpp"

#include <cstddef>
#include <vector>

#include "smnn/climate/detail/words.hpp"

namespace smnn::climate::detail {

std::optional<ToCelsius> to_celsius(std::string const& units) {
  std::string name;  // "degrees_C", "Deg. C", "°C" and so on as "c"
  for (char const letter : lower_case(units)) {
    if (letter >= 'a' && letter <= 'z') name += letter;
  }
  for (char const* const prefix : {"degrees", "degree", "degs", "deg"}) {
    if (name.starts_with(prefix)) {
      name.erase(0, std::string(prefix).size());
      break;
    }
  }
  using Names = std::vector<std::string>;
  if (is_one_of(name, Names{"c", "celsius", "celcius", "centigrade"})) return ToCelsius{};
  if (is_one_of(name, Names{"k", "kelvin", "kelvins"})) return ToCelsius{1, -273.15};
  if (is_one_of(name, Names{"f", "fahrenheit"})) return ToCelsius{5.0 / 9.0, -32 * 5.0 / 9.0};
  return std::nullopt;
}

}  // namespace smnn::climate::detail
