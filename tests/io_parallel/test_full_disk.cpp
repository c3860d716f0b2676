// A disk that fills up while ranks write: an error on all, no file, and the older one as it was.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "expect_error.hpp"
#include "ranks.hpp"
#include "shared_small_disk.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using test::expect_error;

void write_numbers(distributed::Communicator const& ranks, std::filesystem::path const& target,
                   std::int64_t each, DatasetOptions const& options = {}) {
  std::vector<double> const values(static_cast<std::size_t>(each), ranks.rank() + 0.5);
  ParallelHdf5Writer writer(ranks, target);
  writer.root().write("x", {each * ranks.size()}, {{each * ranks.rank()}, {each}},
                      std::span(values), options);
  writer.commit();
}

TEST(FullDiskOnRanks, AnOlderFileSurvives) {
  auto const ranks = test::world();
  test::SharedFolder const folder;
  test::SharedSmallDisk const disk(folder, 512);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  auto const target = disk.path() / "out.h5";
  write_numbers(ranks, target, 100);
  for (DatasetOptions const& options : {DatasetOptions{}, DatasetOptions{.chunk = {1000}},
                                        DatasetOptions{.chunk = {1000}, .deflate = 1}}) {
    expect_error<IoError>([&] { write_numbers(ranks, target, 100'000, options); },
                          {"out.h5'", "dataset 'x'", "No space left on device"});
    EXPECT_EQ(open_hdf5(ranks, target).shape("x"), Shape{100 * ranks.size()});
    EXPECT_EQ(disk.entries(), 1);
  }
  write_numbers(ranks, target, 200);  // the failures took nothing with them
  EXPECT_EQ(open_hdf5(ranks, target).shape("x"), Shape{200 * ranks.size()});
}

TEST(FullDiskOnRanks, WithoutAnyRoomThereIsAnError) {
  auto const ranks = test::world();
  test::SharedFolder const folder;
  test::SharedSmallDisk const disk(folder, 64);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  ranks.on_root([&] { test::write_text(disk.path() / "fill", std::string(65536, 'x')); });
  expect_error<IoError>([&] { write_numbers(ranks, disk.path() / "out.h5", 10); }, {"out.h5'"});
  EXPECT_EQ(disk.entries(), 1);
}

TEST(FullDiskOnRanks, WhatComesAfterTheValuesNeedsRoomToo) {
  auto const ranks = test::world();
  test::SharedFolder const folder;
  test::SharedSmallDisk const disk(folder, 256);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  auto const write_until_full = [&] {
    ParallelHdf5Writer writer(ranks, disk.path() / "out.h5");
    for (int i = 0; i < 1000; ++i) writer.root().group("g" + std::to_string(i));
    writer.commit();
  };
  expect_error<IoError>(write_until_full, {"out.h5'", "No space left on device"});
  EXPECT_EQ(disk.entries(), 0);
}

/// Files of this process can grow no further than that; a write beyond it fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit lower = before_;
    lower.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &lower);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(FileSizeLimit const&) = delete;
  FileSizeLimit& operator=(FileSizeLimit const&) = delete;

 private:
  void (*handler_)(int) = nullptr;
  rlimit before_{};
};

TEST(FullDiskOnRanks, AFileThatMayNotGrowIsAnError) {
  auto const ranks = test::world();
  test::SharedFolder const folder;
  auto const target = folder / "out.h5";
  {
    ParallelHdf5Writer writer(ranks, target);
    FileSizeLimit const limit(16384);
    std::vector<double> const values(100'000, 1.5);
    expect_error<IoError>(
        [&] { writer.root().write_replicated("x", {100'000}, std::span(values)); },
        {"out.h5'", "dataset 'x'"});
  }
  EXPECT_EQ(folder.entries(), 0);
  write_numbers(ranks, target, 100);
  EXPECT_EQ(open_hdf5(ranks, target).shape("x"), Shape{100 * ranks.size()});
}

}  // namespace
}  // namespace smnn::io
