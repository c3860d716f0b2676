// What a folder of checkpoints keeps, and for whom.
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <smnn/io/checkpoint/sha256.hpp>
#include <smnn/solver/error.hpp>
#include <smnn/version.hpp>

#include "checkpointed_run.hpp"
#include "small_disk.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;
using test::CheckpointedRun;
using test::CheckpointFolderTest;
using test::expect_error;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(CheckpointFolderTest, ACheckpointHasAManifestThatPeopleCanRead) {
  CheckpointedRun(path).save(120, "the state");
  auto const manifest = nlohmann::json::parse(test::read_text(manifest_of(120)));
  EXPECT_EQ(manifest.at("format"), "smnn checkpoint");
  EXPECT_EQ(manifest.at("format_version"), 1);
  EXPECT_EQ(manifest.at("program"), "smnn test");
  EXPECT_EQ(manifest.at("git_revision"), git_revision());
  EXPECT_EQ(manifest.at("ranks"), 1);
  EXPECT_EQ(manifest.at("step"), 120);
  EXPECT_EQ(manifest.at("configuration").at("seed"), "3");
  auto const& file = manifest.at("files").at(1);  // sorted by name
  EXPECT_EQ(file.at("name"), "state");
  EXPECT_EQ(file.at("bytes"), 9);
  EXPECT_EQ(file.at("sha256"), sha256("the state"));
}

TEST_F(CheckpointFolderTest, TheNewestIsFoundByItself) {
  CheckpointedRun(path).save_until(20);
  CheckpointedRun run(path);
  EXPECT_EQ(run.resume(), "state of 20");
  EXPECT_THAT(run.find().skipped, IsEmpty());
  EXPECT_EQ(run.find().manifest.configuration, test::usual_configuration);
}

TEST_F(CheckpointFolderTest, AnyIsFoundByItsStep) {
  CheckpointedRun run(path);
  run.save_until(20);
  EXPECT_EQ(run.resume(10), "state of 10");
  EXPECT_EQ(run.resume(20), "state of 20");
  expect_error<IoError>([&] { run.find(15); }, {"no checkpoint of step 15", "steps 20 10"});
}

TEST_F(CheckpointFolderTest, AsManyAreKeptAsAskedFor) {
  CheckpointedRun run(path);
  run.save_until(50);
  EXPECT_THAT(run.folder().steps(), ElementsAre(50, 40));
  CheckpointedRun all(temporary / "all", 3);
  all.save_until(50);
  EXPECT_THAT(all.folder().steps(), ElementsAre(50, 40, 30));
  CheckpointedRun one(temporary / "one", 1);
  one.save_until(50);
  EXPECT_THAT(one.folder().steps(), ElementsAre(50));
  EXPECT_THROW(CheckpointFolder(path, "", {}, 0), InvalidArgument);
}

TEST_F(CheckpointFolderTest, OldOnesGoAfterAResumeToo) {
  CheckpointedRun(path).save_until(20);
  CheckpointedRun run(path);
  run.find();
  run.save(30, "new");
  EXPECT_THAT(run.folder().steps(), ElementsAre(30, 20));
}

TEST_F(CheckpointFolderTest, ARunThatWasKilledBeforeItRemovedTheOldestHasLeftNoMoreInTheEnd) {
  CheckpointedRun(path, 3).save_until(30);
  CheckpointedRun run(path, 2);
  EXPECT_EQ(run.resume(), "state of 30");
  EXPECT_THAT(run.folder().steps(), ElementsAre(30, 20));
}

TEST_F(CheckpointFolderTest, WhatIsNewerThanAChosenStepGoesAtTheNextSave) {
  CheckpointedRun(path, 3).save_until(30);
  CheckpointedRun run(path);
  run.find(10);
  EXPECT_THAT(run.folder().steps(), ElementsAre(30, 20, 10));
  run.save(15, "another way");
  EXPECT_THAT(run.folder().steps(), ElementsAre(15, 10));
  EXPECT_EQ(run.resume(), "another way");
}

TEST_F(CheckpointFolderTest, AStepThatIsSavedAgainIsReplaced) {
  CheckpointedRun(path).save_until(20);
  CheckpointedRun run(path);
  run.find(10);
  run.save(20, "again");
  EXPECT_THAT(run.folder().steps(), ElementsAre(20, 10));
  EXPECT_EQ(run.resume(), "again");
  EXPECT_EQ(std::distance(fs::directory_iterator(path), {}), 3);  // two, and the lock
}

TEST_F(CheckpointFolderTest, WhatKilledRunsHaveLeftIsRemoved) {
  CheckpointedRun(path).save_until(10);
  fs::create_directory(path / ".draft-Ab12Cd");
  test::write_text(path / ".draft-Ab12Cd" / "state", "half of a st");
  CheckpointedRun run(path);
  EXPECT_FALSE(fs::exists(path / ".draft-Ab12Cd"));
  EXPECT_EQ(run.resume(), "state of 10");
}

TEST_F(CheckpointFolderTest, OtherFilesInTheFolderStay) {
  fs::create_directory(path);
  test::write_text(path / "notes.txt", "mine");
  fs::create_directory(path / "step-12");
  CheckpointedRun run(path);
  run.save_until(30);
  EXPECT_EQ(test::read_text(path / "notes.txt"), "mine");
  EXPECT_TRUE(fs::exists(path / "step-12"));
}

