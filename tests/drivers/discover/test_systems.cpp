// The bundled systems, and errors in such files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <smnn/solver/error.hpp>

#include "discover/experiment.hpp"
#include "discover/system.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers::discovering {
namespace {

TEST(Systems, AreThoseThatWerePromised) {
  EXPECT_THAT(system_names(),
              testing::IsSupersetOf({"lorenz", "roessler", "van_der_pol", "lotka_volterra",
                                     "duffing", "sir", "linear_oscillator_4d", "logistic_growth",
                                     "michaelis_menten"}));
}

TEST(Systems, AreAllFoundExactlyInAQuarterOfTheirDataWithOnePercentOfNoise) {
  for (auto const& name : system_names()) {
    System const system = find_system(name);
    if (system.truth.dims() > 4) continue;  // many seconds
    DataChoice choice;
    choice.points = system.points / 4;
    choice.noise = 0.01;
    discovery::Options options;
    options.link = system.truth.link;
    Outcome const outcome = run(simulate_system(system, choice), system.truth.terms, options);
    EXPECT_TRUE(outcome.difference->same_structure()) << name;
    EXPECT_LT(outcome.difference->largest_relative, 0.03) << name;
    EXPECT_LT(outcome.forecast->short_term_error, 0.05) << name;
  }
}

std::string error_of(std::string const& text) {
  test::TemporaryFolder const folder;
  auto const path = folder.path() / "system.toml";
  std::ofstream(path) << text;
  try {
    read_system(path);
  } catch (Error const& error) {
    return error.what();
  }
  return "no error";
}

std::string const good =
    "description = \"d\"\nvariables = [\"x\"]\nstarts = [[1.0]]\nstep = 0.1\npoints = 20\ndegree = "
    "1\n";

TEST(Systems, SayWhichKeyIsWrong) {
  EXPECT_EQ(error_of(good + "[equations]\nx = { \"x\" = -1.0 }\n"), "no error");
  EXPECT_THAT(error_of(good), testing::HasSubstr("'equations'"));
  EXPECT_THAT(error_of(good + "[equations]\ny = { \"x\" = -1.0 }\n"),
              testing::HasSubstr("'equations.y'"));
  EXPECT_THAT(error_of(good + "[equations]\nx = { \"x^2\" = -1.0 }\n"),
              testing::HasSubstr("see degree"));
  EXPECT_THAT(error_of("stepp = 1\n" + good), testing::HasSubstr("'stepp'"));
  EXPECT_THAT(error_of("a = = 1\n"), testing::HasSubstr("line 1"));
  EXPECT_THROW(find_system("solar"), InvalidArgument);
}

/// `good` with an equation, and one line of it by another of the same key.
std::string error_with(std::string const& line) {
  std::string text = good + "sine = true\n[equations]\nx = { \"x\" = -1.0 }\n";
  std::string const key = "\n" + line.substr(0, line.find('='));
  auto const begin = ("\n" + text).find(key);
  text.replace(begin, text.find('\n', begin) - begin, line);
  return error_of(text);
}

TEST(Systems, RefuseNumbersThatNoSimulationTakes) {
  EXPECT_EQ(error_with("step = 0.5"), "no error");
  for (char const* const step : {"0", "-0.1", "nan", "inf"})
    EXPECT_THAT(error_with(std::string("step = ") + step),
                testing::HasSubstr("'step': expected a positive number"));
  for (char const* const points : {"-20", "1", "9223372036854775807", "2.5", "1e300"})
    EXPECT_THAT(error_with(std::string("points = ") + points),
                testing::HasSubstr("'points': expected an integer from 2 to 100000000"));
  EXPECT_THAT(error_with("degree = 4294967297"),
              testing::HasSubstr("'degree': expected an integer"));
  EXPECT_THAT(error_with("starts = [[inf]]"), testing::HasSubstr("'starts': expected points"));
  EXPECT_THAT(error_with("sine = \"yes\""), testing::HasSubstr("'sine': expected true or false"));
  EXPECT_THAT(error_with("x = { \"x\" = nan }"),
              testing::HasSubstr("'equations.x': expected finite"));
}

TEST(Systems, RefuseVariablesThatNoModelHas) {
  EXPECT_THAT(error_with("variables = [\"x\", \"x\"]"),
              testing::HasSubstr("'variables': expected different names"));
  std::string names = "\"x\"";
  std::string start = "1.0";
  for (int i = 0; i < 1000; ++i) {
    names += ", \"x" + std::to_string(i) + '"';
    start += ", 1.0";
  }
  std::string text = good;
  text.replace(text.find("\"x\""), 3, names).replace(text.find("1.0"), 3, start);
  EXPECT_THAT(error_of(text + "[equations]\n"),
              testing::AllOf(testing::HasSubstr("system.toml'"),
                             testing::HasSubstr("got 1001 variables, expected at most 8")));
}

TEST(Systems, AreNotDeeperThanTheStack) {
  auto const nested = [](int levels) {
    std::string key = "a";
    for (int i = 0; i < levels; ++i) key += ".a";
    return key + " = 1\n";
  };
  EXPECT_THAT(error_of(nested(1'000'000)),
              testing::HasSubstr("has 1.9 MiB, expected at most 16.0 KiB"));
  EXPECT_THAT(error_of(nested(8'000)), testing::HasSubstr("'a': expected one of the known keys"));
}

TEST(Systems, NameTheFileWhateverIsWrongAndNothingThatWouldChangeTheTerminal) {
  EXPECT_THAT(
      error_with("x = { \"x \\u001b[2J\" = 1.0 }"),
      testing::AllOf(testing::HasSubstr("system.toml'"), testing::HasSubstr("'x \\x1b[2J'")));
  EXPECT_THAT(error_of(good + "link = \"linear\"\n[equations]\n"),
              testing::AllOf(testing::HasSubstr("system.toml'"), testing::HasSubstr("'linear'")));
}

}  // namespace
}  // namespace smnn::drivers::discovering
