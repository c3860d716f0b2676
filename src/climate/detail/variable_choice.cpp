#include "smnn/climate/detail/variable_choice.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "smnn/climate/detail/grid/axes.hpp"
#include "smnn/climate/detail/words.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

using Names = std::vector<std::string>;

// Of those names, the first that is among the variables, in any case.
std::string first_named(Names const& names, std::vector<io::NetcdfVariable> const& variables) {
  for (std::string const& name : names) {
    for (io::NetcdfVariable const& variable : variables) {
      if (lower_case(variable.name) == name) return variable.name;
    }
  }
  return "";
}

std::vector<io::NetcdfVariable> with_standard_name(io::NetcdfReader const& reader,
                                                   std::vector<io::NetcdfVariable> const& variables,
                                                   Names const& names) {
  std::vector<io::NetcdfVariable> found;
  for (io::NetcdfVariable const& variable : variables) {
    std::string const name = lower_case(reader.text(variable.name, "standard_name").value_or(""));
    if (is_one_of(name, names)) found.push_back(variable);
  }
  return found;
}

std::string listed(std::vector<io::NetcdfVariable> const& variables) {
  std::string text;
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(variables.size(), most); ++i)
    text += (text.empty() ? "" : ", ") + io::quote(variables[i].name);
  if (variables.size() > most) text += ", ...";
  return text.empty() ? "none" : text;
}

bool changes_in_time(io::NetcdfVariable const& variable, Axes const& axes) {
  return axes.time.there() &&
         variable.dimensions[static_cast<std::size_t>(axes.time.dimension)].size > 1;
}

}  // namespace

std::string temperature_variable(io::NetcdfReader const& reader, std::string const& wanted) {
  if (!wanted.empty()) {
    Axes const axes = axes_of(reader, reader.variable(wanted));
    if (axes.on_grid() && axes.time.there()) return wanted;
    throw IoError(reader.where(wanted) + ": " +
                  (axes.on_grid() ? "no dimension with times, expected a variable over time, "
                                    "latitude and longitude"
                                  : axes.problem));
  }
  std::vector<io::NetcdfVariable> fields;
  std::string problem;  // of one that has the name
  Names const names = {"sst", "tos", "analysed_sst"};
  for (io::NetcdfVariable const& variable : reader.variables()) {
    Axes const axes = axes_of(reader, variable);
    if (axes.on_grid() && axes.time.there()) {
      fields.push_back(variable);
    } else if (is_one_of(lower_case(variable.name), names) && problem.empty()) {
      problem = reader.where(variable.name) + ": " +
                (axes.on_grid() ? "no dimension with times, whose units are UNIT since DATE"
                                : axes.problem);
    }
  }
  std::string const named = first_named(names, fields);
  if (!named.empty()) return named;
  if (!problem.empty()) throw IoError(problem);
  auto const found = with_standard_name(
      reader, fields,
      {"sea_surface_temperature", "sea_surface_foundation_temperature",
       "sea_surface_skin_temperature", "sea_surface_subskin_temperature", "surface_temperature",
       "sea_water_temperature", "sea_water_potential_temperature"});
  if (found.size() == 1) return found.front().name;
  if (!found.empty()) {
    throw IoError(reader.where() + ": several temperatures of the sea's surface, " + listed(found) +
                  ", expected to be told which (--variable)");
  }
  throw IoError(reader.where() +
                ": no variable sst or tos and none with the standard_name sea_surface_temperature, "
                "expected one over time, latitude and longitude; such are: " +
                listed(fields) + " (--variable chooses); all: " + listed(reader.variables()));
}

std::string mask_variable(io::NetcdfReader const& reader, std::string const& wanted) {
  if (!wanted.empty()) return reader.variable(wanted).name;
  std::vector<io::NetcdfVariable> constant;
  for (io::NetcdfVariable const& variable : reader.variables()) {
    Axes const axes = axes_of(reader, variable);
    if (axes.on_grid() && !changes_in_time(variable, axes)) constant.push_back(variable);
  }
  std::string const named =
      first_named({"mask", "lsmask", "landmask", "land_mask", "lsm", "sftlf", "sftof"}, constant);
  if (!named.empty()) return named;
  auto const found = with_standard_name(
      reader, constant,
      {"land_binary_mask", "sea_binary_mask", "land_area_fraction", "sea_area_fraction"});
  return found.empty() ? "" : found.front().name;
}

}  // namespace smnn::climate::detail
