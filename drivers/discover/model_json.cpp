#include "discover/model_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <smnn/discovery/text.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::discovering {
namespace {

using namespace discovery;
using Json = nlohmann::ordered_json;

Json terms_json(Model const& model, std::size_t e, std::vector<double> const& coefficients,
                std::vector<double> const& errors) {
  Json list = Json::array();
  for (std::size_t p = 0; p < model.terms.size(); ++p) {
    std::size_t const i = model.index(e, p);
    if (coefficients[i] == 0) continue;
    Json term{{"exponents", model.terms[p].exponents}};
    if (model.terms[p].function == Function::sine) term["function"] = "sin";
    if (model.terms[p].function == Function::cosine) term["function"] = "cos";
    term["coefficient"] = coefficients[i];
    if (i < errors.size()) term["standard_error"] = errors[i];
    list.push_back(std::move(term));
  }
  return list;
}

Term read_term(Json const& json, std::size_t dims) {
  Term term{json.at("exponents").get<std::vector<int>>()};
  if (term.exponents.size() != dims || std::any_of(term.exponents.begin(), term.exponents.end(),
                                                   [](int power) { return power < 0; })) {
    throw IoError("expected 'exponents' with a number, 0 or more, per variable");
  }
  std::string const function = json.value("function", "");
  if (function != "" && function != "sin" && function != "cos") {
    throw IoError("'function' is '" + function + "', expected sin or cos");
  }
  if (!function.empty()) term.function = function == "sin" ? Function::sine : Function::cosine;
  return term;
}

/// Calls visit(equation, term, coefficient, whether of the denominator) for every term.
template <class Visitor>
void for_each_term(Json const& json, std::vector<std::string> const& variables,
                   Visitor const& visit) {
  for (auto const& equation : json.at("equations")) {
    auto const name = equation.at("variable").get<std::string>();
    auto const found = std::find(variables.begin(), variables.end(), name);
    if (found == variables.end()) throw IoError("equation of '" + name + "', which is no variable");
    auto const e = static_cast<std::size_t>(found - variables.begin());
    for (char const* const part : {"terms", "denominator"}) {
      if (!equation.contains(part)) continue;
      for (auto const& term : equation.at(part)) {
        visit(e, read_term(term, variables.size()), term.at("coefficient").get<double>(),
              std::string(part) == "denominator");
      }
    }
  }
}

Model read_model(Json const& json) {
  auto const variables = json.at("variables").get<std::vector<std::string>>();
  std::vector<Term> terms;
  for_each_term(json, variables, [&terms](std::size_t, Term const& term, double, bool) {
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
  });
  Model model(variables, terms, link_named(json.value("link", "identity")));
  for_each_term(json, variables, [&](std::size_t e, Term const& term, double value, bool lower) {
    auto& target = lower ? model.denominators : model.coefficients;
    if (target.empty()) throw IoError("'denominator' without the link rational");
    target[model.index(e, static_cast<std::size_t>(find_term(model, term)))] = value;
  });
  return model;
}

}  // namespace

std::string to_json(Discovery const& found) {
  Model const& model = found.model;
  Json json{{"variables", model.variables}, {"link", to_string(model.link)}};
  json["equations"] = Json::array();
  for (std::size_t e = 0; e < model.dims(); ++e) {
    Json equation{{"variable", model.variables[e]},
                  {"terms", terms_json(model, e, model.coefficients, found.standard_errors)}};
    if (model.link == Link::rational) {
      equation["denominator"] =
          terms_json(model, e, model.denominators, found.denominator_standard_errors);
    }
    json["equations"].push_back(std::move(equation));
  }
  return json.dump(2) + "\n";
}

Model model_from_json(std::string const& text, std::string const& where) {
  try {
    return read_model(Json::parse(text));
  } catch (Json::exception const& error) {
    throw IoError(where + ": " + error.what());
  } catch (Error const& error) {
    throw IoError(where + ": " + error.what());
  }
}

}  // namespace smnn::drivers::discovering
