// What checkpoints hold, and those that are damaged, foreign or missing.
#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include "resumable_training.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/network/parameter_file.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using network::ProgressStyle;
using network::TrainingOptions;
using testing::AllOf;
using testing::HasSubstr;

class CheckpointFileTest : public CheckpointTest {};

TEST_F(CheckpointFileTest, HoldsWhatPeopleLookFor) {
  Host model;
  Outcome const outcome = model.train(options_of(file, 3));
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
  TrainingOptions options = options_of(file, 4);
  options.checkpoint_epochs = 2;
  Host().train(options);
  std::string const whole = read_text(file);
  write_text(file, whole.substr(0, whole.size() / 2));
  testing::internal::CaptureStderr();
  TrainingOptions rest = resuming(options_of(file, 0), 8);
  rest.progress = ProgressStyle::lines;
  Outcome const outcome = Host(9).train(rest);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("resumed from"), HasSubstr("training.h5.previous', since"),
                    HasSubstr("truncated")));
  expect_same(outcome, Host().train(options_of({}, 8)));
}

TEST_F(CheckpointFileTest, ANumberThatChangedIsNoticed) {
  Host().train(options_of(file, 2));
  {
    RawFile raw(file, RawFile::Mode::modify);
    raw.remove("/parameters/weight/first_moment");
    raw.dataset("/parameters/weight/first_moment", {3}, {0, 0, 0});
  }
  expect_refused<IoError>(resuming(options_of(file, 0), 4),
                          AllOf(HasSubstr("training.h5'"), HasSubstr("checksum")));
}

TEST_F(CheckpointFileTest, TheOneOfAnotherModelIsRefused) {
  Host().train(options_of(file, 2));
  {
    RawFile raw(file, RawFile::Mode::modify);
    raw.group("/parameters/bias");
  }
  expect_refused<IoError>(resuming(options_of(file, 0), 4), HasSubstr("not in the model: 'bias'"));
}

TEST_F(CheckpointFileTest, AnotherPlanIsRefusedByName) {
  Host().train(options_of(file, 2));
  TrainingOptions options = resuming(options_of(file, 0), 4);
  options.batch = 10;
  expect_refused<InvalidArgument>(options,
                                  HasSubstr("the training was begun with batch_size 8, got 10"));
  options = resuming(options_of(file, 0), 4);
  options.seed = 4;
  expect_refused<InvalidArgument>(options, HasSubstr("begun with seed 3, got 4"));
}

TEST_F(CheckpointFileTest, AnotherFileIsRefused) {
  Host model;
  network::save_parameters(model.space, file, model.parameters);
  expect_refused<IoError>(
      resuming(options_of(file, 0), 4),
      AllOf(HasSubstr("'smnn parameters'"), HasSubstr("expected 'smnn training checkpoint'")));
}

TEST_F(CheckpointFileTest, NoneAtAllIsNamed) {
  expect_refused<IoError>(
      resuming(options_of(file, 0), 4),
      AllOf(HasSubstr("no checkpoint to resume from"), HasSubstr("training.h5'")));
}

TEST_F(CheckpointFileTest, AFolderThatIsMissingIsNamedAtTheStart) {
  TrainingOptions options = options_of(folder / "none" / "training.h5", 4);
  expect_refused<IoError>(options, HasSubstr("does not exist"));
}

}  // namespace
}  // namespace smnn::test

#endif
