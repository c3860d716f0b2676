// --log: what the program has said, also if it was killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "program.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Whether the file has the text within a minute.
bool appears(std::filesystem::path const& file, std::string const& text) {
  for (int i = 0; i < 6000; ++i) {
    if (read_text(file).find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// Without the lines that have the time: headings, progress, warnings, errors.
std::string results_of(std::string const& log) {
  std::istringstream lines(log);
  std::string results;
  for (std::string line; std::getline(lines, line);)
    if (!testing::Matches(testing::MatchesRegex("[0-9]+-[0-9]+-[0-9]+T.*"))(line))
      results += line + '\n';
  return results;
}

class LogTest : public testing::Test {
 public:
  std::string log() const { return read_text(folder / "log"); }
  std::string const& path() const { return path_; }
  TemporaryFolder folder;

 private:
  std::string path_ = (folder / "log").string();
};

TEST_F(LogTest, HasWhatStandardOutputHasOfEverySubcommand) {
  for (std::vector<std::string> arguments : {std::vector<std::string>{"info"},
                                             {"validate", "--equation", "airy", "--steps", "60"},
                                             {"validate", "--list"},
                                             {"discover", "--points", "500"},
                                             {"discover", "--list"},
                                             {"fit", "--points", "80", "--epochs", "3"}}) {
    std::filesystem::remove(folder / "log");
    arguments.insert(arguments.end(), {"--log", path()});
    ProgramResult const result = run_program(folder.path(), arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(results_of(log()), result.output) << arguments[0];
    EXPECT_FALSE(result.output.empty());
    EXPECT_THAT(log(), HasSubstr(" " + arguments[0]));       // the command line
    EXPECT_THAT(log(), testing::EndsWith("exit code 0\n"));  // it was not killed
  }
}

TEST_F(LogTest, HasProgressAlsoOfAQuietRun) {
  ProgramResult const result = run_program(
      folder.path(), {"--quiet", "--log", path(), "fit", "--points", "80", "--epochs", "3"});
  EXPECT_EQ(result.errors, "");
  EXPECT_THAT(log(), testing::ContainsRegex("Z epoch 1/3  .*\n.*Z epoch 2/3 "));
  EXPECT_THAT(log(), HasSubstr("3 epochs in"));
}

TEST_F(LogTest, HasErrors) {
  ProgramResult const result =
      run_program(folder.path(), {"fit", "/nowhere/a.csv", "--log", path()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(log(), HasSubstr("Z " + result.errors));
  EXPECT_THAT(log(), testing::EndsWith("exit code 1\n"));
}

TEST_F(LogTest, OutlivesARunThatIsKilled) {
  pid_t const process =
      start_program({"fit", "--points", "80", "--epochs", "1000000", "--log", path()});
  bool const begun = appears(folder / "log", "Z epoch 1/1000000 ");
  kill_program(process);
  ASSERT_TRUE(begun) << log();
  EXPECT_THAT(log(), HasSubstr("1000000 epochs\n"));  // what is fitted
  EXPECT_THAT(log(), testing::Not(HasSubstr("exit code")));
}

}  // namespace
}  // namespace smnn::test
