// The whole subcommand, with the solver.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <smnn/config.hpp>
#include <smnn/solver/error.hpp>
#include <sstream>

#include "support/plot.hpp"
#include "validate.hpp"
#include "validate/equations/catalogue.hpp"
#include "validate/judgement.hpp"
#include "validate/study_report.hpp"

namespace smnn::drivers {
namespace {

using namespace validation;

Judgement solve_and_judge(Equation const& equation, GridChoice const& grid, Smoothness smoothness,
                          SolverChoice const& choice) {
  Sample const sample = make_sample(equation, grid);
  return judge(equation, sample, smoothness, choice, run_solver(sample, smoothness, choice));
}

class EveryEquation : public testing::TestWithParam<Smoothness> {};

INSTANTIATE_TEST_SUITE_P(Validate, EveryEquation,
                         testing::Values(Smoothness::taylor, Smoothness::central, Smoothness::pade),
                         [](auto const& parameter) { return to_string(parameter.param); });

TEST_P(EveryEquation, IsSolvedWithinItsTolerance) {
  for (auto const& equation : all_equations()) {
    Judgement const judgement = solve_and_judge(equation, {}, GetParam(), {});
    EXPECT_TRUE(judgement.holds) << equation.id;
    EXPECT_EQ(judgement.no_tolerance, "") << equation.id;
  }
}

TEST_P(EveryEquation, IsSolvedWithinItsToleranceByPlainNormalEquationsOnACoarseGrid) {
  SolverChoice plain;
  plain.options.refinement = Refinement::none();
  GridChoice grid;
  grid.step = .05;
  grid.time_points = 200;
  for (auto const& equation : all_equations()) {
    EXPECT_TRUE(solve_and_judge(equation, grid, GetParam(), plain).holds) << equation.id;
  }
}

TEST_P(EveryEquation, OfThePublishedSetIsSolvedInSinglePrecisionOnACoarseGrid) {
  SolverChoice single;
  single.precision = Precision::single_precision;
  GridChoice grid;
  grid.step = .1;
  grid.time_points = 100;
  for (auto const& equation : published_equations()) {
    EXPECT_TRUE(solve_and_judge(equation, grid, GetParam(), single).holds) << equation.id;
  }
}

/// Exit code of `smnn validate ARGUMENTS`, and what it printed.
std::pair<int, std::string> validate(std::string const& arguments) {
  CLI::App app("test", "smnn");
  int exit_code = -1;
  Console console;
  add_validate(app, console, exit_code);
  testing::internal::CaptureStdout();
  try {
    app.parse("validate " + arguments);
  } catch (...) {
    testing::internal::GetCapturedStdout();
    throw;
  }
  return {exit_code, testing::internal::GetCapturedStdout()};
}

std::string file_contents(std::filesystem::path const& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(ValidateCommand, ListsTheEquations) {
  auto const [code, text] = validate("--list");
  EXPECT_EQ(code, 0);
  for (auto const& equation : all_equations()) EXPECT_THAT(text, testing::HasSubstr(equation.id));
}

TEST(ValidateCommand, WritesALineForEveryDerivative) {
  auto const path = std::filesystem::path(testing::TempDir()) / "smnn_validate.csv";
  EXPECT_EQ(validate("--equation airy bessel --order 4 --steps 100 --csv " + path.string()).first,
            0);
  std::string const text = file_contents(path);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 2 * 4);
  EXPECT_THAT(text, testing::StartsWith("id,title,"));
  EXPECT_THAT(text, testing::HasSubstr("\nbessel,Bessel,0,banded,taylor,double,auto,3,100,4,"));
  std::filesystem::remove(path);
}

TEST(ValidateCommand, SaysWhereThereIsNoTolerance) {
  auto const [code, text] =
      validate("--equation resonance --step-size 1e-5 --steps 20000 --refinement plain --order 3");
  EXPECT_THAT(text, testing::HasSubstr("no tolerance: rounding may swallow it"));
  EXPECT_THAT(text, testing::HasSubstr("1 without a tolerance"));
}

#ifdef SMNN_HAVE_LAPACK
TEST(ValidateCommand, SolvesWithTheDenseBaseline) {
  auto const [code, text] = validate("--solver dense --steps 60 --equation harmonic airy");
  EXPECT_EQ(code, 0) << text;
  EXPECT_THAT(text, testing::HasSubstr("dense"));
}
#endif

TEST(ValidateCommand, SolvesWithConjugateGradients) {
  auto const [code, text] =
      validate("--solver cg --steps 60 --order 3 --equation rc-circuit language");
  EXPECT_EQ(code, 0) << text;
  EXPECT_THAT(text, testing::HasSubstr("cg"));
}

TEST(ValidateCommand, TakesTheStudyWithoutAValue) { EXPECT_EQ(validate("--study").first, 0); }

/// Sets an environment variable for a scope.
class Environment {
 public:
  Environment(char const* name, std::string const& value) : name_(name) {
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { unsetenv(name_); }
  Environment(Environment const&) = delete;
  Environment& operator=(Environment const&) = delete;

 private:
  char const* name_;
};

template <class Action>
std::string io_error(Action const& action) {
  try {
    action();
  } catch (IoError const& error) {
    return error.what();
  }
  return "no IoError";
}

TEST(Plot, SaysWhatToInstallWithoutPythonOrMatplotlib) {
  auto const draw = [] { plot("plot_validate.py", "picture.png", {}); };
  {
    Environment const none("SMNN_PYTHON", "/nowhere/python3");
    EXPECT_THAT(io_error(draw), testing::AllOf(testing::HasSubstr("python3-matplotlib"),
                                               testing::HasSubstr("/nowhere/python3")));
  }
  auto const fake = std::filesystem::path(testing::TempDir()) / "smnn_python_without_matplotlib";
  std::ofstream(fake) << "#!/bin/sh\nexit 3\n";
  std::filesystem::permissions(fake, std::filesystem::perms::owner_all);
  Environment const bare("SMNN_PYTHON", fake.string());
  EXPECT_THAT(io_error(draw), testing::HasSubstr("python3-matplotlib"));
  std::filesystem::remove(fake);
}

TEST(Plot, ReportsAPictureThatCannotBeWritten) {
  ConvergenceLine line;
  line.points = {{.1, 1e-2, 1e-2}, {.05, 1e-3, 1e-3}};
  line.orders = 3;
  line.fitted = 2;
  std::string const error = io_error([&] {
    plot("plot_validate.py", "/nowhere/picture.png",
         {{"convergence.csv", convergence_csv({line})}});
  });
  EXPECT_THAT(error, testing::HasSubstr("no picture"));
}

TEST(Plot, DrawsThePicture) {
  auto const path = std::filesystem::path(testing::TempDir()) / "smnn_validate.png";
  try {
    EXPECT_EQ(validate("--equation airy --steps 100 --plot " + path.string()).first, 0);
  } catch (IoError const& error) {
    if (std::string(error.what()).find("matplotlib") != std::string::npos)
      GTEST_SKIP() << error.what();
    throw;
  }
  EXPECT_THAT(file_contents(path), testing::StartsWith("\x89PNG"));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace smnn::drivers
