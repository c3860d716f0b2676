#include "validate/judgement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace smnn::drivers::validation {
namespace {

constexpr double most_bytes = 0x1p30;

template <class Visit>
void for_each_entry(Sample const& sample, int r, Visit const& visit) {
  for (std::int64_t b = 0; b < sample.members; ++b) {
    for (std::int64_t t = 0; t < sample.time_points; ++t) {
      for (int d = 0; d < sample.dims; ++d) visit(sample.index(b, t, d, r));
    }
  }
}

std::string condition_text(double condition) {
  char text[96];
  std::snprintf(text, sizeof text, "rounding may swallow it: the scaled condition is %.0e",
                condition);
  return text;
}

/// The rounding-free solution, or the reason why it cannot be had.
std::optional<LeastSquares> reference(Sample const& sample, Smoothness smoothness,
                                      std::string& reason) {
  if (least_squares_bytes(sample, smoothness) > most_bytes) {
    reason = "too large for the reference in twice the precision (1 GiB)";
    return std::nullopt;
  }
  auto result = solve_least_squares(sample, smoothness, Weights{});
  if (!result) reason = "the normal matrix is singular even in twice the precision";
  return result;
}

double largest_relative_truncation(Sample const& sample, std::vector<Order> const& orders) {
  double result = 0;
  for (int r = 0; r < sample.pinned_orders; ++r) {
    result =
        std::fmax(result, *orders[static_cast<std::size_t>(r)].truncation / magnitude(sample, r));
  }
  return result;
}

}  // namespace

Distance distance(Sample const& sample, std::vector<double> const& a, std::vector<double> const& b,
                  int r) {
  Distance result;
  double squares = 0;
  double count = 0;
  for_each_entry(sample, r, [&](std::size_t i) {
    double const difference = std::fabs(a[i] - b[i]);
    if (!(difference <= result.max)) result.max = difference;  // a NaN stays
    squares += difference * difference;
    count += 1;
  });
  if (std::isnan(squares)) result.max = squares;
  result.rms = std::sqrt(squares / count);
  return result;
}

double magnitude(Sample const& sample, int r) {
  double result = 0;
  for_each_entry(sample, r, [&](std::size_t i) {
    result = std::fmax(result, std::fabs(sample.exact.values[i]));
  });
  return result;
}

std::optional<double> rounding_allowance(SolverChoice const& choice, double condition) {
  bool const single = choice.precision == Precision::single_precision;
  double const unit =
      single ? std::numeric_limits<float>::epsilon() : std::numeric_limits<double>::epsilon();
  double const contraction = unit * condition;
  double const floor = 10 * unit * std::sqrt(condition);
  SolverOptions const& options = choice.options;
  double allowance = contraction;
  if (options.method == Method::conjugate_gradient) {
    allowance = condition * options.conjugate_gradient.tolerance;
  } else if (options.refinement.mode == Refinement::Mode::fixed) {
    allowance = std::fmax(std::pow(contraction, options.refinement.sweeps + 1), floor);
  } else if (options.refinement.mode == Refinement::Mode::automatic && contraction < 1) {
    allowance = std::fmax(floor, options.refinement.tolerance);
  }
  if (!(allowance < 1)) return std::nullopt;
  return allowance;
}

std::optional<double> truncation_bound(Equation const& equation, Sample const& sample,
                                       Smoothness smoothness) {
  if (sample.time_points != equation.time_points || sample.step != equation.step)
    return std::nullopt;
  for (auto const& entry : equation.truncation) {
    if (entry.smoothness == smoothness && entry.orders == sample.orders) return entry.bound;
  }
  return std::nullopt;
}

Judgement judge(Equation const& equation, Sample const& sample, Smoothness smoothness,
                SolverChoice const& choice, Outcome const& outcome) {
  Judgement result;
  result.holds = outcome.failed == 0;
  auto const exact = reference(sample, smoothness, result.no_tolerance);
  std::optional<double> allowance;
  if (exact) allowance = rounding_allowance(choice, exact->condition);
  if (exact && !allowance) result.no_tolerance = condition_text(exact->condition);
  for (int r = 0; r < sample.orders; ++r) {
    Order order;
    order.error = distance(sample, outcome.solution, sample.exact.values, r);
    if (exact) {
      order.truncation = distance(sample, exact->solution, sample.exact.values, r).max;
      order.rounding = distance(sample, outcome.solution, exact->solution, r).max;
    }
    if (allowance) {
      order.tolerance = truncation_margin * *order.truncation +
                        *allowance * exact->sensitivity[static_cast<std::size_t>(r)];
      order.holds = order.error.max <= *order.tolerance;
      result.holds = result.holds && order.holds;
    }
    result.orders.push_back(order);
  }
  result.truncation_bound = truncation_bound(equation, sample, smoothness);
  if (exact && result.truncation_bound) {
    result.truncation_violated =
        largest_relative_truncation(sample, result.orders) > *result.truncation_bound;
    result.holds = result.holds && !result.truncation_violated;
  }
  return result;
}

}  // namespace smnn::drivers::validation
