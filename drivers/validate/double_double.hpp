/// Numbers of twice the precision of double: the unevaluated sum of two (Dekker 1971, Knuth).
#pragma once

#include <cmath>

namespace smnn::drivers::validation {

struct DoubleDouble {
  double high = 0;
  double low = 0;

  DoubleDouble() = default;
  DoubleDouble(double value)
      : high(value) {}  // NOLINT(google-explicit-constructor): every double is one
  DoubleDouble(double h, double l) : high(h), low(l) {}
};

/// The same number with |low| <= half a unit of rounding of high; needs |a| >= |b|.
inline DoubleDouble quick_two_sum(double a, double b) {
  double const sum = a + b;
  return {sum, b - (sum - a)};
}

inline DoubleDouble two_sum(double a, double b) {
  double const sum = a + b;
  double const part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

inline DoubleDouble two_product(double a, double b) {
  double const product = a * b;
  return {product, std::fma(a, b, -product)};
}

inline DoubleDouble operator-(DoubleDouble const& a) { return {-a.high, -a.low}; }

inline DoubleDouble operator+(DoubleDouble const& a, DoubleDouble const& b) {
  DoubleDouble const high = two_sum(a.high, b.high);
  DoubleDouble const low = two_sum(a.low, b.low);
  DoubleDouble const sum = quick_two_sum(high.high, high.low + low.high);
  return quick_two_sum(sum.high, sum.low + low.low);
}

inline DoubleDouble operator-(DoubleDouble const& a, DoubleDouble const& b) { return a + (-b); }

inline DoubleDouble operator*(DoubleDouble const& a, DoubleDouble const& b) {
  DoubleDouble const product = two_product(a.high, b.high);
  return quick_two_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

inline DoubleDouble operator/(DoubleDouble const& a, DoubleDouble const& b) {
  double const first = a.high / b.high;
  DoubleDouble const rest = a - b * first;
  double const second = rest.high / b.high;
  double const third = (rest - b * second).high / b.high;
  return quick_two_sum(first, second) + DoubleDouble(third);
}

inline DoubleDouble sqrt(DoubleDouble const& a) {
  if (!(a.high > 0)) return {std::sqrt(a.high), 0};
  double const root = std::sqrt(a.high);
  double const correction = (a - two_product(root, root)).high / (2 * root);
  return two_sum(root, correction);
}

}  // namespace smnn::drivers::validation
