#include "smnn/io/parallel/slab.hpp"

#include <algorithm>
#include <limits>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

std::string describe(Slab const& slab) {
  return "offset " + to_string(slab.offset) + " and count " + to_string(slab.count);
}

bool lies_within(Slab const& slab, Shape const& extents) {
  if (slab.offset.size() != extents.size() || slab.count.size() != extents.size()) return false;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    std::int64_t const offset = slab.offset[axis];
    std::int64_t const count = slab.count[axis];
    if (offset < 0 || count < 0 || offset > extents[axis] || count > extents[axis] - offset)
      return false;
  }
  return true;
}

}  // namespace

Slab whole(Shape const& extents) { return {Shape(extents.size(), 0), extents}; }

Slab even_slab(Shape const& extents, std::size_t axis, int rank, int ranks) {
  Slab slab = whole(extents);
  std::int64_t const each = extents.at(axis) / ranks;
  std::int64_t const longer = extents[axis] % ranks;  // so many ranks have one more
  slab.offset[axis] = each * rank + std::min<std::int64_t>(rank, longer);
  slab.count[axis] = each + (rank < longer ? 1 : 0);
  return slab;
}

std::int64_t checked_entries(Slabs const& slabs, Shape const& extents, std::string const& where) {
  std::int64_t sum = 0;
  for (Slab const& slab : slabs) {
    bool const nothing = slab.count.empty() && slab.offset.empty() && !extents.empty();
    if (nothing && slabs.size() == 1) continue;
    if (!lies_within(slab, extents)) {
      throw InvalidArgument(where + ": got a slab of " + describe(slab) + ", expected one within " +
                            to_string(extents));
    }
    std::int64_t const count = entries(slab.count).value_or(-1);
    if (count < 0 || count > std::numeric_limits<std::int64_t>::max() - sum) {
      throw InvalidArgument(where +
                            ": got slabs with more entries than 64 bits count, the last of " +
                            describe(slab));
    }
    sum += count;
  }
  return sum;
}

std::int64_t checked_entries(Slabs const& slabs, Shape const& extents, std::size_t values,
                             std::string const& where) {
  std::int64_t const count = checked_entries(slabs, extents, where);
  if (static_cast<std::size_t>(count) != values) {
    throw InvalidArgument(where + ": got " + std::to_string(values) + " values for a slab of " +
                          (slabs.begin() == slabs.end() ? "nothing" : describe(*slabs.begin())) +
                          ", expected " + std::to_string(count));
  }
  return count;
}

}  // namespace smnn::io
