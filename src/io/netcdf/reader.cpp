#include "smnn/io/netcdf/reader.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/memory.hpp"
#include "smnn/io/netcdf/detail/block.hpp"
#include "smnn/io/netcdf/detail/library.hpp"
#include "smnn/io/netcdf/detail/open_file.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

using detail::QuietErrors;
using detail::require_success;

struct NetcdfReader::State {
  /// After `check_netcdf_file`.
  explicit State(std::filesystem::path path)
      : file(std::move(path)), open(file, "file " + quote(file.string())) {}

  NetcdfVariable const* find(std::string const& name) const {
    for (auto const& one : variables)
      if (one.name == name) return &one;
    return nullptr;
  }
  std::size_t index(NetcdfVariable const& variable) const {
    return static_cast<std::size_t>(&variable - variables.data());
  }

  std::filesystem::path file;
  detail::OpenFile open;
  std::vector<NetcdfVariable> variables;
  std::vector<nc_type> types;          // of each of them
  std::vector<int> ids;                // likewise
  std::vector<NetcdfVariable> others;  // that are no numbers
};

namespace {

std::string name_of(std::filesystem::path const& file, std::string const& variable) {
  std::string text = "file " + quote(file.string());
  if (!variable.empty()) text += ", variable " + quote(variable);
  return text;
}

std::int64_t checked_size(std::size_t size, std::string const& where) {
  if (size > static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()))
    throw IoError(where + ": has the size " + std::to_string(size) + ", expected less than 2^63");
  return static_cast<std::int64_t>(size);
}

NetcdfDimension dimension(int file, int id, std::string const& where) {
  char name[NC_MAX_NAME + 1] = {};
  std::size_t size = 0;
  require_success(nc_inq_dim(file, id, name, &size), where, "a dimension cannot be read");
  return {name, checked_size(size, where + ", dimension " + quote(name))};
}

Shape extents_of(NetcdfVariable const& variable) {
  Shape extents;
  for (auto const& dimension : variable.dimensions) extents.push_back(dimension.size);
  return extents;
}

struct Found {
  NetcdfVariable variable;
  nc_type type = NC_NAT;
};

Found look_at(int file, int id, std::filesystem::path const& path) {
  char name[NC_MAX_NAME + 1] = {};
  Found found;
  int rank = 0;
  require_success(nc_inq_var(file, id, name, &found.type, &rank, nullptr, nullptr),
                  name_of(path, {}), "variable " + std::to_string(id) + " cannot be read");
  found.variable.name = name;
  std::string const where = name_of(path, name);
  std::vector<int> dimensions(static_cast<std::size_t>(std::max(rank, 0)));
  if (rank > 0)
    require_success(nc_inq_vardimid(file, id, dimensions.data()), where,
                    "its dimensions cannot be read");
  for (int const one : dimensions) found.variable.dimensions.push_back(dimension(file, one, where));
  found.variable.type = detail::type_name(found.type);
  Shape const extents = extents_of(found.variable);
  if (!bytes(extents, sizeof(double)))
    throw IoError(where + ": has extents " + to_string(extents) +
                  ", expected less than 2^63 bytes of numbers");
  return found;
}

/// So that a message is not longer than the file.
std::string list(std::vector<NetcdfVariable> const& variables) {
  constexpr std::size_t most = 20;
  if (variables.empty()) return "none of numbers";
  std::string text;
  for (std::size_t i = 0; i < std::min(variables.size(), most); ++i)
    text += (i == 0 ? "" : ", ") + quote(variables[i].name);
  return variables.size() > most ? text + ", ..." : text;
}

}  // namespace

NetcdfReader::NetcdfReader(std::filesystem::path const& file)
    : NetcdfReader(distributed::Communicator(), file) {}

NetcdfReader::NetcdfReader(distributed::Communicator const& ranks,
                           std::filesystem::path const& file) {
  ranks.on_root([&] { detail::check_netcdf_file(file, name_of(file, {})); });
  ranks.together([&] {
    QuietErrors const quiet;
    auto state = std::make_shared<State>(file);
    int const id = state->open.id();
    int count = 0;
    require_success(nc_inq_nvars(id, &count), name_of(file, {}), "its variables cannot be listed");
    for (int i = 0; i < count; ++i) {
      Found found = look_at(id, i, file);
      if (!detail::is_number(found.type)) {
        state->others.push_back(std::move(found.variable));
        continue;
      }
      state->variables.push_back(std::move(found.variable));
      state->types.push_back(found.type);
      state->ids.push_back(i);
    }
    state_ = std::move(state);
  });
}

std::filesystem::path const& NetcdfReader::file() const { return state_->file; }

std::string NetcdfReader::format() const {
  int format = 0;
  require_success(nc_inq_format(state_->open.id(), &format), where(), "its format cannot be read");
  switch (format) {
    case NC_FORMAT_CLASSIC:
      return "classic";
    case NC_FORMAT_64BIT_OFFSET:
      return "64-bit offset";
    case NC_FORMAT_64BIT_DATA:
      return "64-bit data";
    case NC_FORMAT_NETCDF4_CLASSIC:
      return "NetCDF-4 classic model";
    default:
      return "NetCDF-4";
  }
}

std::vector<NetcdfVariable> const& NetcdfReader::variables() const { return state_->variables; }

bool NetcdfReader::has(std::string const& variable) const {
  return state_->find(variable) != nullptr;
}

