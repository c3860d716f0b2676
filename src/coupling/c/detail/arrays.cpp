#include "smnn/coupling/c/detail/arrays.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "smnn/smnn.h"

namespace smnn::coupling {
namespace {

constexpr std::int64_t longest_reach = std::numeric_limits<std::int64_t>::max() / 64;

[[noreturn]] void fail(std::string const& message) { throw InvalidArgument(message); }

void check_rank(std::string const& name, int rank) {
  if (rank >= 1 && rank <= SMNN_MAX_RANK) return;
  fail(name + ": rank is " + std::to_string(rank) + ", expected 1 to " +
       std::to_string(SMNN_MAX_RANK));
}

// So that no offset overflows.
void check_reach(std::string const& name, int axis, std::int64_t extent, std::int64_t stride) {
  std::int64_t const limit = longest_reach / std::max<std::int64_t>(extent, 1);
  if (stride >= -limit && stride <= limit) return;
  fail(name + ": stride " + std::to_string(axis) + " is " + std::to_string(stride) +
       ", expected at most " + std::to_string(limit) + " in size");
}

bool has_entries(smnn_array const& array) {
  return std::all_of(array.extents, array.extents + array.rank,
                     [](std::int64_t extent) { return extent > 0; });
}

void check_extents(std::string const& name, smnn_array const& array) {
  for (int axis = 0; axis < array.rank; ++axis) {
    if (array.extents[axis] < 0) {
      fail(name + ": extent " + std::to_string(axis) + " is " +
           std::to_string(array.extents[axis]) + ", expected 0 or more");
    }
    check_reach(name, axis, array.extents[axis], array.strides[axis]);
  }
  if (has_entries(array) && array.data == nullptr)
    fail(name + ": data is NULL, expected a pointer");
}

// From the smallest stride on, every stride leaps over all entries that the smaller ones reach.
void check_entries_are_apart(std::string const& name, smnn_array const& array) {
  auto const step = [&](int axis) { return std::abs(array.strides[axis]); };
  int axes[SMNN_MAX_RANK] = {};  // in order; std::sort of so few makes g++ 12 warn
  for (int axis = 0; axis < array.rank; ++axis) {
    int place = axis;
    for (; place > 0 && step(axes[place - 1]) > step(axis); --place) axes[place] = axes[place - 1];
    axes[place] = axis;
  }
  std::int64_t reach = 0;
  for (int i = 0; i < array.rank; ++i) {
    int const axis = axes[i];
    if (array.extents[axis] <= 1) continue;
    if (step(axis) <= reach) {
      fail(name + ": stride " + std::to_string(axis) + " is " +
           std::to_string(array.strides[axis]) + ", expected more than " + std::to_string(reach) +
           " in size: entries of an output may not share memory");
    }
    reach += (array.extents[axis] - 1) * step(axis);
  }
}

// The stride of the axis before one of this extent, or what check_reach refuses.
std::int64_t times(std::int64_t stride, std::int64_t extent) {
  if (extent <= 1) return stride;
  return stride > longest_reach / extent ? std::numeric_limits<std::int64_t>::max()
                                         : stride * extent;
}

}  // namespace

char const* type_name(std::string const& argument, int type) {
  if (type == SMNN_DOUBLE) return "double";
  if (type == SMNN_FLOAT) return "float";
  fail(argument + " is " + std::to_string(type) + ", expected SMNN_FLOAT (1) or SMNN_DOUBLE (2)");
}

void check_array(std::string const& name, smnn_array const& array, int type, int rank,
                 bool has_members, bool is_output) {
  if (array.type != type) {
    fail(name + ": type is " + type_name(name + ": type", array.type) + ", expected " +
         type_name("type", type));
  }
  if (array.rank != rank && !(has_members && array.rank == rank - 1)) {
    fail(name + ": rank is " + std::to_string(array.rank) + ", expected " +
         (has_members ? std::to_string(rank - 1) + " or " : "") + std::to_string(rank));
  }
  check_extents(name, array);
  if (is_output && has_entries(array)) check_entries_are_apart(name, array);
}

}  // namespace smnn::coupling

using namespace smnn::coupling;

int smnn_array_of(int type, void const* data, int rank, int64_t const* extents,
                  int64_t const* strides, smnn_array* array) {
  return call_anytime(__func__, [&] {
    type_name("type", type);
    check_rank("array", rank);
    required("extents", extents);
    smnn_array result = {const_cast<void*>(data), type, rank, {}, {}};
    std::copy_n(extents, rank, result.extents);
    std::int64_t contiguous = 1;
    for (int axis = rank; axis-- > 0;) {
      result.strides[axis] = strides != nullptr ? strides[axis] : contiguous;
      contiguous = times(contiguous, extents[axis]);
    }
    check_extents("array", result);
    required("array", array) = result;
  });
}
