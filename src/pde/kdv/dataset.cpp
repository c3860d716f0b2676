#include "smnn/pde/kdv/dataset.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

constexpr std::string_view prefix = "pde_";

/// The name of the only field of a split; rank 0's business.
std::string find_field(std::filesystem::path const& file, std::string const& split) {
  io::Hdf5ReadGroup const root = io::open_hdf5(file);
  if (!root.has_group(split)) {
    std::string there;
    for (auto const& name : root.groups()) there += (there.empty() ? "" : ", ") + io::quote(name);
    throw IoError("file " + io::quote(file.string()) + ": has no group " + io::quote(split) +
                  ", expected one of " + (there.empty() ? "its groups, but it has none" : there));
  }
  io::Hdf5ReadGroup const group = root.group(split);
  auto names = group.datasets();
  std::erase_if(names, [](std::string const& name) { return !name.starts_with(prefix); });
  if (names.size() == 1) return names[0];
  std::string text = names.empty() ? "none" : io::quote(names[0]);
  for (std::size_t i = 1; i < std::min<std::size_t>(names.size(), 5); ++i)
    text += ", " + io::quote(names[i]);
  throw IoError(group.where() + ": expected one dataset pde_LEVELS-POINTS, got " + text);
}

/// What a name says of the extents; nothing if it is of another form.
std::optional<std::pair<std::int64_t, std::int64_t>> extents_in(std::string_view name) {
  if (!name.starts_with(prefix)) return std::nullopt;
  char const* const end = name.data() + name.size();
  std::pair<std::int64_t, std::int64_t> result;
  auto const levels = std::from_chars(name.data() + prefix.size(), end, result.first);
  if (levels.ec != std::errc() || levels.ptr == end || *levels.ptr != '-') return std::nullopt;
  auto const points = std::from_chars(levels.ptr + 1, end, result.second);
  if (points.ec != std::errc() || points.ptr != end) return std::nullopt;
  return result;
}

KdvExtents checked_extents(io::Shape const& shape, std::string const& name,
                           std::string const& where) {
  if (shape.size() != 3 || shape[0] < 1 || shape[1] < 1 || shape[2] < 4 || !io::bytes(shape, 8)) {
    throw IoError(where + ": has the extents " + io::to_string(shape) +
                  ", expected (samples, levels, points) with 4 points at least");
  }
  auto const named = extents_in(name);
  if (named && *named != std::pair(shape[1], shape[2])) {
    throw IoError(where + ": has the extents " + io::to_string(shape) + ", expected " +
                  std::to_string(named->first) + " levels of " + std::to_string(named->second) +
                  " points, as the name says");
  }
  return {shape[0], shape[1], shape[2]};
}

}  // namespace

KdvDataset::KdvDataset(distributed::Communicator const& ranks, std::filesystem::path const& file,
                       std::string const& split, std::string const& name)
    : ranks_(ranks), name_(name) {
  if (name_.empty()) {
    ranks.on_root([&] { name_ = find_field(file, split); });
    ranks.broadcast(name_);
  }
  group_ = io::open_hdf5(ranks, file).group(split);
  extents_ = checked_extents(group_->shape(name_), name_, group_->where(name_));
  if (group_->has_attribute("nonlinearity")) nonlinearity_ = group_->number("nonlinearity");
  if (!std::isfinite(nonlinearity_)) {
    throw IoError(group_->where() + ", attribute 'nonlinearity': is " +
                  io::to_string(nonlinearity_) + ", expected a finite number");
  }
  x_ = find_axis("x", "dx", extents_.points);
  t_ = find_axis("t", "dt", extents_.levels);
  dx_ = read_step("dx");
  dt_ = read_step("dt");
}

KdvDataset::Axis KdvDataset::find_axis(std::string const& axis, std::string const& step,
                                       std::int64_t length) const {
  if (!group_->has_dataset(axis)) {
    if (group_->has_dataset(step)) return Axis::missing;
    throw IoError(group_->where() + ": has neither a dataset " + io::quote(axis) + " nor " +
                  io::quote(step) + ", expected one of them");
  }
  io::Shape const shape = group_->shape(axis);
  if (shape == io::Shape{length}) return Axis::shared;
  if (shape == io::Shape{extents_.samples, length}) return Axis::per_sample;
  throw IoError(group_->where(axis) + ": has the extents " + io::to_string(shape) + ", expected " +
                io::to_string(io::Shape{extents_.samples, length}) + " or " +
                io::to_string(io::Shape{length}) + ", as those of " + io::quote(name_) + " are");
}

std::vector<double> KdvDataset::read_step(std::string const& step) const {
  if (!group_->has_dataset(step)) return {};
  io::Shape const shape = group_->shape(step);
  bool const one = shape.empty() || shape == io::Shape{1};
  if (!one && shape != io::Shape{extents_.samples}) {
    throw IoError(group_->where(step) + ": has the extents " + io::to_string(shape) +
                  ", expected a scalar, (1,) or " + io::to_string(io::Shape{extents_.samples}) +
                  ", one for every sample");
  }
  auto steps = group_->read_replicated<double>(step);
  for (std::size_t s = 0; s < steps.size(); ++s) {
    if (!(steps[s] > 0) || !std::isfinite(steps[s])) {
      throw IoError(group_->where(step) + ": is " + io::to_string(steps[s]) + " at " +
                    std::to_string(s) + ", expected a positive, finite number");
    }
  }
  if (one) {
    ranks_.together([&] {
      io::require_memory(static_cast<std::uint64_t>(extents_.samples) * sizeof(double),
                         group_->where(step));
      steps.resize(static_cast<std::size_t>(extents_.samples), steps.at(0));
    });
  }
  return steps;
}

KdvSelection KdvDataset::all(distributed::Range const& samples) const {
  KdvSelection selection{{}, {0, extents_.levels}, {0, extents_.points}};
  selection.samples.resize(static_cast<std::size_t>(samples.size()));
  std::iota(selection.samples.begin(), selection.samples.end(), samples.begin);
  return selection;
}

}  // namespace smnn::pde
