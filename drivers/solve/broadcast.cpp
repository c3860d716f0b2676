#include "solve/broadcast.hpp"

#include <optional>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers {
namespace {

/// Extent of axis `axis` of `rank` axes: missing leading axes have extent 1.
std::int64_t padded_extent(io::Shape const& extents, std::size_t axis, std::size_t rank) {
  std::size_t const missing = rank - extents.size();
  return axis < missing ? 1 : extents[axis - missing];
}

/// The extents along the axes of one kind.
io::Shape extents_of(BatchAxes const& axes, bool of_members) {
  io::Shape extents;
  for (std::size_t axis = 0; axis < axes.extents.size(); ++axis) {
    if (axes.of_members[axis] == of_members) extents.push_back(axes.extents[axis]);
  }
  return extents;
}

/// Offsets of all index tuples along some axes, row-major, given each axis' stride.
std::vector<std::int64_t> offsets(io::Shape const& extents, io::Shape const& strides) {
  std::vector<std::int64_t> result{0};
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    std::vector<std::int64_t> next;
    next.reserve(result.size() * static_cast<std::size_t>(extents[axis]));
    for (std::int64_t const base : result) {
      for (std::int64_t i = 0; i < extents[axis]; ++i) next.push_back(base + i * strides[axis]);
    }
    result = std::move(next);
  }
  return result;
}

bool evenly_spaced(std::vector<std::int64_t> const& values) {
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (values[i] - values[i - 1] != values[1] - values[0]) return false;
  }
  return true;
}

}  // namespace

BatchAxes broadcast(LeadingExtents const& coefficients, LeadingExtents const& steps,
                    LeadingExtents const& rhs, LeadingExtents const& initial_values,
                    std::string const& where) {
  LeadingExtents const* const all[] = {&coefficients, &steps, &rhs, &initial_values};
  BatchAxes axes;
  std::size_t rank = 0;
  for (auto const* array : all) rank = std::max(rank, array->extents.size());
  for (std::size_t axis = 0; axis < rank; ++axis) {
    std::int64_t extent = 1;
    LeadingExtents const* from = nullptr;
    for (auto const* array : all) {
      std::int64_t const own = padded_extent(array->extents, axis, rank);
      if (own == 1 || own == extent) continue;
      if (from != nullptr) {
        throw IoError(where + ", dataset '" + array->name + "': leading extents are " +
                      io::to_string(array->extents) + ", expected " + io::to_string(from->extents) +
                      " as in '" + from->name + "', or 1 where they differ");
      }
      extent = own;
      from = array;
    }
    axes.extents.push_back(extent);
    axes.of_members.push_back(extent != 1 && padded_extent(coefficients.extents, axis, rank) == 1 &&
                              padded_extent(steps.extents, axis, rank) == 1);
  }
  auto const batch = io::entries(extents_of(axes, false));
  auto const members = io::entries(extents_of(axes, true));
  if (!batch || !members) {
    throw IoError(where + ": the leading extents broadcast to " + io::to_string(axes.extents) +
                  ", expected a number of systems that 64 bits can hold");
  }
  axes.batch = *batch;
  axes.members = *members;
  return axes;
}

BatchMap::BatchMap(BatchAxes const& axes, io::Shape const& leading, std::int64_t trailing,
                   Kind kind)
    : batch_offsets_{0},
      member_offsets_{0},
      trailing_(trailing),
      file_entries_(trailing * io::entries(leading).value()) {
  bool const shared =
      std::all_of(leading.begin(), leading.end(), [](std::int64_t extent) { return extent == 1; });
  if (shared) return;
  if (axes.empty()) {
    batch_offsets_.clear();
    member_offsets_.clear();
    return;
  }
  std::size_t const rank = axes.extents.size();
  io::Shape extents[2];  // of the axes B, of the axes M
  io::Shape strides[2];
  std::int64_t stride = file_entries_;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    std::int64_t const extent = padded_extent(leading, axis, rank);
    stride /= extent;
    if (axes.of_members[axis] && kind == Kind::matrix) continue;
    bool const broadcasts = extent == 1 && axes.extents[axis] != 1;
    repeats_ = repeats_ || broadcasts;
    std::size_t const which = axes.of_members[axis] ? 1 : 0;
    extents[which].push_back(axes.extents[axis]);
    strides[which].push_back(broadcasts ? 0 : stride);
  }
  batch_offsets_ = offsets(extents[0], strides[0]);
  member_offsets_ = offsets(extents[1], strides[1]);
  in_place_ = evenly_spaced(batch_offsets_) && evenly_spaced(member_offsets_);
}

std::string leading_index(BatchAxes const& axes, std::int64_t solution) {
  std::int64_t rest[2] = {solution / axes.members, solution % axes.members};
  io::Shape index(axes.extents.size());
  for (std::size_t axis = index.size(); axis-- > 0;) {
    std::int64_t& value = rest[axes.of_members[axis] ? 1 : 0];
    index[axis] = value % axes.extents[axis];
    value /= axes.extents[axis];
  }
  return io::to_string(index);
}

}  // namespace smnn::drivers
