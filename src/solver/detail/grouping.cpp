#include "smnn/solver/detail/grouping.hpp"

#include <algorithm>

namespace smnn::detail {

Grouping grouping(Extents const& extents) {
  bool const shared = extents.coefficients.over_batch && extents.steps.over_batch &&
                      extents.right_hand_sides == 1 && extents.batch > 1;
  if (shared) return {1, extents.batch, true};
  return {extents.batch, extents.right_hand_sides, false};
}

kernels::Decomposition decompose(Grouping const& grouping, int width, std::int64_t concurrent) {
  using kernels::Decomposition;
  bool const many = grouping.members > 1;
  std::int64_t const packs =
      Decomposition::ceil_divide(many ? grouping.members : grouping.groups, width);
  Decomposition parts;
  parts.groups = grouping.groups;
  parts.members = grouping.members;
  parts.width = width;
  parts.along_members = many;
  if (many) {
    std::int64_t const wanted =
        Decomposition::ceil_divide(concurrent, std::max<std::int64_t>(1, grouping.groups));
    parts.chunks = std::clamp<std::int64_t>(wanted, 1, packs);
    parts.workers = std::min(concurrent, parts.groups * parts.chunks);
  } else {
    parts.workers = std::min(concurrent, packs);
  }
  return parts;
}

}  // namespace smnn::detail
