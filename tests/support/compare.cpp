#include "compare.hpp"

#include <algorithm>
#include <cmath>

namespace smnn::test {
namespace {

template <class Same>
testing::AssertionResult compare(std::vector<double> const& actual,
                                 std::vector<double> const& expected, Same const& same,
                                 double tolerance) {
  if (actual.size() != expected.size()) {
    return testing::AssertionFailure() << actual.size() << " entries, expected " << expected.size();
  }
  std::size_t wrong = 0;
  std::size_t worst = 0;
  double worst_error = -1;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (same(actual[i], expected[i])) continue;
    ++wrong;
    double const error = std::fabs(actual[i] - expected[i]);
    double const size = std::isnan(error) ? HUGE_VAL : error;
    if (size > worst_error) {
      worst_error = size;
      worst = i;
    }
  }
  if (wrong == 0) return testing::AssertionSuccess();
  testing::AssertionResult result = testing::AssertionFailure();
  result << wrong << " of " << actual.size() << " entries differ, most at " << worst << ": "
         << testing::PrintToString(actual[worst]) << ", expected "
         << testing::PrintToString(expected[worst]) << ", difference " << worst_error
         << ", tolerance " << tolerance;
  return result;
}

}  // namespace

double largest(std::vector<double> const& values) {
  double result = 0;
  for (double const value : values) result = std::max(result, std::fabs(value));
  return result;
}

testing::AssertionResult close_absolute(std::vector<double> const& actual,
                                        std::vector<double> const& expected, double tolerance) {
  return compare(
      actual, expected, [&](double a, double b) { return std::fabs(a - b) <= tolerance; },
      tolerance);
}

testing::AssertionResult close(std::vector<double> const& actual,
                               std::vector<double> const& expected, double tolerance) {
  return close_absolute(actual, expected, tolerance * largest(expected));
}

testing::AssertionResult same_bits(std::vector<double> const& actual,
                                   std::vector<double> const& expected) {
  return compare(
      actual, expected,
      [](double a, double b) {
        return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
      },
      0);
}

testing::AssertionResult same_bits(InputData const& actual, InputData const& expected) {
  auto const check = [&](char const* name, auto member) -> testing::AssertionResult {
    auto result = same_bits(actual.*member, expected.*member);
    if (result) return result;
    return testing::AssertionFailure() << name << ": " << result.message();
  };
  if (auto r = check("coefficients", &InputData::coefficients); !r) return r;
  if (auto r = check("rhs", &InputData::rhs); !r) return r;
  if (auto r = check("initial_values", &InputData::initial_values); !r) return r;
  return check("steps", &InputData::steps);
}

std::vector<double> part(std::vector<double> const& values, std::int64_t i, std::int64_t count) {
  auto const begin = values.begin() + i * count;
  return {begin, begin + count};
}

bool all_nan(std::vector<double> const& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

bool all_finite(std::vector<double> const& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace smnn::test
