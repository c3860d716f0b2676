#include "smnn/io/netcdf/writer.hpp"

#include <netcdf.h>
#ifdef SMNN_HAVE_NETCDF_PAR
#include <netcdf_par.h>
#endif

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <map>
#include <utility>

#include "smnn/io/memory.hpp"
#include "smnn/io/netcdf/detail/block.hpp"
#include "smnn/io/netcdf/detail/convert.hpp"
#include "smnn/io/netcdf/detail/draft_file.hpp"
#include "smnn/io/netcdf/detail/library.hpp"
#include "smnn/io/parallel/dataset_options.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

using detail::require_success;

namespace {

struct Dimension {
  int id = -1;
  std::int64_t size = 0;
};

struct Variable {
  int id = -1;
  Shape extents;
  NetcdfType type = NetcdfType::float32;
  bool collective = false;  // all ranks write a block at the same time
};

/// What a rank writes.
struct Block {
  std::span<std::int64_t const> start, count;
  std::span<double const> values;
  bool left_to_others = false;
};

void check(Block const& own, Shape const& extents, std::string const& where) {
  detail::require_inside(own.start, own.count, extents, where);
  auto const expected = static_cast<std::size_t>(entries(own.count).value_or(0));
  if (own.values.size() != expected)
    throw InvalidArgument(where + ": got " + std::to_string(own.values.size()) +
                          " values for a block of " + to_string(own.count) + ", expected " +
                          std::to_string(expected));
}

char const* name_of(NetcdfType type) {
  constexpr char const* names[] = {"int16", "int32", "float32", "float64"};
  return names[static_cast<int>(type)];
}

std::string describe(NetcdfText const& text) {
  return "attribute " + quote(text.name) + " = " + quote(text.value);
}
std::string describe(NetcdfNumber const& number) {
  return "attribute " + quote(number.name) + " = " + to_string(number.value) + " of " +
         name_of(number.type);
}

std::string describe(NetcdfVariableOptions const& options) {
  std::string text = std::string(name_of(options.type)) + (options.compress ? ", compressed" : "");
  for (auto const& one : options.texts) text += ", " + describe(one);
  for (auto const& one : options.numbers) text += ", " + describe(one);
  return text;
}

std::string describe(std::vector<std::string> const& names) {
  std::string text;
  for (auto const& name : names) text += (text.empty() ? "" : ", ") + quote(name);
  return '(' + text + ')';
}

void put(int file, int variable, NetcdfText const& text, std::string const& where) {
  require_success(
      nc_put_att_text(file, variable, text.name.c_str(), text.value.size(), text.value.c_str()),
      where + ", attribute " + quote(text.name), "cannot be written");
}

void put(int file, int variable, NetcdfNumber const& number, std::string const& where) {
  std::string const place = where + ", attribute " + quote(number.name);
  auto const typed = detail::convert(std::span(&number.value, 1), number.type, place);
  int const status = std::visit(
      [&](auto const& values) {
        return nc_put_att(file, variable, number.name.c_str(), detail::library_type(number.type), 1,
                          values.data());
      },
      typed);
  require_success(status, place, "cannot be written");
}

void define_storage(int file, Variable const& variable, bool compress, std::string const& where) {
  if (!compress || variable.extents.empty()) return;
  Shape const chunk = automatic_chunk(variable.extents, detail::type_bytes(variable.type));
  std::vector<std::size_t> const sizes(chunk.begin(), chunk.end());
  require_success(nc_def_var_chunking(file, variable.id, NC_CHUNKED, sizes.data()), where,
                  "cannot have chunks of " + to_string(chunk));
  constexpr int on = 1;
  constexpr int level = 1;  // the higher ones take longer for little
  require_success(nc_def_var_deflate(file, variable.id, on, on, level), where,
                  "cannot be compressed");
}

}  // namespace

struct NetcdfWriter::State {
  State(distributed::Communicator const& ranks, std::filesystem::path const& target)
      : file(ranks, target) {}

  Dimension const& dimension(std::string const& name, std::string const& where) const {
    auto const found = dimensions.find(name);
    if (found == dimensions.end())
      throw InvalidArgument(where + ": got the dimension " + quote(name) +
                            ", expected one that was defined before");
    return found->second;
  }
  Variable const& variable(std::string const& name) const {
    auto const found = variables.find(name);
    if (found == variables.end())
      throw InvalidArgument(file.where(name) + ": was not defined, expected one that was");
    return found->second;
  }

  void define(std::string const& name, std::vector<std::string> const& names,
              NetcdfVariableOptions const& options);
  /// As all ranks that take part in it do.
  void put_block(Variable const& variable, Block const& own, detail::TypedValues const& values,
                 std::string const& where) const;
  void write(std::string const& name, Block const& own);

  detail::DraftFile file;
  std::map<std::string, Dimension> dimensions;
  std::map<std::string, Variable> variables;
};

NetcdfWriter::NetcdfWriter(distributed::Communicator const& ranks,
                           std::filesystem::path const& target)
    : state_(std::make_unique<State>(ranks, target)) {}

NetcdfWriter::~NetcdfWriter() = default;

void NetcdfWriter::attribute(NetcdfText const& text) {
  auto& file = state_->file;
  file.step(file.where() + ": " + describe(text), [&] {
    file.make_room(text.value.size(), file.where());
    file.ranks().together([&] { put(file.id(), NC_GLOBAL, text, file.where()); });
  });
}

