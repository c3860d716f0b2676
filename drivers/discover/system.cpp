#include "discover/system.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <smnn/discovery/text.hpp>
#include <smnn/solver/error.hpp>
#include <sstream>

#include "support/plot.hpp"

namespace smnn::drivers::discovering {
namespace {

namespace fs = std::filesystem;

/// A table of the file, with what messages need.
struct Reader {
  std::string file;
  toml::table const& table;

  [[noreturn]] void fail(std::string const& key, std::string const& expected) const {
    throw IoError("file '" + file + "', key '" + key + "': expected " + expected);
  }

  template <class T>
  T get(char const* key, char const* expected) const {
    auto const value = table[key].value<T>();
    if (!value) fail(key, expected);
    return *value;
  }

  template <class T>
  std::vector<T> list(toml::node_view<toml::node const> const& node, std::string const& key,
                      char const* expected) const {
    toml::array const* const array = node.as_array();
    if (array == nullptr || array->empty()) fail(key, expected);
    std::vector<T> values;
    for (auto const& entry : *array) {
      auto const value = entry.value<T>();
      if (!value) fail(key, expected);
      values.push_back(*value);
    }
    return values;
  }
};

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
      auto const coefficient = value.value<double>();
      int const p = discovery::find_term(
          model, discovery::parse_term(std::string(term.str()), model.variables));
      if (!coefficient || p < 0) {
        reader.fail(path, "numbers as coefficients of candidate terms (see degree)");
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

toml::table parse(fs::path const& path) {
  try {
    return toml::parse_file(path.string());
  } catch (toml::parse_error const& error) {
    std::ostringstream message;
    message << "file '" << path.string() << "', " << error.source().begin << ": "
            << error.description();
    throw IoError(message.str());
  }
}

}  // namespace

System read_system(fs::path const& path) {
  toml::table const table = parse(path);
  Reader const reader{path.string(), table};
  check_keys(reader);
  System system;
  system.name = path.stem().string();
  system.description = reader.get<std::string>("description", "a sentence");
  auto const variables = reader.list<std::string>(table["variables"], "variables", "names");
  toml::array const* const starts = table["starts"].as_array();
  if (starts == nullptr || starts->empty()) reader.fail("starts", "a list of starting points");
  for (auto const& start : *starts) {
    system.starts.push_back(reader.list<double>(toml::node_view<toml::node const>(start), "starts",
                                                "points with a number per variable"));
    if (system.starts.back().size() != variables.size()) {
      reader.fail("starts", "points with a number per variable");
    }
  }
  system.step = reader.get<double>("step", "a number");
  system.points = reader.get<std::int64_t>("points", "an integer");
  system.terms.degree = static_cast<int>(reader.get<std::int64_t>("degree", "an integer"));
  system.terms.sine = table["sine"].value_or(false);
  system.terms.cosine = table["cosine"].value_or(false);
  auto const link = discovery::link_named(table["link"].value_or(std::string("identity")));
  system.truth = discovery::Model(variables, discovery::make_terms(variables, system.terms), link);
  read_coefficients(reader, "equations", system.truth, system.truth.coefficients);
  if (link == discovery::Link::rational) {
    read_coefficients(reader, "denominators", system.truth, system.truth.denominators);
  }
  return system;
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
