// The method of variable projection with states = data: sequentially thresholded least squares on
// integrated terms.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "smnn/discovery/detail/methods.hpp"
#include "smnn/discovery/detail/windowed_basis.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {
namespace {

// Noise in the terms biases their coefficients; nothing below this multiple of `contribution` is
// trusted.
constexpr double contribution_factor = 10;

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

// The values of variable d, less the mean of every window.
std::vector<double> centred(Trajectories const& windows, std::size_t d) {
  std::vector<double> values;
  for (std::int64_t w = 0; w < windows.count; ++w) {
    double mean = 0;
    for (std::int64_t t = 0; t < windows.points; ++t) mean += windows.state(w, t)[d];
    mean /= static_cast<double>(windows.points);
    for (std::int64_t t = 0; t < windows.points; ++t)
      values.push_back(windows.state(w, t)[d] - mean);
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
Discovery fit_by_variable_projection(ExecutionSpace const& space, Trajectories const& data,
                                     std::vector<Term> const& terms, Options const& options) {
  Trajectories const windows = cut(data, options.window);
  std::size_t const candidates = terms.size();
  std::size_t const dims = data.variables.size();
  Matrix const basis = integrate_terms(space, windows, terms, options);
  // Terms and variables side by side: one triangle serves all variables.
  Matrix a(basis.rows(), candidates + dims);
  std::vector<double> size(candidates + dims);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t p = 0; p < candidates; ++p) a(i, p) = basis(i, p);
  }
  for (std::size_t d = 0; d < dims; ++d) {
    auto const values = centred(windows, d);
    for (std::size_t i = 0; i < a.rows(); ++i) a(i, candidates + d) = values[i];
  }
  for (std::size_t j = 0; j < size.size(); ++j) size[j] = root_mean_square(a, j);
  double const rows = static_cast<double>(a.rows());
  triangularise(a);

  Discovery found;
  found.model = Model(data.variables, terms, Link::identity);
  found.standard_errors.assign(dims * candidates, 0);
  found.states = data.values;
  found.noise = estimate_noise(data);
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
    Fit const fit =
        fit_thresholded(regression, options.threshold, contribution_factor * options.contribution);
    double const variance = fit.solution.residual_squares /
                            std::max(1.0, rows - static_cast<double>(fit.chosen.size()));
    for (std::size_t i = 0; i < fit.chosen.size(); ++i) {
      found.model.coefficient(d, fit.chosen[i]) = fit.solution.x[i];
      found.standard_errors[found.model.index(d, fit.chosen[i])] =
          std::sqrt(variance * fit.solution.variances[i]);
    }
    if (fit.chosen.empty()) {
      found.warnings.push_back("no term was found for " + data.variables[d] +
                               "'; bring denser data, other candidates, or lower the thresholds");
    }
  }
  return found;
}

#define SMNN_INSTANTIATE_VARIABLE_PROJECTION(REAL, SPACE)                                 \
  template Discovery fit_by_variable_projection<SPACE>(SPACE const&, Trajectories const&, \
                                                       std::vector<Term> const&, Options const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_VARIABLE_PROJECTION, double)

}  // namespace smnn::discovery::detail
