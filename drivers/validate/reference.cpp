#include "validate/reference.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace smnn::drivers::validation {
namespace {

constexpr int integration_terms = 28;
constexpr Number longest_step = .2L;  // (1/5)^28 is below the rounding of long double

using Matrix = std::vector<std::vector<Number>>;

/// Solves a small dense system by elimination with pivoting.
std::vector<Number> solve_dense(Matrix a, std::vector<Number> b) {
  std::size_t const n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a[i][k]) > std::fabs(a[pivot][k])) pivot = i;
    }
    std::swap(a[k], a[pivot]);
    std::swap(b[k], b[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      Number const factor = a[i][k] / a[k][k];
      for (std::size_t j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) b[k] -= a[k][j] * b[j];
    b[k] /= a[k][k];
  }
  return b;
}

/// (k+r)! / k!
Number rising(int k, int r) {
  Number product = 1;
  for (int i = 1; i <= r; ++i) product *= static_cast<Number>(k + i);
  return product;
}

/// The power series of the solution around t0 that has the given state (D, highest_order) there.
std::vector<Series> solution_series(Equation const& equation, int member, Number t0,
                                    std::vector<Number> const& state) {
  int const dims = equation.dims;
  int const order = equation.highest_order;
  Rows const rows = governing_rows(equation, member, Series::variable(t0, integration_terms));
  std::vector<Series> y(static_cast<std::size_t>(dims), Series::variable(0, integration_terms));
  Matrix leading(static_cast<std::size_t>(dims),
                 std::vector<Number>(static_cast<std::size_t>(dims)));
  for (int d = 0; d < dims; ++d) {
    for (int r = 0; r < order; ++r) {
      y[static_cast<std::size_t>(d)].set(
          r, state[static_cast<std::size_t>(d * order + r)] / rising(0, r));
    }
    for (int e = 0; e < dims; ++e) {
      leading[static_cast<std::size_t>(e)][static_cast<std::size_t>(d)] =
          rows.coefficient(e, d, order)[0];
    }
  }
  // Term j of every governing row determines the terms j + order of the solution.
  for (int j = 0; j + order < integration_terms; ++j) {
    std::vector<Number> remainder;
    for (int e = 0; e < dims; ++e) {
      Number sum = rows.rhs(e)[j];
      for (int d = 0; d < dims; ++d) {
        for (int r = 0; r <= order; ++r) {
          for (int i = r == order ? 1 : 0; i <= j; ++i) {
            int const k = j - i;
            sum -=
                rows.coefficient(e, d, r)[i] * rising(k, r) * y[static_cast<std::size_t>(d)][k + r];
          }
        }
      }
      remainder.push_back(sum / rising(j, order));
    }
    auto const terms = solve_dense(leading, remainder);
    for (int d = 0; d < dims; ++d)
      y[static_cast<std::size_t>(d)].set(j + order, terms[static_cast<std::size_t>(d)]);
  }
  return y;
}

/// The r-th derivative of a series at a distance from its point.
Number evaluate(Series const& y, Number distance, int r) {
  Number sum = 0;
  for (int k = y.terms() - r; k-- > 0;) sum = sum * distance + rising(k, r) * y[k + r];
  return sum;
}

/// The state at the time t1, from that at t0.
std::vector<Number> advance(Equation const& equation, int member, Number t0, Number t1,
                            std::vector<Number> state) {
  int const pieces = std::max(1, static_cast<int>(std::ceil((t1 - t0) / longest_step)));
  Number const distance = (t1 - t0) / static_cast<Number>(pieces);
  for (int piece = 0; piece < pieces; ++piece) {
    auto const y =
        solution_series(equation, member, t0 + static_cast<Number>(piece) * distance, state);
    for (int d = 0; d < equation.dims; ++d) {
      for (int r = 0; r < equation.highest_order; ++r) {
        state[static_cast<std::size_t>(d * equation.highest_order + r)] =
            evaluate(y[static_cast<std::size_t>(d)], distance, r);
      }
    }
  }
  return state;
}

void append_derivatives(std::vector<Series> const& y, int orders, std::vector<double>& values) {
  for (Series const& function : y) {
    for (int r = 0; r < orders; ++r) values.push_back(static_cast<double>(function.derivative(r)));
  }
}

}  // namespace

std::vector<Number> initial_state(Equation const& equation, int member) {
  std::vector<Number> state;
  std::vector<Series> y;
  if (equation.closed_form) {
    y = equation.closed_form(member, Series::variable(equation.begin, equation.highest_order));
  }
  for (int d = 0; d < equation.dims; ++d) {
    for (int r = 0; r < equation.highest_order; ++r) {
      state.push_back(y.empty() ? equation.initial_value(member, d, r)
                                : y[static_cast<std::size_t>(d)].derivative(r));
    }
  }
  return state;
}

std::vector<double> integrated_solution(Equation const& equation, int member,
                                        std::span<Number const> times, int orders) {
  std::vector<double> values;
  std::vector<Number> state = initial_state(equation, member);
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i > 0) state = advance(equation, member, times[i - 1], times[i], std::move(state));
    append_derivatives(solution_series(equation, member, times[i], state), orders, values);
  }
  return values;
}

std::vector<double> exact_solution(Equation const& equation, int member,
                                   std::span<Number const> times, int orders) {
  if (!equation.closed_form) return integrated_solution(equation, member, times, orders);
  std::vector<double> values;
  for (Number const t : times) {
    append_derivatives(equation.closed_form(member, Series::variable(t, orders)), orders, values);
  }
  return values;
}

}  // namespace smnn::drivers::validation
