/// The study's tables and CSV file.
#pragma once

#include <string>

#include "support/console.hpp"
#include "validate/study.hpp"

namespace smnn::drivers::validation {

void print_study(Console& console, Study const& study);

/// The convergence lines, one line a point.
std::string convergence_csv(std::vector<ConvergenceLine> const& lines);

}  // namespace smnn::drivers::validation
