#include "validate/equations/catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::validation {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::vector<Equation> all_equations() {
  std::vector<Equation> all;
  for (auto const& part :
       {published_equations(), variable_equations(), constant_equations(), grid_equations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  for (auto& equation : all) equation.truncation = truncation_bounds(equation.id);
  return all;
}

std::vector<Equation> find_equations(std::vector<std::string> const& texts) {
  auto const all = all_equations();
  if (texts.empty()) return all;
  std::vector<bool> wanted(all.size(), false);
  for (auto const& text : texts) {
    bool found = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].id.find(lower_case(text)) == std::string::npos) continue;
      wanted[i] = true;
      found = true;
    }
    if (!found)
      throw InvalidArgument("--equation is '" + text +
                            "', expected a part of a name that --list prints");
  }
  std::vector<Equation> result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (wanted[i]) result.push_back(all[i]);
  }
  return result;
}

}  // namespace smnn::drivers::validation
