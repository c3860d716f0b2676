// What a user sees of a training.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "smnn/network/training/history.hpp"
#include "smnn/network/training/progress.hpp"
#include "smnn/solver/error.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {
namespace {

using network::History;
using network::Moment;
using network::Progress;
using network::ProgressStyle;

TEST(ProgressTest, TheBarSaysWhereItIsAndWhenItEnds) {
  Moment const moment{3, 400, 10, 20, 1234.4, 11.2, "total 0.0123"};
  EXPECT_EQ(network::bar_text(moment, 200),
            "epoch 4/400 [                    ] batch 10/20  1234 samples/s  ETA 0:12  "
            "total 0.0123");
  EXPECT_EQ(network::bar_text({1, 2, 0, 20, 0, 0, {}}, 200),
            "epoch 2/2 [##########          ] batch 0/20");
  EXPECT_EQ(network::bar_text({2, 2, 0, 20, 0, 0, {}}, 200),
            "epoch 2/2 [####################] batch 20/20");
  EXPECT_EQ(network::bar_text(moment, 11), "epoch 4/400");
}

TEST(ProgressTest, ALineHasLossesRateAndTimeLeft) {
  EXPECT_EQ(network::line_text({3, 400, 0, 20, 0.512, 3723, "total 0.0123"}),
            "epoch 3/400  total 0.0123  0.51 samples/s  ETA 1:02:03");
}

TEST(ProgressTest, LossesHaveFourDigits) {
  std::vector<std::string> const names{"total", "data"};
  std::vector<double> const values{0.0123456, 1e-12};
  EXPECT_EQ(network::losses_text(names, values), "total 0.01235  data 1e-12");
}

TEST(ProgressTest, LinesComeForTheFirstAndLastEpochAndTenthsBetween) {
  testing::internal::CaptureStderr();
  {
    Progress progress(ProgressStyle::lines, true);
    progress.start(1000);
    for (std::int64_t epoch = 1; epoch <= 100; ++epoch)
      progress.epoch_done({epoch, 100, 0, 1, 0, 0, "total 1"});
  }
  std::string const text = testing::internal::GetCapturedStderr();
  EXPECT_THAT(text, testing::StartsWith("epoch 1/100  total 1\nepoch 10/100  total 1\n"));
  EXPECT_THAT(text, testing::EndsWith("epoch 90/100  total 1\nepoch 100/100  total 1\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 11);
}

TEST(ProgressTest, ALogHasTheLinesWhateverIsShown) {
  for (auto const style : {ProgressStyle::bar, ProgressStyle::lines, ProgressStyle::silent}) {
    std::string log;
    testing::internal::CaptureStderr();
    {
      Progress progress(style, true, [&log](std::string const& line) { log += line + '\n'; });
      progress.start(20);
      progress.note("a note");
      progress.epoch_done({1, 2, 0, 1, 0, 0, "total 1"});
      progress.epoch_done({2, 2, 0, 1, 0, 0, "total 1"});
    }
    testing::internal::GetCapturedStderr();
    EXPECT_EQ(log, "a note\nepoch 1/2  total 1\nepoch 2/2  total 1\n");
  }
}

TEST(ProgressTest, WarningsAreShownUnlessItIsSilent) {
  testing::internal::CaptureStderr();
  {
    Progress warnings(ProgressStyle::warnings, true);
    warnings.epoch_done({1, 1, 0, 1, 0, 0, {}});
    warnings.note("a note");
    warnings.note("a warning", true);
    Progress(ProgressStyle::silent, true).note("silent", true);
    Progress(ProgressStyle::warnings, false).note("another rank", true);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "a warning\n");
}

TEST(ProgressTest, OtherRanksAreSilent) {
  testing::internal::CaptureStderr();
  Progress progress(ProgressStyle::bar, false, [](std::string const&) { FAIL(); });
  progress.batch_done({0, 10, 1, 2, 0, 0, {}}, 5, [] { return std::string("losses"); });
  progress.epoch_done({10, 10, 0, 2, 0, 0, {}});
  progress.note("a note");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(HistoryTest, HasAColumnForEveryLoss) {
  History history(network::history_columns({"total", "data"}, {"total"}));
  EXPECT_THAT(history.columns(),
              testing::ElementsAre("epoch", "seconds", "learning_rate", "gradient_norm",
                                   "train_total", "train_data", "validation_total"));
  history.append(std::vector<double>{1, 0.5, 0.1, 2, 3, 4, 5});
  history.append(std::vector<double>{2, 1.0, 0.1, 2, 6, 7, 8});
  EXPECT_EQ(history.rows(), 2);
  EXPECT_THAT(history.column("train_data"), testing::ElementsAre(4, 7));
  EXPECT_THROW(history.column("test_total"), InvalidArgument);
  EXPECT_THROW(history.append(std::vector<double>{1}), InvalidArgument);
}

TEST(HistoryTest, CsvReadsBackBitByBit) {
  TemporaryFolder const folder;
  History history({"a", "b"});
  history.append(std::vector<double>{1, 0.1});
  network::write_csv(folder / "h.csv", history);
  history.append(std::vector<double>{2, 1.0 / 3});
  network::append_csv(folder / "h.csv", history);
  EXPECT_EQ(read_text(folder / "h.csv"), "a,b\n1,0.1\n2,0.3333333333333333\n");
  EXPECT_EQ(std::stod("0.3333333333333333"), 1.0 / 3);
}

TEST(HistoryTest, AFileThatCannotBeWrittenIsNamed) {
  EXPECT_THAT([] { network::write_csv("/no/such/folder/h.csv", History({"a"})); },
              testing::ThrowsMessage<IoError>(testing::AllOf(
                  testing::HasSubstr("/no/such/folder/h.csv"), testing::HasSubstr("history"))));
}

}  // namespace
}  // namespace smnn::test
