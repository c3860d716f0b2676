// --quiet, for every subcommand: nothing on the streams, files all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {
namespace {

class QuietTest : public testing::Test {
 public:
  void expect_silence(std::vector<std::string> arguments) const {
    for (bool const first : {true, false}) {
      auto all = arguments;
      all.insert(first ? all.begin() : all.end(), "--quiet");
      ProgramResult const result = run_program(folder.path(), all);
      EXPECT_EQ(result.exit_code, 0) << all[0];
      EXPECT_EQ(result.output, "");
      EXPECT_EQ(result.errors, "");
    }
  }
  std::string path(char const* name) const { return (folder / name).string(); }
  TemporaryFolder folder;
};

TEST_F(QuietTest, Info) { expect_silence({"info"}); }

TEST_F(QuietTest, Validate) {
  expect_silence({"validate", "--equation", "airy", "--steps", "60", "--csv", path("a.csv")});
  EXPECT_THAT(read_text(folder / "a.csv"), testing::HasSubstr("airy"));
}

TEST_F(QuietTest, Discover) {
  expect_silence({"discover", "--points", "500", "--json", path("a.json")});
  EXPECT_THAT(read_text(folder / "a.json"), testing::HasSubstr("\"equations\""));
}

TEST_F(QuietTest, Fit) {
  expect_silence({"fit", "--points", "80", "--epochs", "3", "--csv", path("a.csv")});
  EXPECT_THAT(read_text(folder / "a.csv"), testing::StartsWith("time,"));
}

TEST_F(QuietTest, ErrorsAreSaid) {
  ProgramResult const result = run_program(folder.path(), {"fit", "/nowhere/a.csv", "--quiet"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, "");
  EXPECT_THAT(result.errors, testing::StartsWith("smnn: error: "));
}

}  // namespace
}  // namespace smnn::test
