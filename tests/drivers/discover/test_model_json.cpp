// Equations as JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <smnn/solver/error.hpp>

#include "discover/model_json.hpp"

namespace smnn::drivers::discovering {
namespace {

using namespace discovery;

Discovery fraction() {
  Discovery found;
  found.model =
      Model({"x", "y"}, make_terms({"x", "y"}, {.degree = 3, .sine = true}), Link::rational);
  found.model.coefficient(0, 1) = 10.25;
  found.model.coefficient(
      1, static_cast<std::size_t>(find_term(found.model, parse_term("sin(y)", {"x", "y"})))) = -1;
  found.model.denominators[found.model.index(1, 2)] = 1. / 3;
  found.standard_errors.assign(found.model.coefficients.size(), 0.5);
  found.denominator_standard_errors.assign(found.model.coefficients.size(), 0.25);
  return found;
}

std::string io_error(std::string const& text) {
  try {
    model_from_json(text, "here");
  } catch (IoError const& error) {
    return error.what();
  }
  return "no IoError";
}

TEST(ModelJson, HasThePromisedLayout) {
  auto const json = nlohmann::json::parse(to_json(fraction()));
  EXPECT_EQ(json["variables"], nlohmann::json({"x", "y"}));
  EXPECT_EQ(json["link"], "rational");
  auto const& equation = json["equations"][0];
  EXPECT_EQ(equation["variable"], "x");
  ASSERT_EQ(equation["terms"].size(), 1U);
  EXPECT_EQ(equation["terms"][0]["exponents"], nlohmann::json({1, 0}));
  EXPECT_EQ(equation["terms"][0]["coefficient"], 10.25);
  EXPECT_EQ(equation["terms"][0]["standard_error"], 0.5);
  EXPECT_EQ(json["equations"][1]["terms"][0]["function"], "sin");
  EXPECT_EQ(json["equations"][1]["denominator"][0]["exponents"], nlohmann::json({0, 1}));
}

TEST(ModelJson, IsReadBackToTheLastBit) {
  Discovery const found = fraction();
  Model const model = model_from_json(to_json(found), "here");
  EXPECT_EQ(model.variables, found.model.variables);
  EXPECT_EQ(model.link, found.model.link);
  ModelDifference const difference = compare(model, found.model);
  EXPECT_TRUE(difference.same_structure());
  EXPECT_EQ(difference.largest_relative, 0);
}

TEST(ModelJson, SaysWhatIsWrong) {
  EXPECT_THAT(io_error("{"), testing::StartsWith("here: "));
  EXPECT_THAT(io_error(R"({"variables": ["x"]})"), testing::HasSubstr("equations"));
  EXPECT_THAT(io_error(R"({"variables": ["x"], "equations": [{"variable": "z", "terms": []}]})"),
              testing::HasSubstr("'z'"));
  EXPECT_THAT(io_error(R"({"variables": ["x"], "equations": [{"variable": "x",
                          "terms": [{"exponents": [1, 2], "coefficient": 1}]}]})"),
              testing::HasSubstr("per variable"));
  EXPECT_THAT(io_error(R"({"variables": ["x"], "link": "cubic", "equations": []})"),
              testing::HasSubstr("cubic"));
}

}  // namespace
}  // namespace smnn::drivers::discovering
