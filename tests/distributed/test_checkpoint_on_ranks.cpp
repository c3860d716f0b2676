// Checkpoints that several ranks write together.
#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <string>
#include <vector>

#include "ranks.hpp"
#include "smnn/io/checkpoint/on_ranks.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using distributed::Communicator;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::string file_of(int rank) { return "rank-" + std::to_string(rank); }
std::string state_of(int rank, std::int64_t step) {
  return "rank " + std::to_string(rank) + " at step " + std::to_string(step);
}

class CheckpointOnRanks : public testing::Test {
 public:
  /// A run that has just begun: on rank 0 it holds the folder.
  io::CheckpointFolder begin() const {
    io::CheckpointFolder checkpoints(folder / "run", "smnn test", {});
    world.on_root([&] { checkpoints.open(); });
    return checkpoints;
  }
  void save(io::CheckpointFolder& checkpoints, std::int64_t step) const {
    io::save_checkpoint(world, checkpoints, step, [&](std::filesystem::path const& draft) {
      write_text(draft / file_of(world.rank()), state_of(world.rank(), step));
      return std::vector<std::string>{file_of(world.rank())};
    });
  }

  Communicator const world{MPI_COMM_WORLD};
  int const last = world.size() - 1;
  SharedFolder const folder;
};

TEST_F(CheckpointOnRanks, HoldsTheFileOfEveryRank) {
  io::CheckpointFolder checkpoints = begin();
  save(checkpoints, 1);
  auto const found = io::find_checkpoint(world, checkpoints, {});
  EXPECT_EQ(found.manifest.ranks, world.size());
  EXPECT_EQ(found.manifest.files.size(), static_cast<std::size_t>(world.size()));
  for (int rank = 0; rank < world.size(); ++rank)
    EXPECT_EQ(read_text(found.path / file_of(rank)), state_of(rank, 1));
}

TEST_F(CheckpointOnRanks, IsReadByAnotherNumberOfRanks) {
  {
    io::CheckpointFolder checkpoints = begin();
    save(checkpoints, 1);
  }
  world.on_root([&] {
    io::CheckpointFolder checkpoints(folder / "run", "smnn test", {});
    checkpoints.open();
    auto const found = io::find_checkpoint(Communicator(), checkpoints, {});
    EXPECT_EQ(read_text(found.path / file_of(last)), state_of(last, 1));
  });
}

TEST_F(CheckpointOnRanks, AnErrorOnOneRankIsThrownByAllAndLeavesTheOthers) {
  io::CheckpointFolder checkpoints = begin();
  save(checkpoints, 1);
  auto const failing = [&](std::filesystem::path const&) -> std::vector<std::string> {
    if (world.rank() == last) throw IoError("the disk is full");
    return {};
  };
  EXPECT_THAT([&] { io::save_checkpoint(world, checkpoints, 2, failing); },
              ThrowsMessage<IoError>(HasSubstr("the disk is full")));
  world.barrier();
  EXPECT_EQ(io::find_checkpoint(world, checkpoints, {}).manifest.step, 1);
  EXPECT_THAT(checkpoints.steps(), ElementsAre(1));
}

TEST_F(CheckpointOnRanks, DamageToTheFileOfOneIsNoticedByAll) {
  io::CheckpointFolder checkpoints = begin();
  save(checkpoints, 1);
  save(checkpoints, 2);
  world.on_root([&] { write_text(checkpoints.path_of(2) / file_of(last), state_of(last, 3)); });
  auto const found = io::find_checkpoint(world, checkpoints, {});
  EXPECT_EQ(found.manifest.step, 1);
  EXPECT_THAT(found.skipped, ElementsAre(AllOf(HasSubstr(file_of(last)), HasSubstr("is damaged"))));
}

TEST_F(CheckpointOnRanks, AnotherConfigurationEndsAll) {
  io::CheckpointFolder checkpoints(folder / "run", "smnn test", {{"size", "3"}});
  world.on_root([&] { checkpoints.open(); });
  save(checkpoints, 1);
  io::CheckpointFolder const other(folder / "run", "smnn test", {{"size", "4"}});
  EXPECT_THAT([&] { io::detail::verified(world, other, 1); },
              ThrowsMessage<InvalidArgument>(HasSubstr("begun with size 3, got 4")));
}

TEST_F(CheckpointOnRanks, TwoRanksCannotWriteTheSameFile) {
  if (world.size() == 1) GTEST_SKIP() << "needs two ranks";
  io::CheckpointFolder checkpoints = begin();
  auto const same = [&](std::filesystem::path const& draft) {
    write_text(draft / "state", "x");
    return std::vector<std::string>{"state"};
  };
  EXPECT_THAT([&] { io::save_checkpoint(world, checkpoints, 1, same); },
              ThrowsMessage<InvalidArgument>(HasSubstr("file 'state' was written twice")));
  EXPECT_THAT(checkpoints.steps(), ElementsAre());
}

}  // namespace
}  // namespace smnn::test

#endif
