// The program itself: what a user types, what comes out, what the exit code says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/version.hpp>

#include "compare.hpp"
#include "example.hpp"
#include "reference_agreement.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers {
namespace {

using testing::HasSubstr;

struct Outcome {
  int exit_code = -1;
  std::string text;  // both streams
};

/// Runs `smnn solve` with these arguments, as a shell understands them.
Outcome solve(std::string const& arguments) {
  std::string const command = "'" SMNN_PROGRAM "' solve " + arguments + " 2>&1";
  Outcome outcome;
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return outcome;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;)
    outcome.text.append(buffer, got);
  int const status = pclose(pipe);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

class SolveProgramTest : public testing::Test {
 public:
  std::string path(char const* name) const { return (folder / name).string(); }
  Outcome run(std::string const& options) const {
    return solve(path("in.h5") + " " + path("out.h5") + " " + options);
  }
  test::TemporaryFolder folder;
};

TEST_F(SolveProgramTest, AgreesWithEveryReferenceCase) {
  Outcome const outcome =
      solve("'" + test::reference_file().string() + "' " + path("out.h5") + " --adjoint");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.text;
  for (char const* const group : test::reference_groups) {
    test::expect_agreement(folder / "out.h5", group);
    EXPECT_THAT(outcome.text, HasSubstr("'/" + std::string(group) + "': "));
  }
}

TEST_F(SolveProgramTest, IsQuietWhereAskedAndLogsWhatItWouldSay) {
  test::write_example_file(folder / "in.h5");
  Outcome const outcome = run("--quiet --log " + path("log"));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.text;
  EXPECT_EQ(outcome.text, "");
  std::ifstream file(folder / "log");
  std::string const log(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(log, HasSubstr("'/': 1 solutions of T = 6"));
  EXPECT_THAT(log, HasSubstr("exit code 0"));
}

TEST_F(SolveProgramTest, SolvesOnlyTheGroupAskedFor) {
  Outcome const outcome =
      solve("'" + test::reference_file().string() + "' " + path("out.h5") + " --group central");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.text;
  EXPECT_EQ(io::open_hdf5(folder / "out.h5").groups(), std::vector<std::string>{"central"});
  EXPECT_FALSE(io::open_hdf5(folder / "out.h5").group("central").has_dataset("grad_rhs"));
}

TEST_F(SolveProgramTest, WritesWhereTheResultComesFrom) {
  test::write_example_file(folder / "in.h5");
  ASSERT_EQ(run("--precision single --smoothness pade --refinement 2").exit_code, 0);
  auto const root = io::open_hdf5(folder / "out.h5");
  EXPECT_EQ(root.text("program"), "smnn solve");
  EXPECT_EQ(root.text("version"), version);
  EXPECT_THAT(root.text("command_line"), HasSubstr("--precision single"));
  EXPECT_EQ(root.text("precision"), "single");
  EXPECT_EQ(root.text("smoothness"), "pade");
  EXPECT_EQ(root.text("refinement"), "2");
  EXPECT_EQ(root.number("weight_equation"), 1.5);
}

TEST_F(SolveProgramTest, TakesOptionsFromAFile) {
  test::write_example_file(folder / "in.h5");
  test::write_text(folder / "options.toml",
                   "[solve]\nadjoint = true\nrefinement = \"plain\"\nsmoothness = \"central\"\n");
  Outcome const outcome = run("--smoothness pade --config " + path("options.toml"));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.text;
  auto const root = io::open_hdf5(folder / "out.h5");
  EXPECT_TRUE(root.has_dataset("grad_steps"));
  EXPECT_EQ(root.text("refinement"), "plain");
  EXPECT_EQ(root.text("smoothness"), "pade");  // the command line wins
}

TEST_F(SolveProgramTest, SinglePrecisionAgreesToItsOwn) {
  test::write_example_file(folder / "in.h5", test::same_batch({5}));
  ASSERT_EQ(run("").exit_code, 0);
  auto const expected = test::read_array(folder / "out.h5", "/", "solution").values;
  ASSERT_EQ(run("--precision single").exit_code, 0);
  // Units of rounding, times the condition of a problem of six points.
  EXPECT_TRUE(
      test::close(test::read_array(folder / "out.h5", "/", "solution").values, expected, 1e-4));
}

TEST_F(SolveProgramTest, ABadFileIsAnErrorWithoutOutput) {
  test::write_example_file(folder / "in.h5");
  test::RawFile(folder / "in.h5", test::RawFile::Mode::modify).remove("rhs");
  Outcome const outcome = run("");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.text,
            "smnn: error: file '" + path("in.h5") + "', group '/', dataset 'rhs': is missing\n");
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(SolveProgramTest, ACutFileIsAnErrorWithoutOutput) {
  std::string const whole = test::read_text(test::reference_file());
  test::write_text(folder / "in.h5", whole.substr(0, whole.size() / 2));
  Outcome const outcome = run("");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.text, HasSubstr("in.h5': cannot be read, expected a complete HDF5 file"));
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(SolveProgramTest, AFailedSystemIsAnErrorUnlessMasked) {
  test::write_example_file(folder / "in.h5");
  {
    test::RawFile raw(folder / "in.h5", test::RawFile::Mode::modify);
    raw.remove("rhs");
    raw.dataset("rhs", {6, 1}, std::vector<double>(6, HUGE_VAL));
  }
  EXPECT_EQ(run("").exit_code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder / "out.h5"));
  Outcome const masked = run("--mask-failures");
  EXPECT_EQ(masked.exit_code, 0);
  EXPECT_THAT(masked.text, HasSubstr("failed 1"));
}

TEST_F(SolveProgramTest, TheBaselinesAgree) {
  test::write_example_file(folder / "in.h5", test::same_batch({5}));
  ASSERT_EQ(run("--adjoint").exit_code, 0);
  std::filesystem::rename(folder / "out.h5", folder / "banded.h5");
  for (std::string const solver : {"dense", "cg"}) {
    Outcome const outcome = run("--adjoint --solver " + solver);
    if (outcome.text.find("SMNN_ENABLE_LAPACK") != std::string::npos) continue;
    ASSERT_EQ(outcome.exit_code, 0) << outcome.text;
    for (char const* name : {"solution", "grad_coefficients", "grad_steps"}) {
      // Conjugate gradients stop at 1e-12 of the right-hand side and are corrected after that.
      EXPECT_TRUE(test::close(test::read_array(folder / "out.h5", "/", name).values,
                              test::read_array(folder / "banded.h5", "/", name).values, 1e-9))
          << solver << ", " << name;
    }
  }
}

TEST_F(SolveProgramTest, AnIterationThatDoesNotConvergeIsSaid) {
  test::write_example_file(folder / "in.h5");
  Outcome const outcome = run("--solver cg --cg-iterations 1");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.text, HasSubstr("() did not converge"));
  Outcome const masked = run("--solver cg --cg-iterations 1 --mask-failures");
  EXPECT_EQ(masked.exit_code, 0) << masked.text;
  EXPECT_EQ(test::read_array(folder / "out.h5", "/", "info").values, std::vector<double>{-1});
}

TEST_F(SolveProgramTest, ADeviceIsNoOutput) {
  test::write_example_file(folder / "in.h5");
  Outcome const outcome = solve(path("in.h5") + " /dev/full");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.text, HasSubstr("'/dev/full': exists and is not a file"));
}

}  // namespace
}  // namespace smnn::drivers
