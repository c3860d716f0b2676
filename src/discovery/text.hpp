/// @file
/// Models in words.
#pragma once

#include <string>

#include "smnn/discovery/model.hpp"

namespace smnn::discovery {

/// One line an equation: "x' = -10.00 x + 10.00 y"; "x' = tanh(...)", "x' = (...) / (1 + ...)".
/// Coefficients have that many significant digits.
std::string to_text(Model const& model, int digits = 4);

/// The same as an `align*` environment of LaTeX.
std::string to_latex(Model const& model, int digits = 4);

/// "identity", "tanh", "exp", "rational", and back; throws InvalidArgument for another name.
std::string to_string(Link link);
Link link_named(std::string const& name);

}  // namespace smnn::discovery
