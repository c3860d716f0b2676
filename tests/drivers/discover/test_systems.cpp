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

}  // namespace
}  // namespace smnn::drivers::discovering
