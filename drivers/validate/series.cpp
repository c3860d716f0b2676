#include "validate/series.hpp"

#include <algorithm>
#include <cmath>

namespace smnn::drivers::validation {

Series::Series(Number constant) { coefficients_[0] = constant; }

Series Series::of_terms(int terms) {
  Series result;
  result.terms_ = terms;
  result.length_ = terms;
  return result;
}

Series Series::variable(Number t0, int terms) {
  Series result(t0);
  result.terms_ = terms;
  if (terms > 1) result.set(1, 1);
  return result;
}

void Series::set(int k, Number value) {
  coefficients_[static_cast<unsigned>(k)] = value;
  length_ = std::max(length_, k + 1);
}

Number Series::derivative(int r) const {
  Number factorial = 1;
  for (int k = 2; k <= r; ++k) factorial *= static_cast<Number>(k);
  return factorial * (*this)[r];
}

Series operator+(Series const& a, Series const& b) {
  Series result = Series::of_terms(std::min(a.terms_, b.terms_));
  result.length_ = std::min(result.terms_, std::max(a.length_, b.length_));
  for (int k = 0; k < result.length_; ++k) result.set(k, a[k] + b[k]);
  return result;
}

Series operator-(Series const& a) {
  Series result = a;
  for (int k = 0; k < a.length_; ++k) result.set(k, -a[k]);
  return result;
}

Series operator-(Series const& a, Series const& b) { return a + (-b); }

Series operator*(Series const& a, Series const& b) {
  Series result = Series::of_terms(std::min(a.terms_, b.terms_));
  result.length_ = std::min(result.terms_, a.length_ + b.length_ - 1);
  for (int k = 0; k < result.length_; ++k) {
    Number sum = 0;
    for (int i = std::max(0, k - b.length_ + 1); i <= std::min(k, a.length_ - 1); ++i)
      sum += a[i] * b[k - i];
    result.set(k, sum);
  }
  return result;
}

Series operator/(Series const& a, Series const& b) {
  Series result = Series::of_terms(std::min(a.terms_, b.terms_));
  if (b.length_ == 1) result.length_ = std::min(result.terms_, a.length_);
  for (int k = 0; k < result.length_; ++k) {
    Number sum = a[k];
    for (int i = 1; i <= std::min(k, b.length_ - 1); ++i) sum -= b[i] * result[k - i];
    result.set(k, sum / b[0]);
  }
  return result;
}

Series differentiate(Series const& a) {
  Series result = Series::of_terms(std::max(1, a.terms_ - 1));
  result.length_ = std::min(result.terms_, std::max(1, a.length_ - 1));
  for (int k = 0; k + 1 < a.length_; ++k) result.set(k, static_cast<Number>(k + 1) * a[k + 1]);
  return result;
}

// The recurrences below follow from the function's differential equation, compared term by term.

Series exp(Series const& a) {  // e' = a' e
  Series e = Series::of_terms(a.terms_);
  e.set(0, std::exp(a[0]));
  for (int k = 1; k < a.terms_; ++k) {
    Number sum = 0;
    for (int i = 1; i <= std::min(k, a.length_ - 1); ++i)
      sum += static_cast<Number>(i) * a[i] * e[k - i];
    e.set(k, sum / static_cast<Number>(k));
  }
  return e;
}

Series log(Series const& a) {  // a l' = a'
  Series const slope = differentiate(a) / a;
  Series l = Series::of_terms(a.terms_);
  l.set(0, std::log(a[0]));
  for (int k = 1; k < a.terms_; ++k) l.set(k, slope[k - 1] / static_cast<Number>(k));
  return l;
}

namespace {

struct SineCosine {
  Series sine;
  Series cosine;
};

SineCosine sine_cosine(Series const& a) {  // s' = a' c, c' = -a' s
  SineCosine result{Series::variable(0, a.terms()), Series::variable(0, a.terms())};
  auto& [s, c] = result;
  s.set(0, std::sin(a[0]));
  c.set(0, std::cos(a[0]));
  for (int k = 1; k < a.terms(); ++k) {
    Number s_sum = 0;
    Number c_sum = 0;
    for (int i = 1; i <= k; ++i) {
      Number const slope = static_cast<Number>(i) * a[i];
      s_sum += slope * c[k - i];
      c_sum -= slope * s[k - i];
    }
    s.set(k, s_sum / static_cast<Number>(k));
    c.set(k, c_sum / static_cast<Number>(k));
  }
  return result;
}

}  // namespace

Series sin(Series const& a) { return sine_cosine(a).sine; }
Series cos(Series const& a) { return sine_cosine(a).cosine; }

}  // namespace smnn::drivers::validation
