// The unknown coefficients, in a list: what the fitting methods count through.
#pragma once

#include <cstddef>
#include <vector>

#include "smnn/discovery/model.hpp"

namespace smnn::discovery::detail {

struct Column {
  int equation = 0;
  int term = 0;
  bool denominator = false;

  bool operator==(Column const&) const = default;
};

// One column per term and equation, numerators first. Denominators, of the rational link, have
// terms up to that degree and no constant: the 1 in front of them fixes the scale of the fraction.
std::vector<Column> all_columns(Model const& model, int denominator_degree);

double& coefficient(Model& model, Column const& column);

}  // namespace smnn::discovery::detail
