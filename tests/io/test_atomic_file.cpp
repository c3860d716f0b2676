// A file appears complete or not at all, and an older one of its name stays until then.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <smnn/io/atomic_file.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;
using test::expect_error;
using test::read_text;
using test::write_text;

class AtomicFileTest : public testing::Test {
 public:
  test::TemporaryFolder folder;
  fs::path const target = folder / "out.h5";
};

TEST_F(AtomicFileTest, AppearsWithCommit) {
  AtomicFile file(target);
  write_text(file.path(), "new");
  EXPECT_FALSE(fs::exists(target));
  file.commit();
  EXPECT_EQ(read_text(target), "new");
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(AtomicFileTest, LiesHiddenBesideItsTargetUntilThen) {
  AtomicFile const file(target);
  EXPECT_EQ(file.path().parent_path(), target.parent_path());
  EXPECT_TRUE(file.path().filename().string().starts_with(".out.h5."));
}

TEST_F(AtomicFileTest, DisappearsWithoutCommit) {
  {
    AtomicFile const file(target);
    write_text(file.path(), "new");
  }
  EXPECT_EQ(folder.entries(), 0);
}

TEST_F(AtomicFileTest, LeavesAnOlderFileUntilCommit) {
  write_text(target, "old");
  { AtomicFile const abandoned(target); }
  EXPECT_EQ(read_text(target), "old");
  AtomicFile file(target);
  write_text(file.path(), "new");
  EXPECT_EQ(read_text(target), "old");
  file.commit();
  EXPECT_EQ(read_text(target), "new");
}

TEST_F(AtomicFileTest, TwoWritersDoNotMixTheirContents) {
  AtomicFile first(target);
  AtomicFile second(target);
  EXPECT_NE(first.path(), second.path());
  write_text(first.path(), "first");
  write_text(second.path(), "second");
  second.commit();
  first.commit();
  EXPECT_EQ(read_text(target), "first");
}

TEST_F(AtomicFileTest, HasTheRightsOfAnyNewFile) {
  mode_t const mask = umask(027);
  AtomicFile file(target);
  file.commit();
  umask(mask);
  struct stat status {};
  ASSERT_EQ(stat(target.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0640u);
}

TEST_F(AtomicFileTest, ReplacesTheFileBehindALink) {
  write_text(folder / "real.h5", "old");
  fs::create_symlink(folder / "real.h5", target);
  AtomicFile file(target);
  write_text(file.path(), "new");
  file.commit();
  EXPECT_TRUE(fs::is_symlink(target));
  EXPECT_EQ(read_text(folder / "real.h5"), "new");
}

TEST_F(AtomicFileTest, NeedsAFolder) {
  expect_error<IoError>([&] { AtomicFile const file(folder / "none/out.h5"); },
                        {"none/out.h5'", "none' does not exist"});
}

TEST_F(AtomicFileTest, RefusesAFolderAsTarget) {
  expect_error<IoError>([&] { AtomicFile const file(folder.path()); },
                        {"exists and is not a file"});
  expect_error<IoError>([&] { AtomicFile const file(folder / "x/"); }, {"expected a file name"});
}

TEST_F(AtomicFileTest, RefusesADevice) {
  expect_error<IoError>([] { AtomicFile const file("/dev/full"); }, {"'/dev/full'", "not a file"});
}

TEST_F(AtomicFileTest, NamesAFolderThatCannotBeWritten) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  expect_error<IoError>([&] { AtomicFile const file(target); }, {"out.h5'", "denied"});
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST_F(AtomicFileTest, SaysThatTheTemporaryFileIsGone) {
  write_text(target, "old");
  AtomicFile file(target);
  fs::remove(file.path());
  expect_error<IoError>([&] { file.commit(); }, {"out.h5'"});
  EXPECT_EQ(read_text(target), "old");
}

}  // namespace
}  // namespace smnn::io
