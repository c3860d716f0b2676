// The report as text and as JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "info/build_report.hpp"

namespace smnn::drivers {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

BuildReport example() {
  return {"1.2.3",
          "abc-dirty",
          "GCC 12",
          "5.0.2",
          {{"Cuda", "H100 (0 of 2)", 4096, true}, {"OpenMP", "CPU \"x\"", 8, false}},
          8,
          16,
          {2, 3, 6},
          "off",
          "1.10.8 (serial)",
          "4.9.0 (serial)",
          "3.3.10 (parallel)",
          "on",
          {{"node1", "H100", "0000:19:00.0", {0, 1, 2, 3, 8}, 4}}};
}

TEST(InfoText, HasALineForEveryFact) {
  std::string const text = to_text(example());
  EXPECT_THAT(text, HasSubstr("smnn          1.2.3\n"));
  EXPECT_THAT(text, HasSubstr("git revision  abc-dirty\n"));
  EXPECT_THAT(text, HasSubstr("default       Cuda on H100 (0 of 2), concurrency 4096\n"));
  EXPECT_THAT(text, HasSubstr("backend       OpenMP on CPU \"x\", concurrency 8\n"));
  EXPECT_THAT(text, HasSubstr("SIMD width    double 8, single 16\n"));
  EXPECT_THAT(text, HasSubstr("block orders  2, 3, 6 specialised; others at run time\n"));
  EXPECT_THAT(text, HasSubstr("MPI           off\n"));
  EXPECT_THAT(text, HasSubstr("HDF5          1.10.8 (serial)\n"));
  EXPECT_THAT(text, HasSubstr("NetCDF        4.9.0 (serial)\n"));
  EXPECT_THAT(text, HasSubstr("FFTW          3.3.10 (parallel)\n"));
  EXPECT_THAT(text, ContainsRegex("0 +node1 +H100 +0000:19:00.0 +0-3,8 +4\n"));
}

TEST(InfoJson, EscapesQuotesAndControlCharacters) {
  BuildReport report = example();
  report.compiler = "a\\b\tc";
  std::string const json = to_json(report);
  EXPECT_THAT(json, HasSubstr(R"("device": "CPU \"x\"")"));
  EXPECT_THAT(json, HasSubstr(R"("compiler": "a\\b\u0009c")"));
}

TEST(InfoJson, KeepsNumbersAsNumbers) {
  std::string const json = to_json(example());
  EXPECT_THAT(json, HasSubstr(R"("simd_double": 8,)"));
  EXPECT_THAT(json, HasSubstr(R"("block_orders": [2, 3, 6],)"));
  EXPECT_THAT(json, HasSubstr(R"("is_default": true)"));
  EXPECT_THAT(json, HasSubstr(R"("cpus": [0, 1, 2, 3, 8], "threads": 4})"));
}

}  // namespace
}  // namespace smnn::drivers
