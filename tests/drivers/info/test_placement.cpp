// What is said about ranks that get in each other's way, and where this process is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <smnn/machine/placement.hpp>

#include "info/placement.hpp"

namespace smnn::drivers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Ranges, JoinNeighbours) {
  EXPECT_EQ(ranges({}), "");
  EXPECT_EQ(ranges({7}), "7");
  EXPECT_EQ(ranges({0, 1, 2, 3, 8, 10, 11}), "0-3,8,10-11");
}

TEST(Placements, HaveCpusDeviceAndThreadsOfThisProcess) {
  auto const placements = gather_placements({});
  ASSERT_EQ(placements.size(), 1U);
  EXPECT_FALSE(placements[0].host.empty());
  EXPECT_EQ(placements[0].device, device_name());
  EXPECT_EQ(placements[0].cpus, allowed_cpus());
  EXPECT_FALSE(placements[0].cpus.empty());
  EXPECT_GE(placements[0].threads, 1);
}

TEST(Conflicts, AreNoneForRanksWithGpusAndCpusOfTheirOwn) {
  EXPECT_THAT(conflicts({{"a", "H200", "0000:19:00.0", {0, 1}, 2},
                         {"a", "H200", "0000:3b:00.0", {2, 3}, 2},
                         {"b", "H200", "0000:19:00.0", {0, 1}, 2}}),
              IsEmpty());
}

TEST(Conflicts, NameRanksOfOneHostOnOneGpu) {
  EXPECT_THAT(conflicts({{"a", "H200", "0000:19:00.0", {0}, 1},
                         {"b", "H200", "0000:19:00.0", {0}, 1},
                         {"a", "H200", "0000:19:00.0", {1}, 1}}),
              ElementsAre("ranks 0, 2 share GPU 0000:19:00.0 of a"));
}

TEST(Conflicts, NameARankWithMoreThreadsThanCpus) {
  EXPECT_THAT(conflicts({{"a", "CPU", "", {4}, 8}, {"a", "CPU", "", {5, 6}, 2}}),
              ElementsAre("rank 0 on a has 8 threads for CPUs 4"));
}

TEST(Conflicts, NameRanksWhoseThreadsAreTooManyTogether) {
  EXPECT_THAT(conflicts({{"a", "CPU", "", {0, 1}, 2},
                         {"a", "CPU", "", {2, 3}, 2},
                         {"a", "CPU", "", {1, 2}, 1},
                         {"a", "CPU", "", {4, 5}, 2}}),
              ElementsAre("ranks 0, 1, 2 on a have 5 threads for CPUs 0-3"));
}

TEST(Conflicts, SayNothingOfUnknownCpus) {
  EXPECT_THAT(conflicts({{"a", "CPU", "", {}, 64}, {"a", "CPU", "", {}, 64}}), IsEmpty());
}

}  // namespace
}  // namespace smnn::drivers
