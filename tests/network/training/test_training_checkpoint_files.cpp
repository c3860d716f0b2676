// What checkpoints hold, and those that are damaged, foreign or missing.
#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include "small_disk.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/network/parameters/parameter_file.hpp"
#include "smnn/solver/error.hpp"
#include "support/resumable_training.hpp"

namespace smnn::test {
namespace {

using network::ProgressStyle;
using network::TrainingOptions;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

class CheckpointFileTest : public CheckpointTest {
 public:
  /// Makes what was done to the file of that step hold.
  void renew_manifest(std::int64_t step) const {
    io::CheckpointManifest manifest = io::CheckpointFolder(run, "", {}).manifest(step);
    manifest.files = {io::describe_durably(file_of(step))};
    write_text(file_of(step).parent_path() / io::CheckpointManifest::file_name, to_json(manifest));
  }
};

TEST_F(CheckpointFileTest, HoldsWhatPeopleLookFor) {
  Host model;
  Outcome const outcome = model.train(options_of(run, 3));
  auto const file = file_of(3 * 4);
  auto const root = io::open_hdf5(file);
  EXPECT_EQ(root.text("format"), "smnn training checkpoint");
  EXPECT_EQ(root.text("program"), "smnn test");
  EXPECT_EQ(root.group("state").read<double>("history"), outcome.history.values());
  EXPECT_THAT(root.group("state").text("history_columns"),
              testing::StartsWith("epoch,seconds,learning_rate,"));
  // It serves as a parameter file, with the last values.
  Host other(5);
  network::load_parameters(other.space, file, other.parameters);
  EXPECT_EQ(to_host(other.parameters.values()),
            root.group("parameters/weight").read<double>("value"));
}

TEST_F(CheckpointFileTest, ADamagedOneGivesWayToTheOneBefore) {
  TrainingOptions options = options_of(run, 4);
  options.checkpoint_epochs = 2;
  Host().train(options);
  std::string damaged = read_text(file_of(16));
  damaged[damaged.size() / 2] ^= 1;
  write_text(file_of(16), damaged);
  testing::internal::CaptureStderr();
  TrainingOptions rest = resuming(options_of(run, 0), 8);
  rest.progress = ProgressStyle::lines;
  Outcome const outcome = Host(9).train(rest);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("resumed from"), HasSubstr("step-000000000008', since file"),
                    HasSubstr("step-000000000016/training.h5' is damaged")));
  expect_same(outcome, Host().train(options_of({}, 8)));
}

TEST_F(CheckpointFileTest, AFullDiskLeavesThoseThatAreThere) {
  SmallDisk const disk(folder.path(), 192);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  TrainingOptions options = options_of(run, 8);
  options.checkpoint_epochs = 2;
  Host model;
  model.training.before_evaluation = [&](std::int64_t evaluation) {
    if (evaluation == 4 * 5) write_text(folder / "fill", std::string(1 << 18, 'x'));
  };
  EXPECT_THAT([&] { model.train(options); }, ThrowsMessage<IoError>(HasSubstr("run/")));
  EXPECT_THAT(steps(), ElementsAre(16, 8));
  std::filesystem::remove(folder / "fill");
  expect_same(Host(9).train(resuming(options_of(run, 0), 8)), Host().train(options_of({}, 8)));
}

TEST_F(CheckpointFileTest, TheOneOfAnotherModelIsRefused) {
  Host().train(options_of(run, 2));
  {
    RawFile raw(file_of(2 * 4), RawFile::Mode::modify);
    raw.group("/parameters/bias");
  }
  renew_manifest(2 * 4);
  expect_refused<IoError>(resuming(options_of(run, 0), 4), HasSubstr("not in the model: 'bias'"));
}

TEST_F(CheckpointFileTest, AnotherPlanIsRefusedByName) {
  Host().train(options_of(run, 2));
  TrainingOptions options = resuming(options_of(run, 0), 4);
  options.batch = 10;
  expect_refused<InvalidArgument>(options,
                                  HasSubstr("the run was begun with batch_size 8, got 10"));
  options = resuming(options_of(run, 0), 4);
  options.seed = 4;
  expect_refused<InvalidArgument>(options, HasSubstr("begun with seed 3, got 4"));
  options = resuming(options_of(run, 0), 4);
  options.configuration = {{"data", "others"}};
  expect_refused<InvalidArgument>(options, HasSubstr("begun with data (nothing), got others"));
}

TEST_F(CheckpointFileTest, ThoseThatAreThereAreNotReplacedByANewRun) {
  Host().train(options_of(run, 2));
  expect_refused<InvalidArgument>(
      options_of(run, 4), AllOf(HasSubstr("run': has checkpoints already"), HasSubstr("step 8")));
}

TEST_F(CheckpointFileTest, AnotherFileIsRefused) {
  Host model;
  model.train(options_of(run, 2));
  network::save_parameters(model.space, file_of(2 * 4), model.parameters);
  renew_manifest(2 * 4);
  expect_refused<IoError>(
      resuming(options_of(run, 0), 4),
      AllOf(HasSubstr("'smnn parameters'"), HasSubstr("expected 'smnn training checkpoint'")));
}

TEST_F(CheckpointFileTest, NoneAtAllIsNamed) {
  expect_refused<IoError>(resuming(options_of(run, 0), 4),
                          AllOf(HasSubstr("no checkpoint to resume from"), HasSubstr("run'")));
  EXPECT_FALSE(std::filesystem::exists(run));
}

TEST_F(CheckpointFileTest, AFolderThatIsMissingIsNamedAtTheStart) {
  TrainingOptions options = options_of(folder / "none" / "run", 4);
  expect_refused<IoError>(options, HasSubstr("does not exist"));
}

}  // namespace
}  // namespace smnn::test

#endif
