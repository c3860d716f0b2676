/// Truncated power series in time: one formula gives a function and its derivatives of every order.
#pragma once

#include <array>

namespace smnn::drivers::validation {

using Number = long double;

/// sum_k [k] (t - t0)^k up to a number of known terms; a plain number is a series all of whose
/// terms are known.
class Series {
 public:
  static constexpr int capacity = 32;

  Series(
      Number constant = 0);  // NOLINT(google-explicit-constructor): formulas mix numbers and series

  /// The function t at the point t0, with that many terms.
  static Series variable(Number t0, int terms);

  int terms() const { return terms_; }
  Number operator[](int k) const { return coefficients_[static_cast<unsigned>(k)]; }
  void set(int k, Number value);

  /// The r-th derivative at t0.
  Number derivative(int r) const;

  friend Series operator+(Series const& a, Series const& b);
  friend Series operator-(Series const& a, Series const& b);
  friend Series operator-(Series const& a);
  friend Series operator*(Series const& a, Series const& b);
  friend Series operator/(Series const& a, Series const& b);

  /// The derivative as a series; knows one term less.
  friend Series differentiate(Series const& a);
  friend Series exp(Series const& a);
  friend Series log(Series const& a);
  friend Series sin(Series const& a);
  friend Series cos(Series const& a);

 private:
  static Series of_terms(int terms);

  std::array<Number, capacity> coefficients_{};
  int terms_ = capacity;  // known
  int length_ = 1;        // from here on known to be zero
};

}  // namespace smnn::drivers::validation
