// A disk that fills up while a file is written: an error, no file, and the older one as it was.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/io/hdf5_writer.hpp>
#include <smnn/solver/error.hpp>
#include <vector>

#include "expect_error.hpp"
#include "small_disk.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;

/// Files of this process can grow no further than that; a write beyond it fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit lower = before_;
    lower.rlim_cur = bytes;
    works_ = setrlimit(RLIMIT_FSIZE, &lower) == 0;
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(FileSizeLimit const&) = delete;
  FileSizeLimit& operator=(FileSizeLimit const&) = delete;
  bool works() const { return works_; }

 private:
  void (*handler_)(int) = nullptr;
  rlimit before_{};
  bool works_ = false;
};

void write_numbers(std::filesystem::path const& target, std::int64_t count) {
  std::vector<double> const values(static_cast<std::size_t>(count), 1.5);
  Hdf5Writer writer(target);
  writer.root().write("x", {count}, std::span<double const>(values));
  writer.commit();
}

TEST(FullDisk, AnOlderFileSurvives) {
  test::TemporaryFolder const folder;
  test::SmallDisk const disk(folder.path(), 256);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  auto const target = folder / "out.h5";
  write_numbers(target, 100);
  expect_error<IoError>([&] { write_numbers(target, 100'000); }, {"out.h5'"});
  EXPECT_EQ(open_hdf5(target).shape("x"), Shape{100});
  EXPECT_EQ(folder.entries(), 1);
  write_numbers(target, 200);  // the failure took nothing with it
  EXPECT_EQ(open_hdf5(target).shape("x"), Shape{200});
}

TEST(FullDisk, WithoutAnyRoomThereIsAnError) {
  test::TemporaryFolder const folder;
  test::SmallDisk const disk(folder.path(), 8);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  test::write_text(folder / "fill", std::string(8192, 'x'));
  expect_error<IoError>([&] { write_numbers(folder / "out.h5", 10); }, {"out.h5'"});
  EXPECT_EQ(folder.entries(), 1);
}

TEST(FullDisk, NothingIsLeftForTheEndOfTheProgramToFailOn) {
  // HDF5 keeps what it could not write and tries again when the program ends.
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  test::TemporaryFolder const folder;
  test::SmallDisk const disk(folder.path(), 64);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  auto const fill = [&] { test::write_text(folder / "fill", std::string(65536, 'x')); };
  auto const write_much = [&] {
    Hdf5Writer writer(folder / "out.h5");
    for (int i = 0; i < 100; ++i) writer.root().group("g" + std::to_string(i));
    fill();
    writer.commit();
  };
  EXPECT_EXIT(
      {
        try {
          write_much();
        } catch (IoError const&) {
          std::exit(3);
        }
        std::exit(4);
      },
      testing::ExitedWithCode(3), "");
}

TEST(FullDisk, AFileThatMayNotGrowIsAnError) {
  test::TemporaryFolder const folder;
  auto const target = folder / "out.h5";
  std::vector<double> const values(100'000, 1.5);
  {
    Hdf5Writer writer(target);
    FileSizeLimit const limit(16384);
    if (!limit.works()) GTEST_SKIP() << "cannot limit the size of files here";
    expect_error<IoError>(
        [&] { writer.root().write("x", {100'000}, std::span<double const>(values)); },
        {"out.h5'", "dataset 'x'"});
  }
  EXPECT_EQ(folder.entries(), 0);
  write_numbers(target, 100);
  EXPECT_EQ(open_hdf5(target).shape("x"), Shape{100});
}

}  // namespace
}  // namespace smnn::io
