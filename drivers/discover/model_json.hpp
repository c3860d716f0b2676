/// Models as JSON.
///
///     {"variables": ["x", "y"],
///      "link": "identity",
///      "equations": [{"variable": "x",
///                     "terms": [{"exponents": [0, 1], "coefficient": 10.0,
///                                "standard_error": 1e-3}]}]}
///
/// A term sin(x) has the exponents of x and "function": "sin"; likewise "cos". Links: x' is the sum
/// of the terms ("identity"), its "tanh" or "exp", or ("rational") the sum divided by 1 + the sum
/// of "denominator", a list of terms like the other. "standard_error" is optional.
#pragma once

#include <smnn/discovery/discover.hpp>
#include <string>

namespace smnn::drivers::discovering {

/// The terms that are present, with their standard errors.
std::string to_json(discovery::Discovery const& found);

/// The model of such a text; `where` begins messages. Throws IoError.
discovery::Model model_from_json(std::string const& text, std::string const& where);

}  // namespace smnn::drivers::discovering
