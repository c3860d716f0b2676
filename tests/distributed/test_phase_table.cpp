// Phases of all ranks in one table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "smnn/distributed/phase_table.hpp"

namespace smnn::distributed {
namespace {

using testing::HasSubstr;

std::vector<std::string> paths(std::vector<PhaseStatistics> const& phases) {
  std::vector<std::string> result;
  for (auto const& phase : phases) result.push_back(phase.path);
  return result;
}

TEST(PhaseTableTest, HasTheLeastMeanAndMostOfAllRanks) {
  Communicator const ranks(MPI_COMM_WORLD);
  double const own = 1 + ranks.rank();
  auto const phases = gather_phases(ranks, {{"solve", 2 + ranks.rank(), own}});
  ASSERT_EQ(phases.size(), 1u);
  EXPECT_EQ(phases[0].calls, 1 + ranks.size());
  EXPECT_EQ(phases[0].least, 1);
  EXPECT_EQ(phases[0].mean, (1 + ranks.size()) / 2.0);
  EXPECT_EQ(phases[0].most, ranks.size());
}

TEST(PhaseTableTest, PutsWhatOtherRanksHaveBelowItsParent) {
  Communicator const ranks(MPI_COMM_WORLD);
  bool const last = ranks.rank() + 1 == ranks.size();
  std::vector<Phase> own{{"a", 1, 4}, {"a/x", 1, 1}, {"b", 1, 1}};
  if (last) own = {{"c", 1, 1}, {"a", 1, 4}, {"a/y", 1, 2}};
  auto const phases = gather_phases(ranks, own);
  if (ranks.size() == 1) {
    EXPECT_THAT(paths(phases), testing::ElementsAre("c", "a", "a/y"));
    return;
  }
  ASSERT_THAT(paths(phases), testing::ElementsAre("a", "a/x", "a/y", "b", "c"));
  EXPECT_EQ(phases[0].least, 4);
  EXPECT_EQ(phases[2].least, 0);  // not on rank 0
  EXPECT_EQ(phases[2].mean, 2.0 / ranks.size());
  EXPECT_EQ(phases[2].most, 2);
}

TEST(PhaseTableTest, IsEmptyWithoutPhases) {
  EXPECT_TRUE(gather_phases(Communicator(MPI_COMM_WORLD), {}).empty());
}

TEST(PhaseTableTest, IndentsPhasesAndSaysWhatTheyTakeThemselves) {
  std::string const table = phase_table({{"fit", 1, 1, 2, 3},
                                         {"fit/solve", 10, 0.5, 1, 1.5},
                                         {"fit/solve/exchange", 10, 0.25, 0.25, 0.25},
                                         {"fit/solver", 1, 0.5, 0.5, 0.5}});
  EXPECT_EQ(table,
            "phase            calls        min s       mean s        max s     itself s\n"
            "fit                  1     1.000000     2.000000     3.000000     0.500000\n"
            "  solve             10     0.500000     1.000000     1.500000     0.750000\n"
            "    exchange        10     0.250000     0.250000     0.250000     0.250000\n"
            "  solver             1     0.500000     0.500000     0.500000     0.500000\n");
}

TEST(PhaseTableTest, IsCsvToo) {
  EXPECT_EQ(phase_csv({{"a/b", 3, 0.5, 0.75, 1}, {"gemm[N,\"T\"]", 1, 0, 0, 0}}),
            "region,calls,min_s,mean_s,max_s\na/b,3,0.5,0.75,1\n\"gemm[N,\"\"T\"\"]\",1,0,0,0\n");
}

}  // namespace
}  // namespace smnn::distributed
