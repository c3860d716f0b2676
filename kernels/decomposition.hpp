// How a batch is divided among workers. A worker is a thread (with its SIMD lanes) or a team, and
// owns one slot of workspace; it takes tasks in a fixed order, and visits the packs of a task one
// after another. So every sum over systems has a fixed order for a given number of workers.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/rows/system.hpp"

namespace smnn::kernels {

struct Decomposition {
  std::int64_t groups = 0;   // matrices
  std::int64_t members = 1;  // right-hand sides per matrix
  int width = 1;             // lanes of a pack
  bool along_members = false;
  std::int64_t workers = 0;
  std::int64_t chunks = 1;  // of the members of a group, each a task; 1 unless along_members
  std::int64_t parts = 1;  // of the time axis of a system, neighbouring groups; whole packs of them

  KOKKOS_INLINE_FUNCTION static constexpr std::int64_t ceil_divide(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
  }

  KOKKOS_INLINE_FUNCTION std::int64_t tasks() const {
    return along_members ? groups * chunks : workers;
  }

  // Calls body(range, pack, first) for every pack of a task, `first` telling the first one. `pack`
  // numbers the packs of matrices; along members it is the group.
  template <class Body>
  KOKKOS_INLINE_FUNCTION void for_packs(std::int64_t task, Body const& body) const {
    std::int64_t const group = along_members ? task / chunks : 0;
    std::int64_t const begin = along_members ? task % chunks : task;
    std::int64_t const stride = along_members ? chunks : workers;
    std::int64_t const count = along_members ? members : groups;
    for (std::int64_t p = begin; p * width < count; p += stride) {
      std::int64_t const first = p * width;
      int const valid = count - first < width ? static_cast<int>(count - first) : width;
      SystemRange const range{along_members ? group : first, along_members ? first : 0, valid,
                              along_members, parts};
      // Called at one place, so that large bodies are inlined.
      body(range, along_members ? group : p, p == begin);
    }
  }
};

}  // namespace smnn::kernels
