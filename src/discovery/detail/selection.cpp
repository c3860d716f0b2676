#include "smnn/discovery/detail/selection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace smnn::discovery::detail {
namespace {

// Pivots of the scaled reduced matrix below this are taken for rounding: that of the solutions,
// 1e-13 of their largest derivative, counts against residuals some thousand times smaller than
// they.
constexpr double least_pivot = 1e-9;

double strength(double ratio, double least) {
  return least > 0 ? ratio / least : std::numeric_limits<double>::infinity();
}

// Removes entry i from the list by exchanging it with the others' order kept.
template <class T>
void erase_at(std::vector<T>& list, std::size_t i) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
}

// The inverse of the matrix without row and column i, from the inverse with them.
Matrix without(Matrix const& inverse, std::size_t i) {
  Matrix smaller(inverse.rows() - 1, inverse.rows() - 1);
  for (std::size_t r = 0; r < smaller.rows(); ++r) {
    for (std::size_t c = 0; c < smaller.rows(); ++c) {
      std::size_t const row = r < i ? r : r + 1;
      std::size_t const column = c < i ? c : c + 1;
      smaller(r, c) = inverse(row, column) - inverse(row, i) * inverse(i, column) / inverse(i, i);
    }
  }
  return smaller;
}

}  // namespace

Selection select(ReducedProblem const& problem, std::vector<Column> const& columns, double variance,
                 std::vector<double> const& derivative_sizes, SelectionRule const& rule) {
  Selection result;
  result.kept.resize(columns.size());
  std::iota(result.kept.begin(), result.kept.end(), std::size_t{0});
  Inverse inverse = invert(problem.gram, least_pivot);
  result.undetermined = inverse.held;
  auto& xi = result.coefficients;
  xi.assign(columns.size(), 0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) xi[i] -= inverse.matrix(i, j) * problem.rhs[j];
  }
  auto const error = [&](std::size_t i) { return std::sqrt(variance * inverse.matrix(i, i)); };
  auto const weakest = [&] {
    std::pair<double, std::size_t> least{1, xi.size()};
    for (std::size_t i = 0; i < xi.size(); ++i) {
      std::size_t const column = result.kept[i];
      double const size = std::fabs(xi[i]);
      double const derivative =
          derivative_sizes[static_cast<std::size_t>(columns[column].equation)];
      least = std::min(
          {least, std::pair(strength(size / error(i), rule.significance), i),
           std::pair(strength(size * problem.sizes[column] / derivative, rule.contribution), i),
           std::pair(strength(size, rule.threshold), i)});
    }
    return least.second;
  };
  for (std::size_t i = weakest(); i < xi.size(); i = weakest()) {
    double const step = xi[i] / inverse.matrix(i, i);
    for (std::size_t j = 0; j < xi.size(); ++j) xi[j] -= inverse.matrix(j, i) * step;
    inverse.matrix = without(inverse.matrix, i);
    erase_at(xi, i);
    erase_at(result.kept, i);
  }
  for (std::size_t i = 0; i < xi.size(); ++i) result.standard_errors.push_back(error(i));
  return result;
}

std::vector<std::size_t> grow(ReducedProblem const& problem, std::vector<std::size_t> begun,
                              std::vector<Column> const& columns, double variance,
                              std::vector<double> const& derivative_sizes,
                              SelectionRule const& rule) {
  Matrix const& gram = problem.gram;
  std::size_t const most = columns.size() / 2;  // what more is none of a sparse model's
  while (begun.size() < most) {
    std::size_t const n = begun.size();
    Matrix chosen(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) chosen(i, j) = gram(begun[i], begun[j]);
    }
    Matrix const inverse = invert(chosen, least_pivot).matrix;
    std::pair<double, std::size_t> best{1, columns.size()};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (std::find(begun.begin(), begun.end(), c) != begun.end()) continue;
      double gradient = problem.rhs[c];
      double rest = gram(c, c);
      for (std::size_t i = 0; i < n; ++i) {
        double projection = 0;
        for (std::size_t j = 0; j < n; ++j) projection += inverse(i, j) * gram(begun[j], c);
        gradient -= projection * problem.rhs[begun[i]];
        rest -= projection * gram(begun[i], c);
      }
      if (!(rest > 1e-6 * gram(c, c))) continue;       // a combination of the others
      double const size = std::fabs(gradient) / rest;  // of the coefficient, if it were added
      double const derivative = derivative_sizes[static_cast<std::size_t>(columns[c].equation)];
      double const gain =
          std::min({strength(size / std::sqrt(variance / rest), rule.significance),
                    strength(size * problem.sizes[c] / derivative, rule.contribution),
                    strength(size, rule.threshold)});
      best = std::max(best, {gain, c});
    }
    if (best.second == columns.size()) break;
    begun.push_back(best.second);
  }
  return begun;
}

}  // namespace smnn::discovery::detail
