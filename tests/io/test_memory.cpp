// Sizes from files: no product overflows unnoticed, nothing absurd is allocated.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <limits>
#include <smnn/io/memory.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"

namespace smnn::io {
namespace {

constexpr std::int64_t big = std::int64_t{1} << 33;

TEST(Memory, EntriesAreTheProductOfTheExtents) {
  EXPECT_EQ(entries(Shape{}), 1);
  EXPECT_EQ(entries(Shape{2, 3, 4}), 24);
  EXPECT_EQ(entries(Shape{5, 0}), 0);
}

TEST(Memory, AZeroExtentWinsOverLargeOnes) {
  EXPECT_EQ(entries(Shape{big, big, 0}), 0);
  EXPECT_EQ(entries(Shape{0, big, big}), 0);
}

TEST(Memory, OverflowIsNoNumber) {
  EXPECT_FALSE(entries(Shape{big, big}));
  EXPECT_FALSE(entries(Shape{std::numeric_limits<std::int64_t>::max(), 2}));
  EXPECT_FALSE(bytes(Shape{std::int64_t{1} << 61}, 8));
  EXPECT_EQ(bytes(Shape{std::int64_t{1} << 59}, 8), std::int64_t{1} << 62);
}

TEST(Memory, NegativeExtentsAreNoNumber) { EXPECT_FALSE(entries(Shape{2, -1})); }

TEST(Memory, SomeIsAvailableButNotAnExbibyte) {
  EXPECT_GT(available_memory(), std::uint64_t{1} << 20);
  EXPECT_NO_THROW(require_memory(1024, "here"));
  test::expect_error<IoError>([] { require_memory(std::uint64_t{1} << 60, "here"); },
                              {"here: needs 1.0 EiB of memory, expected at most the available"});
}

TEST(Memory, ALimitOfTheAddressSpaceCounts) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  rlimit lower = before;
  lower.rlim_cur = rlim_t{1} << 40;  // sanitizers reserve more than that
  if (before.rlim_cur < lower.rlim_cur || setrlimit(RLIMIT_AS, &lower) != 0) {
    GTEST_SKIP() << "cannot limit the address space here";
  }
  std::uint64_t const available = available_memory();
  setrlimit(RLIMIT_AS, &before);
  EXPECT_LT(available, std::uint64_t{1} << 40);
}

}  // namespace
}  // namespace smnn::io