void NetcdfWriter::attribute(NetcdfNumber const& number) {
  auto& file = state_->file;
  file.step(file.where() + ": " + describe(number), [&] {
    file.make_room(0, file.where());
    file.ranks().together([&] { put(file.id(), NC_GLOBAL, number, file.where()); });
  });
}

void NetcdfWriter::dimension(std::string const& name, std::int64_t size) {
  auto& file = state_->file;
  std::string const where = file.where() + ", dimension " + quote(name);
  file.step(where + " of " + std::to_string(size), [&] {
    file.make_room(0, where);
    file.ranks().together([&] {
      if (size < 1)  // 0 would be the library's word for any length
        throw InvalidArgument(where + ": got the size " + std::to_string(size) +
                              ", expected at least 1");
      Dimension made{-1, size};
      require_success(nc_def_dim(file.id(), name.c_str(), static_cast<std::size_t>(size), &made.id),
                      where, "cannot be defined");
      state_->dimensions.emplace(name, made);
    });
  });
}

void NetcdfWriter::State::define(std::string const& name, std::vector<std::string> const& names,
                                 NetcdfVariableOptions const& options) {
  std::string const where = file.where(name);
  Variable made;
  made.type = options.type;
  std::vector<int> ids;
  for (auto const& one : names) {
    auto const& found = dimension(one, where);
    ids.push_back(found.id);
    made.extents.push_back(found.size);
  }
  require_success(nc_def_var(file.id(), name.c_str(), detail::library_type(options.type),
                             static_cast<int>(ids.size()), ids.data(), &made.id),
                  where, "cannot be defined");
  define_storage(file.id(), made, options.compress, where);
  for (auto const& one : options.texts) put(file.id(), made.id, one, where);
  for (auto const& one : options.numbers) put(file.id(), made.id, one, where);
#ifdef SMNN_HAVE_NETCDF_PAR
  made.collective = options.compress && !made.extents.empty() && file.ranks().size() > 1;
  if (made.collective)
    require_success(nc_var_par_access(file.id(), made.id, NC_COLLECTIVE), where,
                    "cannot be written by several ranks at once");
#endif
  variables.emplace(name, std::move(made));
}

void NetcdfWriter::variable(std::string const& name, std::vector<std::string> const& dimensions,
                            NetcdfVariableOptions const& options) {
  auto& file = state_->file;
  std::string const where = file.where(name);
  file.step(where + " over " + describe(dimensions) + " of " + describe(options), [&] {
    std::uint64_t room = 0;
    file.ranks().together([&] {
      Shape extents;
      for (auto const& one : dimensions) extents.push_back(state_->dimension(one, where).size);
      auto const size = bytes(extents, detail::type_bytes(options.type));
      if (!size)
        throw InvalidArgument(where + ": got extents " + to_string(extents) +
                              ", expected less than 2^63 bytes");
      room = static_cast<std::uint64_t>(*size);
      for (auto const& text : options.texts) room += text.value.size();
    });
    file.make_room(room, where);
    file.ranks().together([&] { state_->define(name, dimensions, options); });
  });
}

void NetcdfWriter::State::put_block(Variable const& variable, Block const& own,
                                    detail::TypedValues const& values,
                                    std::string const& where) const {
  bool const nothing = own.values.empty();
  if (nothing && !variable.collective) return;
  // A block of nothing may stand anywhere, even behind the end.
  std::vector<std::size_t> from(variable.extents.size(), 0);
  std::vector<std::size_t> sizes(variable.extents.size(), 0);
  if (!nothing) {
    std::copy(own.start.begin(), own.start.end(), from.begin());
    std::copy(own.count.begin(), own.count.end(), sizes.begin());
  }
  int const status = std::visit(
      [&](auto const& typed) {
        typename std::decay_t<decltype(typed)>::value_type const none{};
        void const* const data = typed.empty() ? &none : typed.data();
        return nc_put_vara(file.id(), variable.id, from.data(), sizes.data(), data);
      },
      values);
  require_success(status, where, "its values cannot be written");
}

void NetcdfWriter::State::write(std::string const& name, Block const& own) {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::write");
  std::string const where = file.where(name);
  file.step("writing " + where, [&] {
    detail::TypedValues typed;
    file.ranks().together([&] {
      auto const& known = variable(name);
      if (own.left_to_others) return;
      check(own, known.extents, where);
      require_memory(own.values.size() * detail::type_bytes(known.type), where);
      typed = detail::convert(own.values, known.type, where);
    });
    file.make_room(0, where);
    // The end of definitions is collective, even where the values are not.
    file.ranks().together([&] {
      int const status = nc_enddef(file.id());
      require_success(status == NC_ENOTINDEFINE ? NC_NOERR : status, where, "cannot be defined");
    });
    file.ranks().together([&] { put_block(variable(name), own, typed, where); });
  });
}

void NetcdfWriter::write(std::string const& variable, std::span<std::int64_t const> start,
                         std::span<std::int64_t const> count, std::span<double const> values) {
  state_->write(variable, {start, count, values});
}

void NetcdfWriter::write_replicated(std::string const& variable, std::span<double const> values) {
  auto const found = state_->variables.find(variable);
  Shape const extents = found == state_->variables.end() ? Shape() : found->second.extents;
  Shape const start(extents.size(), 0);
  Block all{start, extents, values};
  if (state_->file.ranks().rank() > 0) all = {{}, {}, {}, true};
  state_->write(variable, all);
}

void NetcdfWriter::commit() { state_->file.commit(); }

}  // namespace smnn::io
