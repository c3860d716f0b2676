#include "smnn/io/parallel/reader.hpp"

#include <optional>
#include <type_traits>
#include <utility>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/detail/access.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/io/parallel/detail/dataset/dimensions.hpp"
#include "smnn/io/parallel/detail/dataset/read_dataset.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

struct ParallelReadGroup::State {
  distributed::Communicator ranks;
  std::filesystem::path file;
  std::optional<Hdf5ReadGroup> root;  // of this group, on rank 0
};

ParallelReadGroup::ParallelReadGroup(std::shared_ptr<State const> state, std::string path)
    : state_(std::move(state)), path_(std::move(path)) {}

ParallelReadGroup open_hdf5(distributed::Communicator const& ranks,
                            std::filesystem::path const& path) {
  auto state = std::make_shared<ParallelReadGroup::State>();
  state->ranks = ranks;
  state->file = path;
  std::string const where = "file " + quote(path.string());
  detail::require_same_call(ranks, "opening " + where);
  detail::require_parallel_hdf5(ranks, where);
  ranks.on_root([&] { state->root = open_hdf5(path); });
  return {std::move(state), "/"};
}

std::string ParallelReadGroup::where(std::string const& dataset) const {
  std::string text = "file " + quote(state_->file.string()) + ", group " + quote(path_);
  if (!dataset.empty()) text += ", dataset " + quote(dataset);
  return text;
}

template <class Action>
auto ParallelReadGroup::ask_root(std::string const& call, Action const& action) const {
  detail::require_same_call(state_->ranks, where() + ": " + call);
  return detail::from_root(state_->ranks, [&] { return action(*state_->root); });
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
  auto state = std::make_shared<State>(State{state_->ranks, state_->file, std::nullopt});
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

}  // namespace

template <class T>
std::vector<T> ParallelReadGroup::read(std::string const& dataset, Slabs const& own) const {
  std::vector<T> values;
  Shape const extents = shape(dataset);
  state_->ranks.together([&] {
    // Checked before anything is allocated for it: the slab may be absurd.
    auto const count = static_cast<std::size_t>(checked_entries(own, extents, where(dataset)));
    if (count == 0) return;
    require_memory(count * sizeof(T), where(dataset));
    values.resize(count);
  });
  read(dataset, own, std::span<T>(values));
  return values;
}

template <class T>
std::vector<T> ParallelReadGroup::read_replicated(std::string const& dataset) const {
  auto const values = ask_root("all of " + quote(dataset), [&](Hdf5ReadGroup const& group) {
    require_fitting<T>(group, dataset);
    return group.read<Readable<T>>(dataset);
  });
  return {values.begin(), values.end()};
}

#define SMNN_READ(T)                                                                              \
  void ParallelReadGroup::read(std::string const& dataset, Slabs const& own, std::span<T> values) \
      const {                                                                                     \
    Shape const extents = ask_root("reading " + quote(dataset), [&](Hdf5ReadGroup const& group) { \
      require_fitting<T>(group, dataset);                                                         \
      return group.shape(dataset);                                                                \
    });                                                                                           \
    detail::read_dataset(state_->ranks, state_->file, path_, dataset, extents, own, values,       \
                         where(dataset));                                                         \
  }                                                                                               \
  template std::vector<T> ParallelReadGroup::read<T>(std::string const&, Slabs const&) const;     \
  template std::vector<T> ParallelReadGroup::read_replicated<T>(std::string const&) const;
SMNN_READ(double)
SMNN_READ(float)
SMNN_READ(std::int32_t)
SMNN_READ(std::int64_t)
#undef SMNN_READ

}  // namespace smnn::io
