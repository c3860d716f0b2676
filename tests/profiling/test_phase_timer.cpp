// How long phases take, and that a profiler beside us still sees them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "smnn/profiling/phase_timer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn {
namespace {

using Kokkos::Profiling::ScopedRegion;
namespace tools = Kokkos::Tools::Experimental;

void wait_milliseconds(int count) { std::this_thread::sleep_for(std::chrono::milliseconds(count)); }

std::vector<std::string> paths(std::vector<Phase> const& phases) {
  std::vector<std::string> result;
  for (auto const& phase : phases) result.push_back(phase.path);
  return result;
}

TEST(PhaseTimerTest, CountsCallsAndSecondsByPath) {
  PhaseTimer const timer;
  for (int i = 0; i < 3; ++i) {
    ScopedRegion const outer("outer");
    wait_milliseconds(2);
    ScopedRegion const inner("inner");
    wait_milliseconds(3);
  }
  { ScopedRegion const alone("inner"); }
  auto const phases = timer.phases();
  ASSERT_THAT(paths(phases), testing::ElementsAre("outer", "outer/inner", "inner"));
  EXPECT_EQ(phases[0].calls, 3);
  EXPECT_EQ(phases[1].calls, 3);
  EXPECT_EQ(phases[2].calls, 1);
  // Sleeping takes at least as long as asked for; how much longer, nobody knows.
  EXPECT_GE(phases[1].seconds, 9e-3);
  EXPECT_GE(phases[0].seconds, phases[1].seconds + 6e-3);
  EXPECT_LT(phases[2].seconds, phases[1].seconds);
}

TEST(PhaseTimerTest, LeavesOutWhatIsStillOpenAndWhatWasOpenBefore) {
  ScopedRegion before("before");
  PhaseTimer const timer;
  ScopedRegion const open("open");
  { ScopedRegion const ended("ended"); }
  EXPECT_THAT(paths(timer.phases()), testing::ElementsAre("open/ended"));
}

TEST(PhaseTimerTest, SurvivesTheEndOfWhatWasOpenBefore) {
  Kokkos::Profiling::pushRegion("before");
  PhaseTimer const timer;
  Kokkos::Profiling::popRegion();
  { ScopedRegion const region("after"); }
  EXPECT_THAT(paths(timer.phases()), testing::ElementsAre("after"));
}

TEST(PhaseTimerTest, ForgetsUponReset) {
  PhaseTimer timer;
  { ScopedRegion const region("first"); }
  timer.reset();
  EXPECT_TRUE(timer.phases().empty());
  { ScopedRegion const region("first"); }
  ASSERT_EQ(timer.phases().size(), 1u);
  EXPECT_EQ(timer.phases()[0].calls, 1);
}

TEST(PhaseTimerTest, IsTheOnlyOne) {
  { PhaseTimer const first; }
  PhaseTimer const second;
  EXPECT_THROW(PhaseTimer(), InvalidArgument);
  { ScopedRegion const region("still"); }
  EXPECT_THAT(paths(second.phases()), testing::ElementsAre("still"));
}

// Kokkos' callbacks are plain functions.
std::vector<std::string> seen;  // NOLINT(cert-err58-cpp): its constructor does nothing

TEST(PhaseTimerTest, WaitsForTheDeviceAtTheEndOfAPhase) {
  auto const original = tools::get_callbacks();
  seen.clear();
  {
    PhaseTimer const timer;
    ScopedRegion const region("work");
    tools::set_begin_fence_callback(
        [](char const* name, std::uint32_t, std::uint64_t*) { seen.emplace_back(name); });
  }
  tools::set_begin_fence_callback(original.begin_fence);
  EXPECT_THAT(seen, testing::Contains(testing::HasSubstr("smnn::phase_timer: a phase ends")));
}

TEST(PhaseTimerTest, AProfilerSeesTheSameRegionsAndItsCallbacksComeBack) {
  auto const original = tools::get_callbacks();
  seen.clear();
  tools::set_push_region_callback([](char const* name) { seen.push_back(name); });
  tools::set_pop_region_callback([] { seen.emplace_back("end"); });
  {
    PhaseTimer const timer;
    ScopedRegion const region("timed");
  }
  { ScopedRegion const region("afterwards"); }
  tools::set_push_region_callback(original.push_region);
  tools::set_pop_region_callback(original.pop_region);
  EXPECT_THAT(seen, testing::ElementsAre("timed", "end", "afterwards", "end"));
}

}  // namespace
}  // namespace smnn