TEST_F(CheckpointFolderTest, AnErrorWhileWritingLeavesTheOthers) {
  CheckpointedRun run(path);
  run.save_until(20);
  auto const failing = [&](fs::path const& draft) -> std::vector<std::string> {
    test::write_text(draft / "state", "half");
    throw IoError("the data is gone");
  };
  expect_error<IoError>(
      [&] { save_checkpoint(distributed::Communicator(), run.folder(), 30, failing); },
      {"the data is gone"});
  EXPECT_EQ(run.resume(), "state of 20");
  EXPECT_EQ(std::distance(fs::directory_iterator(path), {}), 3);
}

TEST_F(CheckpointFolderTest, AFileThatWasNotWrittenIsNoticed) {
  CheckpointedRun run(path);
  auto const forgetful = [](fs::path const&) { return std::vector<std::string>{"state"}; };
  expect_error<IoError>(
      [&] { save_checkpoint(distributed::Communicator(), run.folder(), 10, forgetful); },
      {"state'", "No such file"});
  EXPECT_THAT(run.folder().steps(), IsEmpty());
}

TEST_F(CheckpointFolderTest, AFullDiskLeavesTheOthers) {
  test::SmallDisk const disk(temporary.path(), 256);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  CheckpointedRun run(path);
  run.save_until(20);
  auto const large = [](fs::path const& draft) {
    std::ofstream out(draft / "state", std::ios::binary);
    out << std::string(1 << 20, 'x');
    out.close();
    if (!out) throw IoError("'state': disk full");
    return std::vector<std::string>{"state"};
  };
  expect_error<IoError>(
      [&] { save_checkpoint(distributed::Communicator(), run.folder(), 30, large); },
      {"disk full"});
  EXPECT_THAT(run.folder().steps(), ElementsAre(20, 10));
  EXPECT_EQ(run.resume(), "state of 20");
  run.save(30, "small again");  // the failure took nothing with it
  EXPECT_EQ(run.resume(), "small again");
}

TEST_F(CheckpointFolderTest, ADiskWithoutRoomForTheManifestLeavesTheOthers) {
  test::SmallDisk const disk(temporary.path(), 64);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  CheckpointedRun run(path);
  run.save_until(10);
  auto const filling = [&](fs::path const& draft) {
    test::write_text(draft / "state", "s");
    test::write_text(temporary / "fill", std::string(1 << 16, 'x'));
    return std::vector<std::string>{"state"};
  };
  expect_error<IoError>(
      [&] { save_checkpoint(distributed::Communicator(), run.folder(), 20, filling); },
      {"step-000000000020'", "manifest"});
  EXPECT_EQ(run.resume(), "state of 10");
}

TEST_F(CheckpointFolderTest, OneRunAtATimeSavesThere) {
  std::optional<CheckpointedRun> first(path);
  expect_error<IoError>([&] { CheckpointedRun second(path); }, {"run'", "another run"});
  first.reset();
  CheckpointedRun const second(path);
}

TEST_F(CheckpointFolderTest, ANewRunDoesNotReplaceAnOldOne) {
  CheckpointedRun run(path);
  run.folder().require_empty();
  run.save_until(20);
  expect_error<InvalidArgument>([&] { run.folder().require_empty(); },
                                {"run'", "the last of step 20", "resume", "another folder"});
}

TEST_F(CheckpointFolderTest, AnotherConfigurationIsRefusedByName) {
  CheckpointedRun(path).save_until(20);
  CheckpointedRun other(path, 2, {{"seed", "4"}, {"width", "8"}});
  expect_error<InvalidArgument>(
      [&] { other.find(); }, {"step-000000000020'",
                              "begun with seed 3, got 4; size 40, got (nothing); width (nothing), "
                              "got 8; resume with what it was begun with, or begin anew"});
}

TEST_F(CheckpointFolderTest, AnotherProgramIsRefused) {
  CheckpointedRun(path).save_until(20);
  CheckpointedRun other(path, 2, test::usual_configuration, "smnn fit");
  expect_error<InvalidArgument>([&] { other.find(); }, {"program smnn test, got smnn fit"});
}

TEST_F(CheckpointFolderTest, NamesThatAreNotUtf8Compare) {
  Configuration const configuration{{"data", "caf\xe9.csv"}};
  CheckpointedRun(path, 2, configuration).save_until(10);
  EXPECT_EQ(CheckpointedRun(path, 2, configuration).resume(), "state of 10");
}

TEST_F(CheckpointFolderTest, ItsParentMustExistAndItMustNotBeAFile) {
  expect_error<IoError>([&] { CheckpointedRun run(temporary / "none" / "run"); },
                        {"none/run'", "none' does not exist"});
  test::write_text(path, "an old checkpoint");
  expect_error<IoError>([&] { CheckpointedRun run(path); },
                        {"run'", "not a folder, expected a folder for checkpoints"});
}

TEST_F(CheckpointFolderTest, ATrailingSlashDoesNotMatter) {
  CheckpointedRun(temporary / "run/").save_until(10);
  EXPECT_EQ(CheckpointedRun(path).resume(), "state of 10");
}

TEST_F(CheckpointFolderTest, ItHasTheRightsOfAnyNewFolder) {
  mode_t const mask = umask(027);
  CheckpointedRun(path).save_until(10);
  umask(mask);
  struct stat status {};
  ASSERT_EQ(stat(file_of(10, "").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0750u);
}

}  // namespace
}  // namespace smnn::io
