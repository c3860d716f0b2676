#include "smnn/discovery/model.hpp"

#include <algorithm>
#include <cmath>

#include "smnn/discovery/trajectories.hpp"

namespace smnn::discovery {
namespace {

double denominator_of(Model const& model, std::size_t e, std::size_t p) {
  return model.denominators.empty() ? 0 : model.denominators[model.index(e, p)];
}

void compare_coefficient(ModelDifference& difference, double found, double truth) {
  if (truth == 0) {
    difference.spurious += found != 0 ? 1 : 0;
    return;
  }
  difference.missed += found == 0 ? 1 : 0;
  difference.largest_relative =
      std::max(difference.largest_relative, std::fabs(found - truth) / std::fabs(truth));
}

}  // namespace

Model::Model(std::vector<std::string> names, std::vector<Term> candidates, Link g)
    : variables(std::move(names)),
      terms(std::move(candidates)),
      coefficients(variables.size() * terms.size(), 0),
      denominators(g == Link::rational ? coefficients.size() : 0, 0),
      link(g) {}

void Model::derivative(double const* state, double* result) const {
  std::fill(result, result + dims(), 0.0);
  double quotients[max_variables] = {};
  for (std::size_t p = 0; p < terms.size(); ++p) {
    double const term = value(terms[p], state);
    for (std::size_t e = 0; e < dims(); ++e) {
      result[e] += coefficient(e, p) * term;
      if (link == Link::rational) quotients[e] += denominators[index(e, p)] * term;
    }
  }
  for (std::size_t e = 0; e < dims(); ++e) {
    if (link == Link::tanh) result[e] = std::tanh(result[e]);
    if (link == Link::exp) result[e] = std::exp(result[e]);
    if (link == Link::rational) result[e] /= 1 + quotients[e];
  }
}

int find_term(Model const& model, Term const& term) {
  auto const found = std::find(model.terms.begin(), model.terms.end(), term);
  return found == model.terms.end() ? -1 : static_cast<int>(found - model.terms.begin());
}

ModelDifference compare(Model const& model, Model const& truth) {
  ModelDifference difference;
  for (std::size_t e = 0; e < truth.dims(); ++e) {
    for (std::size_t p = 0; p < truth.terms.size(); ++p) {
      int const index = find_term(model, truth.terms[p]);
      auto const found = static_cast<std::size_t>(std::max(index, 0));
      compare_coefficient(difference, index < 0 ? 0 : model.coefficient(e, found),
                          truth.coefficient(e, p));
      compare_coefficient(difference, index < 0 ? 0 : denominator_of(model, e, found),
                          denominator_of(truth, e, p));
    }
    for (std::size_t p = 0; p < model.terms.size(); ++p) {
      if (find_term(truth, model.terms[p]) >= 0) continue;
      compare_coefficient(difference, model.coefficient(e, p), 0);
      compare_coefficient(difference, denominator_of(model, e, p), 0);
    }
  }
  return difference;
}

}  // namespace smnn::discovery
