#include "discover/system.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <smnn/discovery/text.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>
#include <sstream>
#include <type_traits>

#include "support/plot.hpp"

namespace smnn::drivers::discovering {
namespace {

namespace fs = std::filesystem;

/// The node's value if it is of that type. An integer is a number as well, a number no integer:
/// toml++ would cast whatever it is.
template <class T, class Node>
std::optional<T> value_of(Node const& node) {
  if constexpr (std::is_same_v<T, double>) return node.template value<double>();
  return node.template value_exact<T>();
}

/// A table of the file, with what messages begin with.
struct Reader {
  std::string file;
  toml::table const& table;

  [[noreturn]] void fail(std::string const& key, std::string const& expected) const {
    throw IoError(file + ", key " + io::quote(key) + ": expected " + expected);
  }

  template <class T>
  T get(char const* key, char const* expected) const {
    auto const value = value_of<T>(table[key]);
    if (!value) fail(key, expected);
    return *value;
  }

  /// The default if there is no such key.
  template <class T>
  T get_or(char const* key, T const& otherwise, char const* expected) const {
    return table.contains(key) ? get<T>(key, expected) : otherwise;
  }

  std::int64_t integer(char const* key, std::int64_t lowest, std::int64_t highest) const {
    auto const value = value_of<std::int64_t>(table[key]);
    if (value && *value >= lowest && *value <= highest) return *value;
    fail(key, "an integer from " + std::to_string(lowest) + " to " + std::to_string(highest));
  }

  template <class T>
  std::vector<T> list(toml::node_view<toml::node const> const& node, std::string const& key,
                      char const* expected) const {
    toml::array const* const array = node.as_array();
    if (array == nullptr || array->empty()) fail(key, expected);
    std::vector<T> values;
    for (auto const& entry : *array) {
      auto const value = value_of<T>(entry);
      if (!value) fail(key, expected);
      values.push_back(*value);
    }
    return values;
  }
};

bool is_finite(double value) { return std::isfinite(value); }

void read_coefficients(Reader const& reader, char const* key, discovery::Model& model,
                       std::vector<double>& coefficients) {
  toml::table const* const equations = reader.table[key].as_table();
  if (equations == nullptr) reader.fail(key, "a table with a line per variable");
  for (auto const& [name, node] : *equations) {
    std::string const path = std::string(key) + "." + std::string(name.str());
    auto const found = std::find(model.variables.begin(), model.variables.end(), name.str());
    if (found == model.variables.end()) reader.fail(path, "the name of a variable");
    toml::table const* const terms = node.as_table();
    if (terms == nullptr) reader.fail(path, "a table of terms and coefficients");
    for (auto const& [term, value] : *terms) {
      auto const coefficient = value_of<double>(value);
      int const p = discovery::find_term(
          model, discovery::parse_term(std::string(term.str()), model.variables));
      if (!coefficient || !is_finite(*coefficient) || p < 0) {
        reader.fail(path, "finite numbers as coefficients of candidate terms (see degree)");
      }
      auto const e = static_cast<std::size_t>(found - model.variables.begin());
      coefficients[model.index(e, static_cast<std::size_t>(p))] = *coefficient;
    }
  }
}

void check_keys(Reader const& reader) {
  std::set<std::string_view> const known = {"description", "variables", "starts",      "step",
                                            "points",      "degree",    "sine",        "cosine",
                                            "link",        "equations", "denominators"};
  for (auto const& [key, node] : reader.table) {
    if (!known.contains(key.str())) reader.fail(std::string(key.str()), "one of the known keys");
  }
}

std::vector<std::string> read_variables(Reader const& reader) {
  auto const expected = "different names";
  auto variables = reader.list<std::string>(reader.table["variables"], "variables", expected);
  std::set<std::string> const different(variables.begin(), variables.end());
  if (different.size() != variables.size()) reader.fail("variables", expected);
  return variables;
}

std::vector<std::vector<double>> read_starts(Reader const& reader, std::size_t dims) {
  auto const expected = "points with a finite number per variable";
  toml::array const* const starts = reader.table["starts"].as_array();
  if (starts == nullptr || starts->empty()) reader.fail("starts", "a list of starting points");
  std::vector<std::vector<double>> points;
  for (auto const& start : *starts) {
    points.push_back(
        reader.list<double>(toml::node_view<toml::node const>(start), "starts", expected));
    auto const& point = points.back();
    if (point.size() != dims || !std::all_of(point.begin(), point.end(), is_finite))
      reader.fail("starts", expected);
  }
  return points;
}

System read(Reader const& reader) {
  constexpr std::int64_t most_points = 100'000'000;
  constexpr int highest_degree = 5;
  check_keys(reader);
  System system;
  system.description = reader.get<std::string>("description", "a sentence");
  auto const variables = read_variables(reader);
  system.starts = read_starts(reader, variables.size());
  system.step = reader.get<double>("step", "a number");
  if (!(is_finite(system.step) && system.step > 0)) reader.fail("step", "a positive number");
  system.points = reader.integer("points", 2, most_points);
  system.terms.degree = static_cast<int>(reader.integer("degree", 0, highest_degree));
  system.terms.sine = reader.get_or("sine", false, "true or false");
  system.terms.cosine = reader.get_or("cosine", false, "true or false");
  auto const link =
      discovery::link_named(reader.get_or("link", std::string("identity"), "the name of a link"));
  system.truth = discovery::Model(variables, discovery::make_terms(variables, system.terms), link);
  read_coefficients(reader, "equations", system.truth, system.truth.coefficients);
  if (link == discovery::Link::rational) {
    read_coefficients(reader, "denominators", system.truth, system.truth.denominators);
  }
  return system;
}

toml::table parse(fs::path const& path) {
  // toml++ destroys tables by recursion, with some 300 bytes of stack a level, which two characters
  // of a dotted key make.
  constexpr std::uintmax_t most_bytes = 1U << 14;
  std::error_code missing;
  std::uintmax_t const bytes = fs::file_size(path, missing);
  if (!missing && bytes > most_bytes) {
    throw IoError("file " + io::quote(path.string()) + ": has " + io::format_bytes(bytes) +
                  ", expected at most " + io::format_bytes(most_bytes));
  }
  try {
    return toml::parse_file(path.string());
  } catch (toml::parse_error const& error) {
    std::ostringstream message;
    message << "file " << io::quote(path.string()) << ", " << error.source().begin << ": "
            << error.description();
    throw IoError(message.str());
  }
}

}  // namespace

System read_system(fs::path const& path) {
  toml::table const table = parse(path);
  Reader const reader{"file " + io::quote(path.string()), table};
  try {
    System system = read(reader);
    system.name = path.stem().string();
    return system;
  } catch (InvalidArgument const& error) {  // of a term, a link, or too many variables
    throw IoError(reader.file + ": " + error.what());
  }
}

std::vector<std::string> system_names() {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator(find_shared("systems", "no systems"))) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

System find_system(std::string const& name) {
  auto const names = system_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    std::string known;
    for (auto const& other : names) known += (known.empty() ? "" : ", ") + other;
    throw InvalidArgument("--system is '" + name + "', expected one of " + known);
  }
  return read_system(fs::path(find_shared("systems", "no systems")) / (name + ".toml"));
}

}  // namespace smnn::drivers::discovering
