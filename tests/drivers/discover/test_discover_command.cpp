// The whole subcommand: what it prints, writes and draws.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <smnn/config.hpp>
#include <smnn/solver/error.hpp>
#include <sstream>

#include "discover.hpp"
#include "discover/system.hpp"
#include "temporary_folder.hpp"
#ifdef SMNN_HAVE_HDF5
#include <smnn/io/hdf5_reader.hpp>
#endif

namespace smnn::drivers {
namespace {

/// Exit code of `smnn discover ARGUMENTS`, and what it printed.
std::pair<int, std::string> discover(std::string const& arguments) {
  CLI::App app("test", "smnn");
  int exit_code = -1;
  static std::optional<Runtime> runtime;  // MPI does not start twice
  app.parse_complete_callback([&] {
    if (!runtime) runtime.emplace(std::vector<std::string>{"smnn"});
  });
  Console console;
  add_discover(app, runtime, console, exit_code);
  testing::internal::CaptureStdout();
  try {
    app.parse("discover " + arguments);
  } catch (...) {
    testing::internal::GetCapturedStdout();
    throw;
  }
  return {exit_code, testing::internal::GetCapturedStdout()};
}

std::string contents(std::filesystem::path const& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(DiscoverCommand, ListsTheSystems) {
  auto const [code, text] = discover("--list");
  EXPECT_EQ(code, 0);
  for (auto const& name : discovering::system_names()) EXPECT_THAT(text, testing::HasSubstr(name));
}

TEST(DiscoverCommand, WritesTheEquationsAsJson) {
  test::TemporaryFolder const folder;
  auto const path = folder.path() / "lorenz.json";
  EXPECT_EQ(discover("--points 1500 --noise 1 --json " + path.string()).first, 0);
  auto const json = nlohmann::json::parse(contents(path));
  EXPECT_EQ(json["variables"], nlohmann::json({"x", "y", "z"}));
  ASSERT_EQ(json["equations"].size(), 3U);
  auto const& first = json["equations"][0]["terms"];
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[1]["exponents"], nlohmann::json({0, 1, 0}));
  EXPECT_NEAR(first[1]["coefficient"].get<double>(), 10, 0.05);
  EXPECT_EQ(json["equations"][1]["terms"].size(), 3U);
  EXPECT_EQ(json["equations"][2]["terms"].size(), 2U);
}

TEST(DiscoverCommand, FindsTheSameInTheDataThatItExported) {
  test::TemporaryFolder const folder;
  auto const data = folder.path() / "data.csv";
  EXPECT_EQ(discover("--points 1500 --noise 1 --export " + data.string()).first, 0);
  testing::internal::CaptureStderr();
  auto const [code, text] = discover(data.string() + " --columns x,y,z --hold-out 0");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");  // no warning
  EXPECT_EQ(code, 0);
  EXPECT_THAT(text, testing::HasSubstr("y' = 2"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("held-out")));
}

TEST(DiscoverCommand, ReturnsOneForWrongTerms) {
  testing::internal::CaptureStderr();
  auto const [code, text] = discover("--points 1000 --exclude 'x z'");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::HasSubstr("smnn: warning: the equations fit y only to"));
  EXPECT_EQ(code, 1);
  EXPECT_THAT(text, testing::HasSubstr("spurious"));
}

#ifdef SMNN_HAVE_HDF5
TEST(DiscoverCommand, WritesEverythingAsHdf5) {
  test::TemporaryFolder const folder;
  auto const path = folder.path() / "enzyme.h5";
  EXPECT_EQ(discover("--system michaelis_menten --hdf5 " + path.string()).first, 0);
  auto const file = io::open_hdf5(path);
  EXPECT_EQ(file.text("program"), "smnn discover");
  EXPECT_EQ(file.text("link"), "rational");
  EXPECT_THAT(file.text("equations"), testing::HasSubstr("S' = (-2.5"));
  EXPECT_EQ(file.shape("coefficients"), (io::Shape{1, 3}));
  EXPECT_EQ(file.shape("data"), (io::Shape{3, 300, 1}));
  EXPECT_EQ(file.shape("forecast"), file.shape("held_out"));
  EXPECT_NEAR(file.read<double>("denominators")[1], 5. / 3, 1e-6);
}
#endif

TEST(DiscoverCommand, DrawsThePicture) {
  test::TemporaryFolder const folder;
  for (std::string const system : {"lorenz", "duffing", "elovich"}) {
    auto const path = folder.path() / (system + ".png");
    try {
      EXPECT_EQ(discover("--system " + system + " --points 300 --plot " + path.string()).first, 0);
    } catch (IoError const& error) {
      if (std::string(error.what()).find("matplotlib") != std::string::npos) {
        GTEST_SKIP() << error.what();
      }
      throw;
    }
    EXPECT_THAT(contents(path), testing::StartsWith("\x89PNG"));
  }
}

}  // namespace
}  // namespace smnn::drivers
