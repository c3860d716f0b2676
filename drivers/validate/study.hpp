/// How the error depends on step, order, smoothness and refinement: the convergence study.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "validate/equation.hpp"
#include "validate/run.hpp"

namespace smnn::drivers::validation {

enum class StudySize { quick, full };

/// Rounding: x'' + x = 0 on [0, 10], Taylor smoothness, largest error of x.
struct AccuracyRow {
  double step = 0;
  std::int64_t time_points = 0;
  int orders = 0;
  std::vector<double> errors;        // plain, corrected 1, 2, 3, 4 times, automatic
  double estimate = 0;               // the solver's, of its rounding error, automatic
  std::optional<double> truncation;  // rounding removed
  std::optional<double> condition;   // of the scaled normal matrix
  std::optional<double>
      tolerance;  // of the automatic mode's error; none where rounding may swallow it

  bool holds() const { return !tolerance || errors.back() <= *tolerance; }
};

/// Truncation: largest error of y on [0, 10], rounding removed.
struct TruncationRow {
  std::string problem;
  double step = 0;
  int orders = 0;
  std::optional<double> taylor, central, pade;
};

struct ConvergencePoint {
  double step = 0;
  double error = 0;                  // of the solver's solution
  std::optional<double> truncation;  // rounding removed
};

/// Convergence of one family on one problem as the step shrinks.
struct ConvergenceLine {
  std::string problem;
  Smoothness smoothness = Smoothness::taylor;
  int orders = 0;
  double expected = 0;  // order of convergence
  std::vector<ConvergencePoint> points;
  std::optional<double> fitted;  // over the points that rounding has not spoilt

  bool holds() const;  // fitted is close to expected
};

struct Study {
  std::vector<AccuracyRow> accuracy;
  std::vector<TruncationRow> truncation;
  std::vector<ConvergenceLine> convergence;
  bool holds() const;
};

/// The convergence part alone, a matter of a second.
std::vector<ConvergenceLine> study_convergence(SolverChoice const& choice);

/// All three; `full` goes on to T = 1e5. Refinement is the study's own. Throws InvalidArgument for
/// another solver than the banded one.
Study run_study(StudySize size, SolverChoice const& choice);

/// Slope of the least-squares line through (log step, log error); nothing for less than two points.
std::optional<double> fitted_order(std::vector<ConvergencePoint> const& points);

}  // namespace smnn::drivers::validation
