/// What `smnn validate` prints and writes about its equations.
#pragma once

#include <string>
#include <vector>

#include "support/console.hpp"
#include "validate/judgement.hpp"

namespace smnn::drivers::validation {

/// One equation, solved and judged.
struct Result {
  Equation equation;
  Sample sample;
  Outcome outcome;
  Judgement judgement;
};

/// y, y', y'', y''', y(4), ...
std::string derivative_name(int r);

/// The table, and below it a line for every tolerance that is violated or missing.
void print_results(Console& console, std::vector<Result> const& results, Smoothness smoothness,
                   SolverChoice const& choice);

/// One line an equation and derivative order.
std::string results_csv(std::vector<Result> const& results, Smoothness smoothness,
                        SolverChoice const& choice);

/// The solutions at some 400 of their last 2000 time points, beside the exact ones.
std::string solutions_csv(std::vector<Result> const& results);

/// The equations' names and formulas.
void print_list(Console& console, std::vector<Equation> const& equations);

}  // namespace smnn::drivers::validation
