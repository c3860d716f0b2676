#include "smnn/discovery/detail/encoder/projection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {
namespace {

// Least squares of one variable on the triangle of the terms' columns.
struct Regression {
  Matrix const& triangle;
  std::vector<double> z;            // the right-hand side in the triangle's rows
  std::vector<double> column_size;  // root mean square per term, in units of the right-hand side's
};

struct Fit {
  std::vector<std::size_t> chosen;
  SubsetSolution solution;
};

// Fits, drops the weakest term that fails the rule, fits again.
Fit fit_thresholded(Regression const& regression, double threshold, double contribution) {
  Fit fit;
  fit.chosen.resize(regression.triangle.columns());
  std::iota(fit.chosen.begin(), fit.chosen.end(), std::size_t{0});
  while (true) {
    fit.solution = solve_subset(regression.triangle, regression.z, fit.chosen);
    double least = 1;
    std::size_t weakest = fit.chosen.size();
    for (std::size_t i = 0; i < fit.chosen.size(); ++i) {
      double const size = std::fabs(fit.solution.x[i]);
      double strength = std::numeric_limits<double>::infinity();
      if (threshold > 0) strength = size / threshold;
      if (contribution > 0) {
        strength = std::min(strength, size * regression.column_size[fit.chosen[i]] / contribution);
      }
      if (!(strength < least)) continue;
      least = strength;
      weakest = i;
    }
    if (weakest == fit.chosen.size()) return fit;
    fit.chosen.erase(fit.chosen.begin() + static_cast<std::ptrdiff_t>(weakest));
  }
}

// Variable d of (W, T, D) values, less the mean of every window.
std::vector<double> centred(std::vector<double> const& targets, Trajectories const& windows,
                            std::size_t d) {
  auto const points = static_cast<std::size_t>(windows.points);
  std::size_t const dims = windows.variables.size();
  std::vector<double> values;
  values.reserve(targets.size() / dims);
  for (std::size_t first = 0; first < targets.size(); first += points * dims) {
    double mean = 0;
    for (std::size_t t = 0; t < points; ++t) mean += targets[first + t * dims + d];
    mean /= static_cast<double>(points);
    for (std::size_t t = 0; t < points; ++t) values.push_back(targets[first + t * dims + d] - mean);
  }
  return values;
}

double root_mean_square(Matrix const& a, std::size_t column) {
  double sum = 0;
  for (std::size_t i = 0; i < a.rows(); ++i) sum += a(i, column) * a(i, column);
  return std::sqrt(sum / static_cast<double>(a.rows()));
}

}  // namespace

template <class ExecutionSpace>
Projection project(ExecutionSpace const& space, Trajectories const& windows,
                   std::vector<double> const& targets, std::vector<Term> const& terms,
                   ProjectionRule const& rule, Discretisation const& discretisation) {
  std::size_t const candidates = terms.size();
  std::size_t const dims = windows.variables.size();
  Matrix const basis = integrate_terms(space, windows, terms, discretisation);
  // Terms and variables side by side: one triangle serves all variables.
  Matrix a(basis.rows(), candidates + dims);
  std::vector<double> size(candidates + dims);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t p = 0; p < candidates; ++p) a(i, p) = basis(i, p);
  }
  for (std::size_t d = 0; d < dims; ++d) {
    auto const values = centred(targets, windows, d);
    for (std::size_t i = 0; i < a.rows(); ++i) a(i, candidates + d) = values[i];
  }
  for (std::size_t j = 0; j < size.size(); ++j) size[j] = root_mean_square(a, j);
  double const rows = static_cast<double>(a.rows());
  triangularise(a);

  Projection result;
  result.model = Model(windows.variables, terms, Link::identity);
  result.standard_errors.assign(dims * candidates, 0);
  std::size_t const triangle_rows = candidates + dims;
  Matrix triangle(triangle_rows, candidates);
  for (std::size_t i = 0; i < candidates; ++i) {
    for (std::size_t p = i; p < candidates; ++p) triangle(i, p) = a(i, p);
  }
  for (std::size_t d = 0; d < dims; ++d) {
    Regression regression{triangle, std::vector<double>(triangle_rows), {}};
    for (std::size_t i = 0; i < triangle_rows; ++i) regression.z[i] = a(i, candidates + d);
    for (std::size_t p = 0; p < candidates; ++p) {
      regression.column_size.push_back(size[p] / size[candidates + d]);
    }
    Fit const fit = fit_thresholded(regression, rule.threshold, rule.contribution);
    double const variance = fit.solution.residual_squares /
                            std::max(1.0, rows - static_cast<double>(fit.chosen.size()));
    result.mean_square += fit.solution.residual_squares / (rows * static_cast<double>(dims));
    for (std::size_t i = 0; i < fit.chosen.size(); ++i) {
      result.model.coefficient(d, fit.chosen[i]) = fit.solution.x[i];
      result.standard_errors[result.model.index(d, fit.chosen[i])] =
          std::sqrt(variance * fit.solution.variances[i]);
    }
  }
  return result;
}

#define SMNN_INSTANTIATE_PROJECTION(REAL, SPACE)                                           \
  template Projection project<SPACE>(SPACE const&, Trajectories const&,                    \
                                     std::vector<double> const&, std::vector<Term> const&, \
                                     ProjectionRule const&, Discretisation const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_PROJECTION, double)

}  // namespace smnn::discovery::detail
