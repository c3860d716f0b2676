#include "solve/batch_map.hpp"

#include <cstddef>

namespace smnn::drivers {
namespace {

using distributed::Range;

/// The entries begin .. end-1 of an array, in row-major order, as blocks one after the other.
void append_blocks(io::Shape const& extents, std::size_t axis, Range const& entries,
                   io::Slab const& fixed, std::vector<io::Slab>& blocks) {
  if (entries.size() <= 0) return;
  if (axis == extents.size()) {
    blocks.push_back(fixed);
    return;
  }
  std::int64_t inner = 1;
  for (std::size_t i = axis + 1; i < extents.size(); ++i) inner *= extents[i];
  std::int64_t first = entries.begin / inner;
  std::int64_t const last = (entries.end - 1) / inner;
  auto const part_of_one = [&](std::int64_t index, Range const& part) {
    io::Slab block = fixed;
    block.offset[axis] = index;
    block.count[axis] = 1;
    append_blocks(extents, axis + 1, part, block, blocks);
  };
  std::int64_t const begin = entries.begin - first * inner;
  std::int64_t const end = entries.end - last * inner;
  if (first == last && (begin != 0 || end != inner)) return part_of_one(first, {begin, end});
  if (begin != 0) part_of_one(first++, {begin, inner});
  std::int64_t const behind = end == inner ? last + 1 : last;
  if (behind > first) {
    io::Slab block = fixed;
    block.offset[axis] = first;
    block.count[axis] = behind - first;
    blocks.push_back(block);
  }
  if (behind == last) part_of_one(last, {0, end});
}

/// Every index tuple of a block, in row-major order.
template <class Action>
void for_each_entry(io::Slab const& block, Action const& action) {
  std::int64_t const count = io::entries(block.count).value();
  io::Shape index = block.offset;
  for (std::int64_t i = 0; i < count; ++i) {
    action(index);
    for (std::size_t axis = index.size(); axis-- > 0;) {
      if (++index[axis] < block.offset[axis] + block.count[axis]) break;
      index[axis] = block.offset[axis];
    }
  }
}

/// The extents along the axes of one kind; 1 along those of the other.
io::Shape extents_along(BatchAxes const& axes, bool of_members) {
  io::Shape extents = axes.extents;
  for (std::size_t axis = 0; axis < extents.size(); ++axis)
    if (axes.of_members[axis] != of_members) extents[axis] = 1;
  return extents;
}

/// An index tuple as (b, m).
struct SystemIndex {
  std::int64_t system = 0;
  std::int64_t member = 0;
};
SystemIndex system_index(BatchAxes const& axes, io::Shape const& index) {
  SystemIndex result;
  for (std::size_t axis = 0; axis < index.size(); ++axis) {
    std::int64_t& value = axes.of_members[axis] ? result.member : result.system;
    value = value * axes.extents[axis] + index[axis];
  }
  return result;
}

}  // namespace

BatchMap::BatchMap(BatchAxes const& axes, io::Shape const& leading, Kind kind,
                   Range const& systems) {
  std::size_t const missing = axes.extents.size() - leading.size();
  io::Shape extents(missing, 1);  // NumPy's rule
  extents.insert(extents.end(), leading.begin(), leading.end());
  bool shared = true;
  bool complete = true;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    shared = shared && extents[axis] == 1;
    bool const seen = kind == Kind::members || !axes.of_members[axis];
    complete = complete && (!seen || extents[axis] == axes.extents[axis]);
  }
  bool const one_system =
      axes.batch == 1 && (axes.members == 1 || kind == Kind::matrix) && !axes.empty();
  use_ = shared && !one_system ? Use::shared : complete ? Use::distinct : Use::repeated;
  if (use_ != Use::shared) {
    batch_ = systems.size();
    members_ = kind == Kind::matrix ? 1 : axes.members;
  }
  if (use_ == Use::distinct) {
    place_distinct(axes, extents, missing, systems);
  } else {
    blocks_.push_back(io::whole(leading));
    if (use_ == Use::shared) {
      places_.push_back(0);
    } else {
      place_repeated(axes, extents, systems);
    }
  }
  for (auto const& block : blocks_) block_entries_ += io::entries(block.count).value();
  in_order_ = block_entries_ == static_cast<std::int64_t>(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i)
    in_order_ = in_order_ && places_[i] == static_cast<std::int64_t>(i);
}

void BatchMap::place_distinct(BatchAxes const& axes, io::Shape const& extents, std::size_t missing,
                              Range const& systems) {
  io::Shape const along_batch = extents_along(axes, false);
  std::vector<io::Slab> blocks;
  append_blocks(along_batch, 0, systems, io::whole(along_batch), blocks);
  places_.resize(static_cast<std::size_t>(batch_ * members_));
  std::int64_t place = 0;
  for (io::Slab block : blocks) {
    for (std::size_t axis = 0; axis < extents.size(); ++axis)
      if (axes.of_members[axis]) block.count[axis] = extents[axis];  // 1 for a matrix
    for_each_entry(block, [&](io::Shape const& index) {
      SystemIndex const at = system_index(axes, index);
      places_[static_cast<std::size_t>((at.system - systems.begin) * members_ + at.member)] =
          place++;
    });
    auto const drop = static_cast<std::ptrdiff_t>(missing);
    blocks_.push_back({io::Shape(block.offset.begin() + drop, block.offset.end()),
                       io::Shape(block.count.begin() + drop, block.count.end())});
  }
}

void BatchMap::place_repeated(BatchAxes const& axes, io::Shape const& extents,
                              Range const& systems) {
  io::Shape strides(extents.size());
  std::int64_t stride = 1;
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    strides[axis] = extents[axis] == 1 ? 0 : stride;
    stride *= extents[axis];
  }
  io::Shape const along[2] = {extents_along(axes, false), extents_along(axes, true)};
  auto const place = [&](io::Shape const& along_some, std::int64_t flat) {
    std::int64_t result = 0;
    for (std::size_t axis = along_some.size(); axis-- > 0;) {
      result += flat % along_some[axis] * strides[axis];
      flat /= along_some[axis];
    }
    return result;
  };
  places_.reserve(static_cast<std::size_t>(batch_ * members_));
  for (std::int64_t b = systems.begin; b < systems.end; ++b) {
    for (std::int64_t m = 0; m < members_; ++m)
      places_.push_back(place(along[0], b) + place(along[1], m));
  }
}

}  // namespace smnn::drivers
