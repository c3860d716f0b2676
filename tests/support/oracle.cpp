#include "oracle.hpp"

#include <algorithm>
#include <cmath>

namespace smnn::test {
namespace {

// Extended-precision sums in the shapes of the inputs.
struct Sums {
  Vector coefficients, rhs, initial_values, steps;
};

std::vector<double> rounded(Vector const& x) { return {x.begin(), x.end()}; }

// Adds what one row contributes: dl/db = A lambda, dl/dA = (b - A y) lambda^T - (A lambda) y^T.
void add_row(Row const& row, long double residual, long double a_lambda, Vector const& y,
             Vector const& lambda, Sums& sums) {
  for (std::size_t j = 0; j < row.entries.size(); ++j) {
    auto const unknown = static_cast<std::size_t>(row.entries[j].unknown);
    long double const of_entry = residual * lambda[unknown] - a_lambda * y[unknown];
    if (row.kind == Row::Kind::governing)
      sums.coefficients[row.sources[j]] += row.weight * of_entry;
    for (std::size_t const step : row.step_sources) {
      sums.steps[step] += row.entries[j].step_derivative * of_entry;
    }
  }
  if (row.kind == Row::Kind::governing) sums.rhs[row.source] += row.weight * a_lambda;
  if (row.kind == Row::Kind::initial) sums.initial_values[row.source] += row.weight * a_lambda;
}

}  // namespace

Oracle::Oracle(ProblemData const& problem)
    : extents_(problem.extents), shapes_(problem.extents), shortest_step_(1) {
  for (double const step : problem.inputs.steps) shortest_step_ = std::min(shortest_step_, step);
  for (std::int64_t b = 0; b < extents_.batch; ++b) {
    for (std::int64_t m = 0; m < extents_.right_hand_sides; ++m) {
      systems_.emplace_back(constraint_rows(problem, b, m), unknowns(), extents_.block_order());
      solutions_.push_back(systems_.back().singular() ? Vector() : systems_.back().solve());
      if (m > 0) continue;
      largest_.push_back(systems_.back().largest_singular_value());
      smallest_.push_back(systems_.back().smallest_singular_value());
    }
  }
}

bool Oracle::singular() const {
  return std::any_of(systems_.begin(), systems_.end(),
                     [](LeastSquares const& system) { return system.singular(); });
}

double Oracle::condition() const {
  long double condition = 1;
  for (std::size_t b = 0; b < largest_.size(); ++b)
    condition = std::max(condition, largest_[b] / smallest_[b]);
  return static_cast<double>(condition);
}

Vector Oracle::slice(std::vector<double> const& solutions, std::size_t number) const {
  auto const count = static_cast<std::size_t>(unknowns());
  return to_extended(solutions.data() + number * count, count);
}

std::vector<double> Oracle::solution() const {
  std::vector<double> result;
  for (Vector const& y : solutions_) {
    std::vector<double> const values = rounded(y);
    result.insert(result.end(), values.begin(), values.end());
  }
  return result;
}

std::vector<double> Oracle::residual_norm() const {
  std::vector<double> result;
  for (std::size_t i = 0; i < systems_.size(); ++i) {
    result.push_back(static_cast<double>(norm(systems_[i].residual(solutions_[i]))));
  }
  return result;
}

InputData Oracle::adjoint(std::vector<double> const& seed) const {
  Sums sums{Vector(entries(shapes_.coefficients)), Vector(entries(shapes_.rhs)),
            Vector(entries(shapes_.initial_values)), Vector(entries(shapes_.steps))};
  for (std::size_t i = 0; i < systems_.size(); ++i) {
    Vector const lambda = systems_[i].solve_normal(slice(seed, i));
    Vector const residual = systems_[i].residual(solutions_[i]);
    Vector const a_lambda = systems_[i].multiply(lambda);
    auto const& rows = systems_[i].rows();
    for (std::size_t k = 0; k < rows.size(); ++k)
      add_row(rows[k], residual[k], a_lambda[k], solutions_[i], lambda, sums);
  }
  return {rounded(sums.coefficients), rounded(sums.rhs), rounded(sums.initial_values),
          rounded(sums.steps)};
}

Vector Oracle::tangent_rhs(std::size_t i, InputData const& direction,
                           long double& change_norm) const {
  Vector const residual = systems_[i].residual(solutions_[i]);
  Vector g(static_cast<std::size_t>(unknowns()));
  long double squares = 0;
  auto const& rows = systems_[i].rows();
  for (std::size_t k = 0; k < rows.size(); ++k) {
    Row const& row = rows[k];
    long double of_steps = 0;
    for (std::size_t const step : row.step_sources) of_steps += direction.steps[step];
    long double change = 0;  // db - dA y
    if (row.kind == Row::Kind::governing) change = row.weight * direction.rhs[row.source];
    if (row.kind == Row::Kind::initial) change = row.weight * direction.initial_values[row.source];
    for (std::size_t j = 0; j < row.entries.size(); ++j) {
      auto const unknown = static_cast<std::size_t>(row.entries[j].unknown);
      long double da = row.entries[j].step_derivative * of_steps;
      if (row.kind == Row::Kind::governing)
        da += row.weight * direction.coefficients[row.sources[j]];
      g[unknown] += da * residual[k];
      change -= da * solutions_[i][unknown];
    }
    for (auto const& entry : row.entries)
      g[static_cast<std::size_t>(entry.unknown)] += entry.value * change;
    squares += change * change;
  }
  change_norm = std::sqrt(squares);
  return g;
}

std::vector<double> Oracle::tangent(InputData const& direction) const {
  std::vector<double> result;
  for (std::size_t i = 0; i < systems_.size(); ++i) {
    long double change = 0;
    std::vector<double> const dy =
        rounded(systems_[i].solve_normal(tangent_rhs(i, direction, change)));
    result.insert(result.end(), dy.begin(), dy.end());
  }
  return result;
}

double Oracle::solution_bound(double epsilon) const {
  long double bound = 0;
  for (std::size_t i = 0; i < systems_.size(); ++i) {
    std::size_t const b = i / static_cast<std::size_t>(extents_.right_hand_sides);
    long double const condition = largest_[b] / smallest_[b];
    long double const y = std::max(norm(solutions_[i]), 1e-300L);
    long double const r = norm(systems_[i].residual(solutions_[i]));
    bound = std::max(bound, condition + condition * condition * r / (largest_[b] * y));
  }
  return static_cast<double>(epsilon * bound);
}

double Oracle::gradient_bound(double epsilon, std::vector<double> const& seed) const {
  long double bound = 0;
  for (std::size_t i = 0; i < systems_.size(); ++i) {
    std::size_t const b = i / static_cast<std::size_t>(extents_.right_hand_sides);
    long double const a = largest_[b];
    long double const condition = a / smallest_[b];
    Vector const lambda = systems_[i].solve_normal(slice(seed, i));
    long double const l = norm(lambda);
    long double const al = norm(systems_[i].multiply(lambda));
    long double const y = norm(solutions_[i]);
    long double const r = norm(systems_[i].residual(solutions_[i]));
    long double const of_lambda = condition * l + condition * condition * al / a;
    long double const of_y = condition * y + condition * condition * r / a;
    // d(step) differentiates powers up to K-1 of a step.
    long double const slope = static_cast<long double>(extents_.orders) / shortest_step_;
    bound += (1 + a * slope) * (of_lambda * (r + a * y) + of_y * (al + a * l));
  }
  return static_cast<double>(epsilon * bound);
}

double Oracle::tangent_bound(double epsilon, InputData const& direction) const {
  long double bound = 0;
  for (std::size_t i = 0; i < systems_.size(); ++i) {
    std::size_t const b = i / static_cast<std::size_t>(extents_.right_hand_sides);
    long double const a = largest_[b];
    long double const condition = a / smallest_[b];
    long double change = 0;
    long double const dy = norm(systems_[i].solve_normal(tangent_rhs(i, direction, change)));
    long double const y = norm(solutions_[i]);
    long double const r = norm(systems_[i].residual(solutions_[i]));
    // |dA| <= slope: directions are at most one, and powers up to K-1 of a step are differentiated.
    long double const slope = 2 + a * static_cast<long double>(extents_.orders) / shortest_step_;
    long double const of_y = condition * y + condition * condition * r / a;
    // y + error: g changes by dA^T A error and A^T dA error; M^{-1} of them, and of their rounding.
    long double const inverse = 1 / smallest_[b];
    bound = std::max(bound, condition * dy + condition * condition * change / a +
                                (of_y + y + r / a) * slope * inverse * (1 + condition));
  }
  return static_cast<double>(epsilon * bound);
}

double Oracle::plain_bound(double epsilon) const { return epsilon * condition() * condition(); }

}  // namespace smnn::test
