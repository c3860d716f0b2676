// The console by itself: what goes where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <smnn/solver/error.hpp>
#include <smnn/version.hpp>

#include "support/console.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

struct Said {
  std::string output, errors, log;
};

class ConsoleTest : public testing::Test {
 public:
  /// What comes of it when a console, made quiet or not, is used like that. The log is without its
  /// heading.
  Said said(bool quiet, std::function<void(Console&)> const& use) const {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    {
      Console console;
      console.quiet = quiet;
      console.log = folder / "log";
      console.open({});
      use(console);
    }
    Said said;
    said.output = testing::internal::GetCapturedStdout();
    said.errors = testing::internal::GetCapturedStderr();
    std::string const text = test::read_text(folder / "log");
    said.log = text.substr(text.find('\n') + 1);
    std::filesystem::remove(folder / "log");
    return said;
  }
  test::TemporaryFolder folder;
};

TEST_F(ConsoleTest, ResultsGoToStandardOutputAndTheLog) {
  for (bool const quiet : {false, true}) {
    Said const text = said(quiet, [](Console& console) {
      console.print("%d of %s, ", 3, "four");
      console.write("100 %\n");
    });
    EXPECT_EQ(text.output, quiet ? "" : "3 of four, 100 %\n");
    EXPECT_EQ(text.errors, "");
    EXPECT_EQ(text.log, "3 of four, 100 %\n");
  }
}

TEST_F(ConsoleTest, TextsMayBeLong) {
  std::string const text(100'000, 'x');
  EXPECT_EQ(said(false, [&](Console& console) { console.print("%s", text.c_str()); }).output, text);
}

TEST_F(ConsoleTest, WarningsAreNeverSilenced) {
  for (bool const quiet : {false, true}) {
    Said const text = said(quiet, [](Console& console) { console.warn("it rains"); });
    EXPECT_EQ(text.output, "");
    EXPECT_EQ(text.errors, "smnn: warning: it rains\n");
    EXPECT_THAT(text.log, MatchesRegex("[-0-9]+T[:0-9]+Z smnn: warning: it rains\n"));
  }
}

TEST_F(ConsoleTest, ABadVerdictIsSaidQuietlyOnStandardError) {
  for (bool const quiet : {false, true}) {
    for (bool const good : {false, true}) {
      Said const text = said(quiet, [&](Console& console) { console.judge(good, "18 equations"); });
      EXPECT_EQ(text.output, quiet ? "" : "18 equations\n");
      EXPECT_EQ(text.errors, quiet && !good ? "smnn: 18 equations\n" : "");
      EXPECT_EQ(text.log, "18 equations\n");
    }
  }
}

TEST_F(ConsoleTest, RecordsStandOnLinesOfTheirOwn) {
  Said const text = said(false, [](Console& console) {
    console.print("a table's first cell |");
    console.record("epoch 1/2");
    console.record("epoch 2/2");
  });
  EXPECT_EQ(text.output, "a table's first cell |");
  EXPECT_EQ(text.errors, "");
  EXPECT_THAT(text.log, MatchesRegex("a table's first cell .\n[^ ]+Z epoch 1/2\n"
                                     "[^ ]+Z epoch 2/2\n"));
}

TEST_F(ConsoleTest, ALogIsHeadedAndAppendedTo) {
  for (int run = 0; run < 2; ++run) {
    Console console;
    console.log = folder / "log";
    console.open({});
  }
  std::string const log = test::read_text(folder / "log");
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2);
  EXPECT_THAT(
      log, HasSubstr(std::string("Z smnn ") + version + " (" + git_revision() + "), 1 rank on "));
  EXPECT_THAT(log, HasSubstr("test_console"));  // the command line
}

TEST_F(ConsoleTest, ALogThatCannotBeOpenedIsNamed) {
  Console console;
  console.log = folder.path();  // a folder
  EXPECT_THAT([&] { console.open({}); },
              testing::ThrowsMessage<IoError>(testing::AllOf(
                  HasSubstr("--log"), HasSubstr(folder.path().string()), HasSubstr("directory"))));
}

TEST_F(ConsoleTest, AFullDiskIsSaidOnceAndNothingElseIsLost) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Console console;
  console.log = "/dev/full";
  console.open({});
  console.write("a\n");
  console.write("b\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a\nb\n");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              MatchesRegex("smnn: warning: --log: file '/dev/full': cannot be written, [^\n]*\n"));
}

}  // namespace
}  // namespace smnn::drivers
