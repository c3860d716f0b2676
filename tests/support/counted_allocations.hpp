// How much memory a test's views take, as Kokkos tells its tools.
#pragma once

#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <cstring>

namespace smnn::test {

struct AllocationCounts {
  std::uint64_t bytes = 0;
  std::uint64_t views = 0;
  std::uint64_t perhaps_empty = 0;
};

// Counts, while it exists, the views whose label starts with "smnn", mirrors apart. One at a time.
class CountedAllocations {
 public:
  CountedAllocations() {
    counts = {};
    Kokkos::Tools::Experimental::set_allocate_data_callback(count);
  }
  ~CountedAllocations() { Kokkos::Tools::Experimental::set_allocate_data_callback(nullptr); }
  CountedAllocations(CountedAllocations const&) = delete;
  CountedAllocations& operator=(CountedAllocations const&) = delete;

  std::uint64_t bytes() const { return counts.bytes; }

  // Kokkos reports its header for a view without entries, and rounds up to 8 bytes.
  void expect_bytes(std::uint64_t announced, bool in_double) const {
    EXPECT_LE(announced, counts.bytes);
    std::uint64_t const rounding = in_double ? 0 : 4 * counts.views;
    EXPECT_LE(counts.bytes, announced + counts.perhaps_empty * header + rounding);
    EXPECT_LE((counts.bytes - announced) % header, rounding);
  }

 private:
  static constexpr std::uint64_t header = sizeof(Kokkos::Impl::SharedAllocationHeader);

  static inline AllocationCounts counts;

  static void count(Kokkos::Tools::SpaceHandle, char const* label, void const*,
                    std::uint64_t size) {
    bool const ours = std::strncmp(label, "smnn", 4) == 0;
    bool const mirror = std::strstr(label, "mirror") != nullptr;
    if (!ours || mirror) return;
    counts.bytes += size;
    ++counts.views;
    if (size == header) ++counts.perhaps_empty;
  }
};

}  // namespace smnn::test
