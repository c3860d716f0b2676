#include "least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace smnn::test {
namespace {

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

// Any vector that is not orthogonal to a singular vector will do; this one is reproducible.
Vector start_vector(std::int64_t size) {
  Vector x(index(size));
  for (std::int64_t i = 0; i < size; ++i)
    x[index(i)] = 1 + std::sin(static_cast<long double>(3 * i));
  return x;
}

void scale(Vector& x, long double factor) {
  for (auto& value : x) value *= factor;
}

constexpr int power_iterations = 12;

}  // namespace

long double norm(Vector const& x) {
  long double sum = 0;
  for (long double const value : x) sum += value * value;
  return std::sqrt(sum);
}

Vector to_extended(double const* values, std::size_t count) {
  return Vector(values, values + count);
}

LeastSquares::LeastSquares(std::vector<Row> rows, std::int64_t unknowns, std::int64_t block_order)
    : rows_(std::move(rows)),
      unknowns_(unknowns),
      block_order_(block_order),
      band_(3 * block_order),  // three time points at most
      r_(index(unknowns * band_)),
      rotated_rhs_(index(unknowns)) {
  for (Row const& row : rows_) eliminate(row);
  // A diagonal of exact zeros, or of rounding errors, means dependent columns.
  long double largest = 0;
  for (std::int64_t i = 0; i < unknowns; ++i) largest = std::max(largest, std::fabs(r(i, i)));
  for (std::int64_t i = 0; i < unknowns; ++i) {
    if (std::fabs(r(i, i)) <= 1e-15L * largest) singular_ = true;
  }
}

void LeastSquares::eliminate(Row const& row) {
  std::int64_t lowest = unknowns_;
  for (auto const& entry : row.entries) lowest = std::min(lowest, entry.unknown);
  std::int64_t const first = lowest / block_order_ * block_order_;
  std::int64_t const end = std::min(first + band_, unknowns_);
  Vector a(index(end - first));
  for (auto const& entry : row.entries) a[index(entry.unknown - first)] += entry.value;
  long double rhs = row.rhs;
  for (std::int64_t c = first; c < end; ++c) {
    long double const head = a[index(c - first)];
    if (head == 0) continue;
    long double const pivot = r(c, c);
    long double const length = std::hypot(pivot, head);
    long double const cosine = pivot / length;
    long double const sine = head / length;
    // Row c of R ends where `a` ends or before: rows come in order of time.
    for (std::int64_t j = c; j < std::min(end, c + band_); ++j) {
      long double& upper = r(c, j);
      long double& lower = a[index(j - first)];
      long double const old = upper;
      upper = cosine * old + sine * lower;
      lower = cosine * lower - sine * old;
    }
    long double& upper = rotated_rhs_[index(c)];
    long double const old = upper;
    upper = cosine * old + sine * rhs;
    rhs = cosine * rhs - sine * old;
  }
}

void LeastSquares::solve_upper(Vector& x) const {
  for (std::int64_t i = unknowns_ - 1; i >= 0; --i) {
    long double sum = x[index(i)];
    for (std::int64_t j = i + 1; j < std::min(unknowns_, i + band_); ++j) {
      sum -= r(i, j) * x[index(j)];
    }
    x[index(i)] = sum / r(i, i);
  }
}

void LeastSquares::solve_upper_transposed(Vector& x) const {
  for (std::int64_t i = 0; i < unknowns_; ++i) {
    x[index(i)] /= r(i, i);
    for (std::int64_t j = i + 1; j < std::min(unknowns_, i + band_); ++j) {
      x[index(j)] -= r(i, j) * x[index(i)];
    }
  }
}

Vector LeastSquares::solve() const {
  Vector y = rotated_rhs_;
  solve_upper(y);
  // One correction, so that the error is rounding and not rounding times the condition number.
  Vector change = multiply_transposed(residual(y));
  solve_upper_transposed(change);
  solve_upper(change);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += change[i];
  return y;
}

Vector LeastSquares::solve_normal(Vector const& g) const {
  Vector x = g;
  solve_upper_transposed(x);
  solve_upper(x);
  Vector change = g;
  Vector const product = multiply_transposed(multiply(x));
  for (std::size_t i = 0; i < x.size(); ++i) change[i] -= product[i];
  solve_upper_transposed(change);
  solve_upper(change);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += change[i];
  return x;
}

Vector LeastSquares::multiply(Vector const& x) const {
  Vector result;
  result.reserve(rows_.size());
  for (Row const& row : rows_) {
    long double sum = 0;
    for (auto const& entry : row.entries) sum += entry.value * x[index(entry.unknown)];
    result.push_back(sum);
  }
  return result;
}

Vector LeastSquares::multiply_transposed(Vector const& x) const {
  Vector result(index(unknowns_));
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    for (auto const& entry : rows_[k].entries) result[index(entry.unknown)] += entry.value * x[k];
  }
  return result;
}

Vector LeastSquares::residual(Vector const& y) const {
  Vector result = multiply(y);
  for (std::size_t k = 0; k < rows_.size(); ++k) result[k] = rows_[k].rhs - result[k];
  return result;
}

long double LeastSquares::largest_singular_value() const {
  Vector x = start_vector(unknowns_);
  long double square = 0;
  for (int i = 0; i < power_iterations; ++i) {
    scale(x, 1 / norm(x));
    x = multiply_transposed(multiply(x));
    square = norm(x);
  }
  return std::sqrt(square);
}

long double LeastSquares::smallest_singular_value() const {
  if (singular_) return 0;
  Vector x = start_vector(unknowns_);
  long double square = 0;
  for (int i = 0; i < power_iterations; ++i) {
    scale(x, 1 / norm(x));
    solve_upper_transposed(x);
    solve_upper(x);
    square = norm(x);
  }
  return 1 / std::sqrt(square);
}

}  // namespace smnn::test
