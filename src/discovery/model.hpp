/// @file
/// Equations of motion as a table of coefficients.
#pragma once

#include <string>
#include <vector>

#include "smnn/discovery/terms.hpp"

namespace smnn::discovery {

/// What is applied to the sum of terms: x' = u, tanh(u), exp(u), or u / q with another sum q.
enum class Link { identity, tanh, exp, rational };

/// For every variable e, x_e' = g(sum_p coefficients[e, p] term_p(x)); with the rational link the
/// sum is divided by 1 + sum_p denominators[e, p] term_p(x).
struct Model {
  std::vector<std::string> variables;  ///< D.
  std::vector<Term> terms;             ///< P.
  std::vector<double> coefficients;    ///< (D, P), 0 where a term is absent.
  std::vector<double> denominators;    ///< (D, P), of the rational link; else empty.
  Link link = Link::identity;

  Model() = default;
  /// All coefficients zero.
  Model(std::vector<std::string> names, std::vector<Term> candidates, Link g);

  std::size_t dims() const { return variables.size(); }
  std::size_t index(std::size_t e, std::size_t p) const { return e * terms.size() + p; }
  double coefficient(std::size_t e, std::size_t p) const { return coefficients[index(e, p)]; }
  double& coefficient(std::size_t e, std::size_t p) { return coefficients[index(e, p)]; }

  /// x' at a state of D values.
  void derivative(double const* state, double* result) const;
};

/// The index of a term among the model's, or -1.
int find_term(Model const& model, Term const& term);

/// How a model differs from the true one; terms are compared by what they are, not by their index.
struct ModelDifference {
  int missed = 0;               ///< Terms of the truth that the model lacks.
  int spurious = 0;             ///< Terms of the model that the truth lacks.
  double largest_relative = 0;  ///< Of the errors of the true terms' coefficients.
  bool same_structure() const { return missed == 0 && spurious == 0; }
};

/// Both models have the same variables, in the same order.
ModelDifference compare(Model const& model, Model const& truth);

}  // namespace smnn::discovery
