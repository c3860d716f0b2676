#include "solve/broadcast.hpp"

#include <algorithm>
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
