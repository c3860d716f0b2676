/// A public reference case as a problem with axes (B, M), M being the leading axis along which the
/// matrix is shared.
#pragma once

#include "problem_data.hpp"
#include "reference_cases.hpp"

namespace smnn::test {

struct ReferenceProblem {
  ProblemData problem;
  std::vector<double> seed;             // dl/dy
  std::vector<double> solution;         // without rounding errors
  std::vector<double> public_solution;  // with them; empty where the case has none
  InputData gradients;                  // public
};

ReferenceProblem reference_problem(ReferenceCase const& reference);

}  // namespace smnn::test
