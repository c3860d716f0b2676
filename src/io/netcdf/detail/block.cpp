#include "smnn/io/netcdf/detail/block.hpp"

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {

void require_inside(std::span<std::int64_t const> start, std::span<std::int64_t const> count,
                    std::span<std::int64_t const> extents, std::string const& where) {
  bool inside = start.size() == extents.size() && count.size() == extents.size();
  for (std::size_t axis = 0; inside && axis < extents.size(); ++axis) {
    inside = start[axis] >= 0 && count[axis] >= 0 && start[axis] <= extents[axis] &&
             count[axis] <= extents[axis] - start[axis];
  }
  if (inside) return;
  throw InvalidArgument(where + ": got a block from " + to_string(start) + " of " +
                        to_string(count) + " values, expected one within " + to_string(extents));
}

}  // namespace smnn::io::detail
