// Gradients of an input that several parts or systems share, or to which two parts contribute:
// every part writes its own, then they are added in a fixed order.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/solver/arrays.hpp"
#include "smnn/solver/extents.hpp"
#include "smnn/solver/partition/part_group.hpp"
#include "smnn/solver/partition/time_parts.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class SharedGradients {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Arrays = Gradients<Real, MemorySpace>;
  using Group = PartGroup<Real, ExecutionSpace>;

  SharedGradients(ExecutionSpace const& space, Extents const& extents, TimeParts const& parts);

  static std::int64_t numbers(Extents const& extents, TimeParts const& parts);

  // Where a group's parts write: the caller's arrays where nothing is shared.
  Arrays arrays(Group const& group, Arrays const& callers) const;
  // Afterwards: writes the caller's arrays of what is shared.
  void add(ExecutionSpace const& space, Arrays const& callers) const;

 private:
  using Memory = Kokkos::View<Real*, MemorySpace>;

  Extents extents_;
  TimeParts parts_;
  Memory coefficients_, rhs_, initial_values_, steps_;
};

}  // namespace smnn::detail
