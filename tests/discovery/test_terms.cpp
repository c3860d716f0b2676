// Candidate terms: which there are, their names, their values and slopes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <cmath>
#include <smnn/discovery/detail/term_table.hpp>
#include <smnn/discovery/terms.hpp>
#include <smnn/solver/error.hpp>

#include "error_of.hpp"

namespace smnn::discovery {
namespace {

std::vector<std::string> const xyz{"x", "y", "z"};

std::vector<std::string> names(std::vector<Term> const& terms) {
  std::vector<std::string> result;
  for (auto const& term : terms) result.push_back(to_string(term, xyz));
  return result;
}

TEST(Terms, StandByRisingDegree) {
  EXPECT_THAT(names(make_terms(xyz, {})),
              testing::ElementsAre("1", "x", "y", "z", "x^2", "x y", "x z", "y^2", "y z", "z^2"));
}

TEST(Terms, OfDegreeFiveInThreeVariablesAreFiftySix) {
  EXPECT_EQ(make_terms(xyz, {.degree = 5}).size(), 56U);
  EXPECT_EQ(make_terms(xyz, {.degree = 5, .constant = false}).size(), 55U);
}

TEST(Terms, MayBeSinesAndCosinesOfEveryVariable) {
  EXPECT_THAT(
      names(make_terms(xyz, {.degree = 0, .sine = true, .cosine = true})),
      testing::ElementsAre("1", "sin(x)", "sin(y)", "sin(z)", "cos(x)", "cos(y)", "cos(z)"));
}

TEST(Terms, AreExcludedByNameWhateverTheOrderOfFactors) {
  auto const terms = names(make_terms(xyz, {.degree = 3, .exclude = {"y x^2", "1", "z*z"}}));
  EXPECT_THAT(terms, testing::Not(testing::Contains("x^2 y")));
  EXPECT_THAT(terms, testing::Not(testing::Contains("1")));
  EXPECT_THAT(terms, testing::Not(testing::Contains("z^2")));
  EXPECT_EQ(terms.size(), 17U);
}

TEST(Terms, AreReadBackFromTheirNames) {
  for (auto const& term : make_terms(xyz, {.degree = 4, .sine = true, .cosine = true})) {
    EXPECT_EQ(parse_term(to_string(term, xyz), xyz), term) << to_string(term, xyz);
  }
}

TEST(Terms, SayWhatIsWrongWithAName) {
  EXPECT_THAT(test::error_of([] { parse_term("x w", xyz); }),
              testing::AllOf(testing::HasSubstr("'x w'"), testing::HasSubstr("x, y, z")));
  EXPECT_THAT(test::error_of([] { parse_term("x^", xyz); }), testing::HasSubstr("'x^'"));
  EXPECT_THAT(test::error_of([] { make_terms(xyz, {.exclude = {"x^3"}}); }),
              testing::HasSubstr("none of the candidates"));
  EXPECT_THAT(test::error_of([] { make_terms(xyz, {.degree = 6}); }), testing::HasSubstr("0 to 5"));
  EXPECT_THAT(test::error_of([] { make_terms(xyz, {.degree = 0, .constant = false}); }),
              testing::HasSubstr("none is left"));
}

TEST(Terms, HaveExponentsThatCanBeCounted) {
  EXPECT_EQ(parse_term("x^999 x", xyz).degree(), 1000);
  for (char const* const name : {"x^1001", "x^1000 x", "x^2147483647 x^2147483647", "x^2147483648"})
    EXPECT_THAT(test::error_of([&] { parse_term(name, xyz); }), testing::HasSubstr(name));
}

TEST(Terms, HaveOneFunction) {
  EXPECT_THAT(test::error_of([] { parse_term("sin(cos(x))", xyz); }),
              testing::HasSubstr("'sin(cos(x))' is not understood"));
}

TEST(Terms, AreOfNoMoreVariablesThanAModelHas) {
  std::vector<std::string> const many(9, "x");
  EXPECT_THAT(test::error_of([&] { make_terms(many, {}); }),
              testing::HasSubstr("got 9 variables, expected at most 8"));
}

TEST(TermTable, AgreesWithTheTermsAndWithFiniteDifferences) {
  using Host = Kokkos::DefaultHostExecutionSpace;
  auto const terms = make_terms(xyz, {.degree = 5, .sine = true, .cosine = true});
  detail::TermTable<Host::memory_space> const table(Host(), terms);
  std::vector<double> const x{0.7, -1.3, 0.4};
  double const h = 1e-5;
  for (std::size_t p = 0; p < terms.size(); ++p) {
    EXPECT_NEAR(table.value(static_cast<int>(p), x.data()), value(terms[p], x.data()), 1e-15);
    for (std::size_t d = 0; d < x.size(); ++d) {
      auto forward = x;
      auto backward = x;
      forward[d] += h;
      backward[d] -= h;
      double const slope =
          (value(terms[p], forward.data()) - value(terms[p], backward.data())) / (2 * h);
      // Central differences: h^2 times a third derivative, below 100 here.
      EXPECT_NEAR(table.slope(static_cast<int>(p), x.data(), static_cast<int>(d)), slope, 1e-8)
          << to_string(terms[p], xyz) << " by " << xyz[d];
    }
  }
}

}  // namespace
}  // namespace smnn::discovery
