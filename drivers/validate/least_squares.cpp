#include "validate/least_squares.hpp"

#include <algorithm>

namespace smnn::drivers::validation {
namespace {

using Vector = std::vector<DoubleDouble>;

std::int64_t half_bandwidth(Sample const& sample, Smoothness smoothness) {
  return (smoothness == Smoothness::central ? 3 : 2) * sample.block_order() - 1;
}

/// A symmetric band matrix, later its Cholesky factor: row i holds the entries from the diagonal's
/// left to it.
class BandMatrix {
 public:
  BandMatrix(std::int64_t size, std::int64_t half_bandwidth)
      : size_(size),
        width_(half_bandwidth + 1),
        entries_(static_cast<std::size_t>(size * width_)) {}

  void add_outer_product(std::vector<RowEntry> const& row) {
    for (auto const& a : row) {
      for (auto const& b : row) {
        if (b.unknown <= a.unknown)
          at(a.unknown, b.unknown) = at(a.unknown, b.unknown) + a.value * b.value;
      }
    }
  }

  /// Divides by the roots of the diagonal, which it returns, from both sides.
  Vector equilibrate() {
    Vector scale(static_cast<std::size_t>(size_));
    for (std::int64_t i = 0; i < size_; ++i) scale[static_cast<std::size_t>(i)] = sqrt(at(i, i));
    for (std::int64_t i = 0; i < size_; ++i) {
      for (std::int64_t j = first(i); j <= i; ++j) {
        at(i, j) =
            at(i, j) / (scale[static_cast<std::size_t>(i)] * scale[static_cast<std::size_t>(j)]);
      }
    }
    return scale;
  }

  /// Largest sum of absolute entries of a row: a bound of the largest eigenvalue.
  double norm() const {
    std::vector<double> sums(static_cast<std::size_t>(size_));
    for (std::int64_t i = 0; i < size_; ++i) {
      for (std::int64_t j = first(i); j <= i; ++j) {
        double const entry = std::fabs(at(i, j).high);
        sums[static_cast<std::size_t>(i)] += entry;
        if (j < i) sums[static_cast<std::size_t>(j)] += entry;
      }
    }
    return *std::max_element(sums.begin(), sums.end());
  }

  /// Becomes its own Cholesky factor; false if the matrix is not positive definite.
  bool factor() {
    for (std::int64_t i = 0; i < size_; ++i) {
      for (std::int64_t j = first(i); j <= i; ++j) {
        DoubleDouble sum = at(i, j);
        for (std::int64_t k = std::max(first(i), first(j)); k < j; ++k)
          sum = sum - at(i, k) * at(j, k);
        if (j < i) {
          at(i, j) = sum / at(j, j);
        } else if (sum.high > 0) {
          at(i, i) = sqrt(sum);
        } else {
          return false;
        }
      }
    }
    return true;
  }

  /// With the factor: overwrites b by the solution.
  void solve(Vector& b) const {
    auto const entry = [&b](std::int64_t i) -> DoubleDouble& {
      return b[static_cast<std::size_t>(i)];
    };
    for (std::int64_t i = 0; i < size_; ++i) {
      for (std::int64_t k = first(i); k < i; ++k) entry(i) = entry(i) - at(i, k) * entry(k);
      entry(i) = entry(i) / at(i, i);
    }
    for (std::int64_t i = size_; i-- > 0;) {
      entry(i) = entry(i) / at(i, i);
      for (std::int64_t k = first(i); k < i; ++k) entry(k) = entry(k) - at(i, k) * entry(i);
    }
  }

  std::int64_t size() const { return size_; }

 private:
  std::int64_t first(std::int64_t i) const { return std::max<std::int64_t>(0, i - width_ + 1); }
  std::size_t index(std::int64_t i, std::int64_t j) const {
    return static_cast<std::size_t>(i * width_ + (j - i + width_ - 1));
  }
  DoubleDouble& at(std::int64_t i, std::int64_t j) { return entries_[index(i, j)]; }
  DoubleDouble const& at(std::int64_t i, std::int64_t j) const { return entries_[index(i, j)]; }

  std::int64_t size_;
  std::int64_t width_;
  Vector entries_;
};

/// Largest eigenvalue of the inverse, from its factor, by a few steps of inverse iteration.
double inverse_norm(BandMatrix const& factor) {
  Vector v(static_cast<std::size_t>(factor.size()));
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = 1 + std::sin(static_cast<double>(i));
  double growth = 0;
  for (int iteration = 0; iteration < 4; ++iteration) {
    double norm = 0;
    for (auto const& entry : v) norm += entry.high * entry.high;
    norm = std::sqrt(norm);
    for (auto& entry : v) entry = entry / norm;
    factor.solve(v);
    growth = 0;
    for (auto const& entry : v) growth += entry.high * entry.high;
    growth = std::sqrt(growth);
  }
  return growth;
}

/// Updates the sensitivity by one member: unknowns are known to a share of the largest scaled one.
void add_sensitivity(Sample const& sample, Vector const& scale, Vector const& scaled,
                     std::vector<double>& sensitivity) {
  double largest = 0;
  for (auto const& entry : scaled) largest = std::fmax(largest, std::fabs(entry.high));
  for (std::size_t i = 0; i < scale.size(); ++i) {
    double& entry = sensitivity[i % static_cast<std::size_t>(sample.orders)];
    entry = std::fmax(entry, largest / scale[i].high);
  }
}

}  // namespace

double least_squares_bytes(Sample const& sample, Smoothness smoothness) {
  auto const unknowns = static_cast<double>(sample.time_points * sample.block_order());
  return unknowns * static_cast<double>(half_bandwidth(sample, smoothness) + 2) *
         sizeof(DoubleDouble);
}

std::optional<LeastSquares> solve_least_squares(Sample const& sample, Smoothness smoothness,
                                                Weights const& weights) {
  LeastSquares result;
  result.sensitivity.resize(static_cast<std::size_t>(sample.orders));
  std::int64_t const unknowns = sample.time_points * sample.block_order();
  bool const one_matrix = sample.coefficients.members == 1 && sample.steps.members == 1;
  std::optional<BandMatrix> matrix;
  Vector scale;
  for (std::int64_t b = 0; b < sample.members; ++b) {
    bool const factored = one_matrix && b > 0;
    if (!factored) matrix.emplace(unknowns, half_bandwidth(sample, smoothness));
    Vector y(static_cast<std::size_t>(unknowns));
    for_each_row(sample, smoothness, weights, b,
                 [&](std::vector<RowEntry> const& row, DoubleDouble const& rhs) {
                   if (!factored) matrix->add_outer_product(row);
                   if (rhs.high == 0) return;
                   for (auto const& [unknown, value] : row) {
                     auto& entry = y[static_cast<std::size_t>(unknown)];
                     entry = entry + value * rhs;
                   }
                 });
    if (!factored) {
      scale = matrix->equilibrate();
      double const norm = matrix->norm();
      if (!matrix->factor()) return std::nullopt;
      result.condition = std::max(result.condition, norm * inverse_norm(*matrix));
    }
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = y[i] / scale[i];
    matrix->solve(y);
    add_sensitivity(sample, scale, y, result.sensitivity);
    for (std::size_t i = 0; i < y.size(); ++i) result.solution.push_back((y[i] / scale[i]).high);
  }
  return result;
}

}  // namespace smnn::drivers::validation
