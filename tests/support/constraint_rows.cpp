#include "constraint_rows.hpp"

#include <cmath>

namespace smnn::test {
namespace {

using Real = long double;

Real factorial(std::int64_t n) { return n < 2 ? 1 : static_cast<Real>(n) * factorial(n - 1); }

Real power(Real base, std::int64_t exponent) {
  if (exponent < 0) return 1 / power(base, -exponent);
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

class Builder {
 public:
  Builder(ProblemData const& problem, std::int64_t b, std::int64_t m)
      : problem_(problem), shapes_(problem.extents), b_(b), m_(m) {}

  std::vector<Row> build() {
    Extents const& e = problem_.extents;
    for (std::int64_t t = 0; t < e.time_points; ++t) {
      for (std::int64_t equation = 0; equation < e.equations; ++equation) governing(t, equation);
      if (t < e.initial_steps) initial(t);
      for (std::int64_t d = 0; d < e.dims && t + 1 < e.time_points; ++d) {
        if (e.smoothness == Smoothness::pade) {
          pade(t, d);
        } else {
          taylor(t, d, e.smoothness == Smoothness::taylor ? e.orders : e.orders - 1);
        }
        if (e.smoothness == Smoothness::central && t + 2 < e.time_points) central(t, d);
      }
    }
    return std::move(rows_);
  }

 private:
  std::int64_t unknown(std::int64_t t, std::int64_t d, std::int64_t r) const {
    return (t * problem_.extents.dims + d) * problem_.extents.orders + r;
  }
  std::size_t step_source(std::int64_t t) const { return position(shapes_.steps, {b_, t}); }
  Real step(std::int64_t t) const { return problem_.inputs.steps[step_source(t)]; }

  void governing(std::int64_t t, std::int64_t e) {
    Real const w = problem_.weights.governing;
    Row row{Row::Kind::governing, problem_.weights.governing, {}, 0, 0, {}, {}};
    for (std::int64_t d = 0; d < problem_.extents.dims; ++d) {
      for (std::int64_t r = 0; r < problem_.extents.orders; ++r) {
        row.sources.push_back(position(shapes_.coefficients, {b_, t, e, d, r}));
        row.entries.push_back(
            {unknown(t, d, r), w * problem_.inputs.coefficients[row.sources.back()]});
      }
    }
    row.source = position(shapes_.rhs, {b_, m_, t, e});
    row.rhs = w * problem_.inputs.rhs[row.source];
    rows_.push_back(std::move(row));
  }

  void initial(std::int64_t t) {
    Real const w = problem_.weights.initial;
    for (std::int64_t d = 0; d < problem_.extents.dims; ++d) {
      for (std::int64_t r = 0; r < problem_.extents.initial_orders; ++r) {
        Row row{
            Row::Kind::initial, problem_.weights.initial, {{unknown(t, d, r), w}}, 0, 0, {}, {}};
        row.source = position(shapes_.initial_values, {b_, m_, t, d, r});
        row.rhs = w * problem_.inputs.initial_values[row.source];
        rows_.push_back(std::move(row));
      }
    }
  }

  Row smooth(Row::Kind kind, std::vector<std::size_t> step_sources) const {
    return {kind, problem_.weights.smoothness, {}, 0, 0, {}, std::move(step_sources)};
  }
  // The term w factor base^exponent y[t, d, r].
  void add(Row& row, Real factor, Real base, std::int64_t exponent, std::int64_t at) const {
    Real const w = row.weight;
    Real const slope = exponent == 0 ? 0 : static_cast<Real>(exponent) * power(base, exponent - 1);
    row.entries.push_back({at, w * factor * power(base, exponent), w * factor * slope});
  }

  // w s^i ( sum_{r >= i} (+-s)^(r-i) / (r-i)! y[here, r] - y[there, i] ), from t to t+1 and back.
  void taylor(std::int64_t t, std::int64_t d, std::int64_t row_count) {
    Real const s = step(t);
    for (int sign : {1, -1}) {
      std::int64_t const here = sign > 0 ? t : t + 1;
      std::int64_t const there = sign > 0 ? t + 1 : t;
      for (std::int64_t i = 0; i < row_count; ++i) {
        Row row = smooth(Row::Kind::two_point, {step_source(t)});
        for (std::int64_t r = i; r < problem_.extents.orders; ++r) {
          Real const alternating = sign < 0 && (r - i) % 2 == 1 ? -1 : 1;
          add(row, alternating / factorial(r - i), s, r, unknown(here, d, r));
        }
        add(row, -1, s, i, unknown(there, d, i));
        rows_.push_back(std::move(row));
      }
    }
  }

  // w s^i sum_{k=0..m} a_{m,k} s^k ( y[t, i+k] - (-1)^k y[t+1, i+k] ), m = R - i, and the weak row.
  void pade(std::int64_t t, std::int64_t d) {
    Real const s = step(t);
    std::int64_t const highest = problem_.extents.orders - 1;
    for (std::int64_t i = 0; i < highest; ++i) {
      std::int64_t const m = highest - i;
      Row row = smooth(Row::Kind::two_point, {step_source(t)});
      for (std::int64_t k = 0; k <= m; ++k) {
        Real const a = factorial(2 * m - k) * factorial(m) /
                       (factorial(2 * m) * factorial(k) * factorial(m - k));
        add(row, a, s, i + k, unknown(t, d, i + k));
        add(row, k % 2 == 0 ? -a : a, s, i + k, unknown(t + 1, d, i + k));
      }
      rows_.push_back(std::move(row));
    }
    Row row = smooth(Row::Kind::two_point, {step_source(t)});
    Real const weak = problem_.weights.highest_order;
    add(row, weak, s, highest, unknown(t, d, highest));
    add(row, -weak, s, highest, unknown(t + 1, d, highest));
    rows_.push_back(std::move(row));
  }

  // w h^(R-1) ( (y[t, R-1] - y[t+2, R-1]) / h + y[t+1, R] ), h = s_t + s_{t+1}.
  void central(std::int64_t t, std::int64_t d) {
    std::int64_t const highest = problem_.extents.orders - 1;
    Real const h = step(t) + step(t + 1);
    Row row = smooth(Row::Kind::three_point, {step_source(t), step_source(t + 1)});
    add(row, 1, h, highest - 2, unknown(t, d, highest - 1));
    add(row, -1, h, highest - 2, unknown(t + 2, d, highest - 1));
    add(row, 1, h, highest - 1, unknown(t + 1, d, highest));
    rows_.push_back(std::move(row));
  }

  ProblemData const& problem_;
  Shapes shapes_;
  std::int64_t b_;
  std::int64_t m_;
  std::vector<Row> rows_;
};

}  // namespace

std::vector<Row> constraint_rows(ProblemData const& problem, std::int64_t b, std::int64_t m) {
  return Builder(problem, b, m).build();
}

}  // namespace smnn::test
