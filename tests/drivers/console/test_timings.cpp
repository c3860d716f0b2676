// --timings and --timings-file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "program.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

struct Row {
  long long calls = 0;
  double least = 0, mean = 0, most = 0;
};

std::map<std::string, Row> rows_of(std::filesystem::path const& csv) {
  std::istringstream lines(read_text(csv));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "region,calls,min_s,mean_s,max_s");
  std::map<std::string, Row> rows;
  while (std::getline(lines, line)) {
    auto const comma = line.find(',');
    Row row;
    EXPECT_EQ(std::sscanf(line.c_str() + comma, ",%lld,%lf,%lf,%lf", &row.calls, &row.least,
                          &row.mean, &row.most),
              4)
        << line;
    rows[line.substr(0, comma)] = row;
  }
  return rows;
}

class TimingsTest : public testing::Test {
 public:
  std::map<std::string, Row> timings(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--quiet", "--timings-file", (folder / "t.csv").string()});
    ProgramResult const result = run_program(folder.path(), arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(result.output, "");
    return rows_of(folder / "t.csv");
  }
  TemporaryFolder folder;
};

TEST_F(TimingsTest, TheTableComesBehindTheResults) {
  ProgramResult const result =
      run_program(folder.path(), {"--timings", "validate", "--equation", "airy", "--steps", "60"});
  EXPECT_THAT(result.output,
              ContainsRegex("all tolerances hold\n\nphase +calls +min s +mean s +max s +itself s\n"
                            "smnn validate +1 "));
  EXPECT_THAT(result.output, ContainsRegex("\n  smnn::solve +1 "));
}

TEST_F(TimingsTest, WithoutThemThereIsNone) {
  ProgramResult const result = run_program(folder.path(), {"info"});
  EXPECT_THAT(result.output, testing::Not(HasSubstr("calls")));
}

TEST_F(TimingsTest, ATrainingHasAllItsPhases) {
  auto const rows =
      timings({"fit", "--points", "80", "--epochs", "3", "--csv", (folder / "out.csv").string()});
  ASSERT_EQ(rows.count("smnn fit"), 1u);
  double const whole = rows.at("smnn fit").mean;
  double inside = 0;
  for (auto const& [path, row] : rows) {
    EXPECT_GT(row.calls, 0) << path;
    EXPECT_EQ(row.least, row.most) << path << ", one rank";
    EXPECT_LE(row.mean, whole) << path;
    if (std::count(path.begin(), path.end(), '/') == 1) inside += row.mean;
  }
  EXPECT_LE(inside, whole);
  for (char const* const path :
       {"smnn fit/smnn::evaluate", "smnn fit/smnn::evaluate/smnn::forward/smnn::solve",
        "smnn fit/smnn::evaluate/smnn::backward/smnn::adjoint", "smnn fit/smnn::optimise"}) {
    ASSERT_EQ(rows.count(path), 1u) << path;
    EXPECT_EQ(rows.at(path).calls, 3) << path;
  }
  EXPECT_EQ(rows.count("smnn fit/smnn::io::write"), 1u);
}

TEST_F(TimingsTest, ADiscoveryHasItsSteps) {
  auto const rows = timings({"discover", "--points", "500"});
  EXPECT_EQ(rows.count("smnn discover/smnn::simulate"), 1u);
  EXPECT_EQ(rows.count("smnn discover/smnn::discover/smnn::gauss_newton_step"), 1u);
}

}  // namespace
}  // namespace smnn::test
