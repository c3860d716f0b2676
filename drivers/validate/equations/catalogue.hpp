/// The equations that `smnn validate` knows.
#pragma once

#include <vector>

#include "validate/equation.hpp"

namespace smnn::drivers::validation {

std::vector<Equation> published_equations();  // the published validation set
std::vector<Equation> constant_equations();   // ours: constant coefficients
std::vector<Equation> variable_equations();   // ours: coefficients that depend on time
std::vector<Equation> grid_equations();       // ours: non-uniform steps, and many of them

/// Bounds of the truncation error of the equation of that name.
std::vector<TruncationBound> truncation_bounds(std::string const& id);

/// All of them, published ones first, with their bounds.
std::vector<Equation> all_equations();

/// Those whose id contains one of the texts, case-insensitively; all for none. Throws
/// InvalidArgument if a text fits nothing.
std::vector<Equation> find_equations(std::vector<std::string> const& texts);

/// x'' + x = 0 with x(0) = 1, x'(0) = 0: the study's first problem, not in the list.
Equation harmonic_equation();
/// y' + y = sin t with y(0) = 1: its second.
Equation relaxation_equation();

}  // namespace smnn::drivers::validation