NetcdfVariable const& NetcdfReader::variable(std::string const& name) const {
  if (auto const* const found = state_->find(name)) return *found;
  for (auto const& other : state_->others)
    if (other.name == name)
      throw IoError(where(name) + ": is of type " + other.type + ", expected numbers");
  throw IoError(where() + ": has no variable " + quote(name) + ", expected one of " +
                list(variables()));
}

namespace {

struct Attribute {
  int variable = NC_GLOBAL;
  nc_type type = NC_NAT;
  std::size_t size = 0;
};

/// None if there is none.
std::optional<Attribute> find(int file, int variable, std::string const& name,
                              std::string const& where) {
  Attribute found{variable, NC_NAT, 0};
  int const status = nc_inq_att(file, variable, name.c_str(), &found.type, &found.size);
  if (status == NC_ENOTATT) return std::nullopt;
  require_success(status, where, "cannot be read");
  return found;
}

void require_one(Attribute const& attribute, std::string const& where) {
  if (attribute.size != 1)
    throw IoError(where + ": has " + std::to_string(attribute.size) + " entries, expected one");
}

std::string read_string(int file, Attribute const& attribute, std::string const& name,
                        std::string const& where) {
  require_one(attribute, where);
  char* value = nullptr;
  require_success(nc_get_att_string(file, attribute.variable, name.c_str(), &value), where,
                  "cannot be read");
  std::string text = value == nullptr ? "" : value;
  if (value != nullptr) nc_free_string(1, &value);
  return text;
}

std::string read_text(int file, Attribute const& attribute, std::string const& name,
                      std::string const& where) {
  require_memory(attribute.size, where);
  std::string text(attribute.size, '\0');
  if (!text.empty())
    require_success(nc_get_att_text(file, attribute.variable, name.c_str(), text.data()), where,
                    "cannot be read");
  return text.substr(0, text.find('\0'));  // some writers keep C's end
}

}  // namespace

std::optional<std::string> NetcdfReader::text(std::string const& variable,
                                              std::string const& attribute) const {
  QuietErrors const quiet;
  std::string const place = where(variable) + ", attribute " + quote(attribute);
  int const file = state_->open.id();
  int const id =
      variable.empty() ? NC_GLOBAL : state_->ids[state_->index(this->variable(variable))];
  auto const found = find(file, id, attribute, place);
  if (!found) return std::nullopt;
  if (found->type == NC_STRING) return read_string(file, *found, attribute, place);
  if (found->type != NC_CHAR)
    throw IoError(place + ": is of type " + detail::type_name(found->type) + ", expected text");
  return read_text(file, *found, attribute, place);
}

std::optional<double> NetcdfReader::number(std::string const& variable,
                                           std::string const& attribute) const {
  auto const all = numbers(variable, attribute);
  if (!all) return std::nullopt;
  if (all->values.size() != 1) {
    throw IoError(where(variable) + ", attribute " + quote(attribute) + ": has " +
                  std::to_string(all->values.size()) + " entries, expected one");
  }
  return all->values.front();
}

std::optional<NetcdfNumbers> NetcdfReader::numbers(std::string const& variable,
                                                   std::string const& attribute) const {
  QuietErrors const quiet;
  std::string const place = where(variable) + ", attribute " + quote(attribute);
  int const file = state_->open.id();
  int const id =
      variable.empty() ? NC_GLOBAL : state_->ids[state_->index(this->variable(variable))];
  auto const found = find(file, id, attribute, place);
  if (!found) return std::nullopt;
  if (!detail::is_number(found->type))
    throw IoError(place + ": is of type " + detail::type_name(found->type) + ", expected a number");
  require_memory(found->size * sizeof(double), place);
  NetcdfNumbers numbers{std::vector<double>(found->size), detail::type_name(found->type)};
  if (numbers.values.empty()) return numbers;
  require_success(
      nc_get_att_double(file, found->variable, attribute.c_str(), numbers.values.data()), place,
      "cannot be read");
  return numbers;
}

std::vector<double> NetcdfReader::read(std::string const& variable,
                                       std::span<std::int64_t const> start,
                                       std::span<std::int64_t const> count) const {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::read");
  NetcdfVariable const& read = this->variable(variable);
  std::string const place = where(variable);
  Shape const extents = extents_of(read);
  detail::require_inside(start, count, extents, place);
  auto const size = static_cast<std::size_t>(entries(count).value_or(0));
  std::size_t const index = state_->index(read);
  std::size_t const entry = detail::number_bytes(state_->types[index]);
  // The library keeps what it converts beside what it has converted.
  if (size > 0) require_memory(size * (sizeof(double) + entry), place);
  std::vector<double> values(size);
  if (size == 0) return values;
  QuietErrors const quiet;
  std::vector<std::size_t> const from(start.begin(), start.end());
  std::vector<std::size_t> const sizes(count.begin(), count.end());
  require_success(nc_get_vara_double(state_->open.id(), state_->ids[index], from.data(),
                                     sizes.data(), values.data()),
                  place, "its values cannot be read");
  return values;
}

std::vector<double> NetcdfReader::read(std::string const& variable) const {
  Shape const extents = extents_of(this->variable(variable));
  return read(variable, Shape(extents.size(), 0), extents);
}

std::string NetcdfReader::where(std::string const& variable) const {
  return name_of(state_->file, variable);
}

}  // namespace smnn::io
