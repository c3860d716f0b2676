#include "smnn/discovery/detail/starting_point.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "smnn/discovery/detail/dense.hpp"

namespace smnn::discovery::detail {
namespace {

struct Target {
  double value;
  double weight;
};

// What the sum of terms should be where x' has this value, and how well x' tells.
Target invert_link(Link link, double derivative, double size) {
  if (link == Link::tanh) {
    double const bounded = std::clamp(derivative, -0.99, 0.99);
    return {std::atanh(bounded), 1 - bounded * bounded};
  }
  if (link == Link::exp) {
    double const positive = std::max(derivative, 1e-3 * size);
    return {std::log(positive), positive};
  }
  return {derivative, 1};
}

// Least squares with a little of every scaled unknown in the objective.
std::vector<double> regularised(Matrix const& rows, std::size_t unknowns) {
  constexpr double share = 1e-6;
  Matrix a(rows.rows() + unknowns, unknowns + 1);
  std::vector<double> norm(unknowns, 0);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (std::size_t j = 0; j <= unknowns; ++j) a(i, j) = rows(i, j);
    for (std::size_t j = 0; j < unknowns; ++j) norm[j] += rows(i, j) * rows(i, j);
  }
  for (std::size_t j = 0; j < unknowns; ++j) a(rows.rows() + j, j) = share * std::sqrt(norm[j]);
  triangularise(a);
  std::vector<double> z(unknowns + 1);
  for (std::size_t i = 0; i <= unknowns; ++i) z[i] = a(i, unknowns);
  Matrix triangle(unknowns + 1, unknowns);
  for (std::size_t i = 0; i < unknowns; ++i) {
    for (std::size_t j = i; j < unknowns; ++j) triangle(i, j) = a(i, j);
  }
  std::vector<std::size_t> all(unknowns);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return solve_subset(triangle, z, all).x;
}

std::vector<double> fit_equation(Model const& model, std::vector<Column> const& columns,
                                 std::size_t e, std::vector<double> const& states,
                                 std::vector<double> const& derivatives) {
  std::size_t const dims = model.dims();
  std::size_t const samples = states.size() / dims;
  double size = 0;
  for (std::size_t i = 0; i < samples; ++i) size = std::max(size, derivatives[i * dims + e]);
  Matrix rows(samples, columns.size() + 1);
  for (std::size_t i = 0; i < samples; ++i) {
    double const derivative = derivatives[i * dims + e];
    Target const target = invert_link(model.link, derivative, size);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      double const term =
          value(model.terms[static_cast<std::size_t>(columns[c].term)], &states[i * dims]);
      rows(i, c) = target.weight * (columns[c].denominator ? -derivative * term : term);
    }
    rows(i, columns.size()) = target.weight * target.value;
  }
  return regularised(rows, columns.size());
}

// Whether the fraction's denominator stays away from zero at the states.
bool denominator_is_safe(Model const& model, std::vector<Column> const& columns,
                         std::vector<double> const& xi, std::vector<double> const& states) {
  constexpr double least = 0.05;
  for (std::size_t i = 0; i < states.size(); i += model.dims()) {
    double q = 1;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (!columns[c].denominator) continue;
      q += xi[c] * value(model.terms[static_cast<std::size_t>(columns[c].term)], &states[i]);
    }
    if (!(q > least)) return false;
  }
  return true;
}

// The fit, or, where its denominator has a zero, the one without denominator.
std::vector<double> fit_safely(Model const& model, std::vector<Column> const& columns,
                               std::size_t e, std::vector<double> const& states,
                               std::vector<double> const& derivatives) {
  auto xi = fit_equation(model, columns, e, states, derivatives);
  if (denominator_is_safe(model, columns, xi, states)) return xi;
  std::vector<Column> numerator;
  for (auto const& column : columns) {
    if (!column.denominator) numerator.push_back(column);  // they stand in front
  }
  xi = fit_equation(model, numerator, e, states, derivatives);
  xi.resize(columns.size(), 0);
  return xi;
}

}  // namespace

std::vector<double> starting_coefficients(Model const& model, std::vector<Column> const& columns,
                                          std::vector<double> const& states,
                                          std::vector<double> const& derivatives) {
  std::vector<double> xi(columns.size(), 0);
  if (model.link == Link::identity) return xi;
  for (std::size_t e = 0; e < model.dims(); ++e) {
    std::vector<Column> own;
    std::vector<std::size_t> places;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].equation != static_cast<int>(e)) continue;
      own.push_back(columns[c]);
      places.push_back(c);
    }
    auto const fitted = fit_safely(model, own, e, states, derivatives);
    for (std::size_t c = 0; c < own.size(); ++c) xi[places[c]] = fitted[c];
  }
  return xi;
}

}  // namespace smnn::discovery::detail
