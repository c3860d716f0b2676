/// How far a solution is from the truth, and how far it may be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "validate/equation.hpp"
#include "validate/least_squares.hpp"
#include "validate/run.hpp"

namespace smnn::drivers::validation {

struct Distance {
  double max = 0;  // NaN if an entry is
  double rms = 0;
};

/// Between two solutions (B, T, D, K), over all entries of derivative order r.
Distance distance(Sample const& sample, std::vector<double> const& a, std::vector<double> const& b,
                  int r);

/// Largest magnitude of derivative order r of the exact solution.
double magnitude(Sample const& sample, int r);

/// An error may exceed the truncation alone by this factor (the two may add up).
inline constexpr double truncation_margin = 1.1;

/// Share of the solution that rounding may cost with that solver and normal matrix; nothing if it
/// may cost everything.
///   plain      u c: normal equations, Cholesky (Higham 2002, theorem 10.4), scaled condition c,
///   unit u of rounding k sweeps   (u c)^(k+1), each sweep contracts by u c, and never below ...
///   automatic  ... 10 u sqrt(c): the least-squares problem's own condition is the root
///   cg         c times its tolerance
std::optional<double> rounding_allowance(SolverChoice const& choice, double condition);

/// What is known about one derivative order.
struct Order {
  Distance error;                    // against the exact solution
  std::optional<double> tolerance;   // of error.max: 1.1 truncation + rounding allowance
  std::optional<double> truncation;  // of the method, rounding removed (largest)
  std::optional<double> rounding;    // distance from the least-squares solution without rounding
  bool holds = true;
};

struct Judgement {
  std::vector<Order> orders;
  std::optional<double> truncation_bound;  // relative, on the equation's own grid
  bool truncation_violated = false;
  std::string no_tolerance;  // why there is none
  bool holds = true;         // no tolerance is violated and no system failed
};

/// Whether the bound on truncation of the equation, smoothness and orders applies: on the
/// equation's own grid only.
std::optional<double> truncation_bound(Equation const& equation, Sample const& sample,
                                       Smoothness smoothness);

Judgement judge(Equation const& equation, Sample const& sample, Smoothness smoothness,
                SolverChoice const& choice, Outcome const& outcome);

}  // namespace smnn::drivers::validation
