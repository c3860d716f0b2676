#include "smnn/io/parallel/reader.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <optional>
#include <type_traits>
#include <utility>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/io/parallel/detail/dataset/copy_slabs.hpp"
#include "smnn/io/parallel/detail/dataset/dimensions.hpp"
#include "smnn/io/parallel/detail/dataset/read_dataset.hpp"
#include "smnn/io/parallel/detail/file/access.hpp"
#include "smnn/io/parallel/detail/file/reader_file.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

struct ParallelReadGroup::State {
  std::shared_ptr<detail::ReaderFile> file;
  ParallelReadOptions options;
  std::optional<Hdf5ReadGroup> root;  // of this group, on rank 0
};

ParallelReadGroup::ParallelReadGroup(std::shared_ptr<State const> state, std::string path)
    : state_(std::move(state)), path_(std::move(path)) {}

ParallelReadGroup open_hdf5(distributed::Communicator const& ranks,
                            std::filesystem::path const& path, ParallelReadOptions const& options) {
  auto state = std::make_shared<ParallelReadGroup::State>();
  state->file = std::make_shared<detail::ReaderFile>(ranks, path);
  state->options = options;
  std::string const where = "file " + quote(path.string());
  detail::require_parallel_hdf5(ranks, where);
  std::string const call = "opening " + where + ", with datasets of up to " +
                           std::to_string(options.replicated_bytes) + " bytes read by rank 0";
  detail::answer_of_root(ranks, call, [&] {
    state->root = open_hdf5(path);
    return true;
  });
  return {std::move(state), "/"};
}

std::string ParallelReadGroup::where(std::string const& dataset) const {
  std::string text = "file " + quote(state_->file->path().string()) + ", group " + quote(path_);
  if (!dataset.empty()) text += ", dataset " + quote(dataset);
  return text;
}

template <class Action>
auto ParallelReadGroup::ask_root(std::string const& call, Action const& action) const {
  return detail::answer_of_root(state_->file->ranks(), where() + ": " + call,
                                [&] { return action(*state_->root); });
}

std::vector<std::string> ParallelReadGroup::groups() const {
  return ask_root("the groups", [](Hdf5ReadGroup const& group) { return group.groups(); });
}

bool ParallelReadGroup::has_group(std::string const& name) const {
  return ask_root("whether there is a group " + quote(name),
                  [&](Hdf5ReadGroup const& group) { return group.has_group(name); });
}
bool ParallelReadGroup::has_dataset(std::string const& name) const {
  return ask_root("whether there is a dataset " + quote(name),
                  [&](Hdf5ReadGroup const& group) { return group.has_dataset(name); });
}
bool ParallelReadGroup::has_attribute(std::string const& name) const {
  return ask_root("whether there is an attribute " + quote(name),
                  [&](Hdf5ReadGroup const& group) { return group.has_attribute(name); });
}

ParallelReadGroup ParallelReadGroup::group(std::string const& name) const {
  auto state = std::make_shared<State>(State{state_->file, state_->options, std::nullopt});
  std::string path = ask_root("the group " + quote(name), [&](Hdf5ReadGroup const& group) {
    state->root = group.group(name);
    return state->root->path();
  });
  return {std::move(state), std::move(path)};
}

Shape ParallelReadGroup::shape(std::string const& dataset) const {
  return ask_root("the extents of " + quote(dataset),
                  [&](Hdf5ReadGroup const& group) { return group.shape(dataset); });
}

std::vector<std::string> ParallelReadGroup::dimensions(std::string const& dataset) const {
  return ask_root("the dimensions of " + quote(dataset), [&](Hdf5ReadGroup const& group) {
    if (!group.has_attribute(dataset, "dimensions")) return std::vector<std::string>();
    auto names = detail::split_dimensions(group.text(dataset, "dimensions"));
    std::size_t const axes = group.shape(dataset).size();
    if (names.size() != axes) {
      throw IoError(where(dataset) + ", attribute 'dimensions': has " +
                    std::to_string(names.size()) + " names, expected " + std::to_string(axes) +
                    ", one for every axis");
    }
    return names;
  });
}

std::string ParallelReadGroup::units(std::string const& dataset) const {
  return ask_root("the units of " + quote(dataset), [&](Hdf5ReadGroup const& group) {
    return group.has_attribute(dataset, "units") ? group.text(dataset, "units") : std::string();
  });
}

