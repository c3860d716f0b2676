/// Comparisons that say where and by how much two arrays differ.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "problem_data.hpp"

namespace smnn::test {

double largest(std::vector<double> const& values);  // absolute value; 0 if empty

/// |actual - expected| <= tolerance in every entry; NaN is never close. Sizes must agree.
testing::AssertionResult close_absolute(std::vector<double> const& actual,
                                        std::vector<double> const& expected, double tolerance);
/// The same with a tolerance relative to the largest expected entry.
testing::AssertionResult close(std::vector<double> const& actual,
                               std::vector<double> const& expected, double tolerance);

/// Bit for bit, all NaNs being equal.
testing::AssertionResult same_bits(std::vector<double> const& actual,
                                   std::vector<double> const& expected);
testing::AssertionResult same_bits(InputData const& actual, InputData const& expected);

/// The `count` entries that belong to index i of the leading axis.
std::vector<double> part(std::vector<double> const& values, std::int64_t i, std::int64_t count);

bool all_nan(std::vector<double> const& values);
bool all_finite(std::vector<double> const& values);

}  // namespace smnn::test