double ParallelReadGroup::number(std::string const& attribute) const {
  return ask_root("the number " + quote(attribute),
                  [&](Hdf5ReadGroup const& group) { return group.number(attribute); });
}
std::int64_t ParallelReadGroup::integer(std::string const& attribute) const {
  return ask_root("the integer " + quote(attribute),
                  [&](Hdf5ReadGroup const& group) { return group.integer(attribute); });
}
bool ParallelReadGroup::flag(std::string const& attribute) const {
  return ask_root("the flag " + quote(attribute),
                  [&](Hdf5ReadGroup const& group) { return group.flag(attribute); });
}
std::string ParallelReadGroup::text(std::string const& attribute) const {
  return ask_root("the text " + quote(attribute),
                  [&](Hdf5ReadGroup const& group) { return group.text(attribute); });
}
std::string ParallelReadGroup::text(std::string const& dataset,
                                    std::string const& attribute) const {
  return ask_root("the text " + quote(attribute) + " of " + quote(dataset),
                  [&](Hdf5ReadGroup const& group) { return group.text(dataset, attribute); });
}

namespace {

/// The serial reader has no 32-bit integers.
template <class T>
using Readable = std::conditional_t<std::is_same_v<T, std::int32_t>, std::int64_t, T>;

template <class T>
void require_fitting(Hdf5ReadGroup const& group, std::string const& dataset) {
  detail::require_fitting<T>(group.number_format(dataset), group.where(dataset));
}

/// What rank 0 has read, on all ranks.
template <class T>
void broadcast(distributed::Communicator const& ranks, std::vector<T>& values,
               std::int64_t entries) {
  values.resize(static_cast<std::size_t>(entries));
  ranks.broadcast(std::span(values));
}

}  // namespace

template <class T, class Destination>
void ParallelReadGroup::read_into(std::string const& dataset, Slabs const& own,
                                  Destination const& destination) const {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::read");
  auto const is_small = [&](Shape const& extents) {
    auto const size = bytes(extents, sizeof(T));
    return size && *size <= state_->options.replicated_bytes;
  };
  std::vector<Readable<T>> all;
  Shape const extents = ask_root("reading " + quote(dataset), [&](Hdf5ReadGroup const& group) {
    require_fitting<T>(group, dataset);
    Shape found = group.shape(dataset);
    if (is_small(found)) all = group.read<Readable<T>>(dataset);
    return found;
  });
  auto const& ranks = state_->file->ranks();
  if (!is_small(extents)) {
    detail::read_dataset<T>(*state_->file, path_, dataset, extents, own, destination,
                            where(dataset));
    return;
  }
  broadcast(ranks, all, *entries(extents));
  ranks.together([&] {
    detail::copy_slabs(std::span<Readable<T> const>(all), extents, own, destination(extents));
  });
}

template <class T>
std::vector<T> ParallelReadGroup::read(std::string const& dataset, Slabs const& own) const {
  std::vector<T> values;
  read_into<T>(dataset, own, [&](Shape const& extents) {
    // Checked before anything is allocated for it: the slab may be absurd.
    auto const count = static_cast<std::size_t>(checked_entries(own, extents, where(dataset)));
    if (count > 0) require_memory(count * sizeof(T), where(dataset));
    values.resize(count);
    return std::span<T>(values);
  });
  return values;
}

template <class T>
std::vector<T> ParallelReadGroup::read_replicated(std::string const& dataset) const {
  std::vector<Readable<T>> values;
  auto const count = ask_root("all of " + quote(dataset), [&](Hdf5ReadGroup const& group) {
    require_fitting<T>(group, dataset);
    values = group.read<Readable<T>>(dataset);
    return static_cast<std::int64_t>(values.size());
  });
  broadcast(state_->file->ranks(), values, count);
  return {values.begin(), values.end()};
}

#define SMNN_READ(T)                                                                              \
  void ParallelReadGroup::read(std::string const& dataset, Slabs const& own, std::span<T> values) \
      const {                                                                                     \
    read_into<T>(dataset, own, [&](Shape const& extents) {                                        \
      checked_entries(own, extents, values.size(), where(dataset));                               \
      return values;                                                                              \
    });                                                                                           \
  }                                                                                               \
  template std::vector<T> ParallelReadGroup::read<T>(std::string const&, Slabs const&) const;     \
  template std::vector<T> ParallelReadGroup::read_replicated<T>(std::string const&) const;
SMNN_READ(double)
SMNN_READ(float)
SMNN_READ(std::int32_t)
SMNN_READ(std::int64_t)
#undef SMNN_READ

}  // namespace smnn::io
