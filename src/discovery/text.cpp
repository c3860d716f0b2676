#include "smnn/discovery/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

#include "smnn/solver/error.hpp"

namespace smnn::discovery {
namespace {

/// Significant digits, without an exponent where that is short: "10.00", "0.02500", "1.234e-07".
std::string number(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
  std::string const scientific = text;
  if (!std::isfinite(value)) return scientific;
  int const exponent = std::stoi(scientific.substr(scientific.find('e') + 1));  // after rounding
  if (exponent < -4 || exponent >= digits + 2) return scientific;
  std::snprintf(text, sizeof text, "%.*f", std::max(digits - 1 - exponent, 0), value);
  return text;
}

/// How a language writes the parts of an equation.
struct Style {
  std::function<std::string(Term const&)> term;  // empty for 1
  std::function<std::string(std::string const&)> number;
};

/// "-10.00 x + 10.00 y": terms with a coefficient of 0 are left out; empty if all are.
std::string sum(std::vector<Term> const& terms, double const* coefficients, int digits,
                Style const& style) {
  std::string text;
  for (std::size_t p = 0; p < terms.size(); ++p) {
    double const c = coefficients[p];
    if (c == 0) continue;
    if (text.empty()) {
      text = c < 0 ? "-" : "";
    } else {
      text += c < 0 ? " - " : " + ";
    }
    std::string const name = style.term(terms[p]);
    text += style.number(number(std::fabs(c), digits)) + (name.empty() ? "" : " " + name);
  }
  return text;
}

std::string latex_term(Term const& term, std::vector<std::string> const& variables) {
  if (term.function == Function::none && term.degree() == 0) return {};
  std::string inner;
  for (std::size_t d = 0; d < variables.size(); ++d) {
    if (term.exponents[d] == 0) continue;
    if (!inner.empty()) inner += ' ';
    std::string const& name = variables[d];
    inner += name.size() == 1 ? name : "\\mathrm{" + name + "}";
    if (term.exponents[d] > 1) inner += "^{" + std::to_string(term.exponents[d]) + "}";
  }
  if (term.function == Function::none) return inner;
  return (term.function == Function::sine ? "\\sin(" : "\\cos(") + inner + ")";
}

std::string latex_number(std::string const& text) {
  auto const exponent = text.find('e');
  if (exponent == std::string::npos) return text;
  return text.substr(0, exponent) + " \\cdot 10^{" +
         std::to_string(std::stoi(text.substr(exponent + 1))) + "}";
}

std::string or_zero(std::string const& text) { return text.empty() ? "0" : text; }

}  // namespace

std::string to_text(Model const& model, int digits) {
  Style const style{[&model](Term const& term) {
                      std::string const name = to_string(term, model.variables);
                      return name == "1" ? std::string() : name;
                    },
                    [](std::string const& text) { return text; }};
  std::string result;
  for (std::size_t e = 0; e < model.dims(); ++e) {
    std::string right =
        or_zero(sum(model.terms, &model.coefficients[model.index(e, 0)], digits, style));
    if (model.link == Link::tanh) right = "tanh(" + right + ")";
    if (model.link == Link::exp) right = "exp(" + right + ")";
    if (model.link == Link::rational) {
      std::string const q = sum(model.terms, &model.denominators[model.index(e, 0)], digits, style);
      if (!q.empty()) {
        right = "(" + right + ") / (1" + (q[0] == '-' ? " - " + q.substr(1) : " + " + q) + ")";
      }
    }
    result += model.variables[e] + "' = " + right + "\n";
  }
  return result;
}

std::string to_latex(Model const& model, int digits) {
  Style const style{[&model](Term const& term) { return latex_term(term, model.variables); },
                    latex_number};
  std::string result = "\\begin{align*}\n";
  for (std::size_t e = 0; e < model.dims(); ++e) {
    std::string right =
        or_zero(sum(model.terms, &model.coefficients[model.index(e, 0)], digits, style));
    if (model.link == Link::tanh) right = "\\tanh\\left(" + right + "\\right)";
    if (model.link == Link::exp) right = "\\exp\\left(" + right + "\\right)";
    if (model.link == Link::rational) {
      std::string const q = sum(model.terms, &model.denominators[model.index(e, 0)], digits, style);
      if (!q.empty()) {
        right = "\\frac{" + right + "}{1" + (q[0] == '-' ? " - " + q.substr(1) : " + " + q) + "}";
      }
    }
    std::string const& name = model.variables[e];
    result += "\\dot{" + (name.size() == 1 ? name : "\\mathrm{" + name + "}") + "} &= " + right +
              (e + 1 < model.dims() ? " \\\\\n" : "\n");
  }
  return result + "\\end{align*}\n";
}

std::string to_string(Link link) {
  switch (link) {
    case Link::tanh:
      return "tanh";
    case Link::exp:
      return "exp";
    case Link::rational:
      return "rational";
    default:
      return "identity";
  }
}

Link link_named(std::string const& name) {
  for (Link const link : {Link::identity, Link::tanh, Link::exp, Link::rational}) {
    if (name == to_string(link)) return link;
  }
  throw InvalidArgument("link is '" + name + "', expected identity, tanh, exp or rational");
}

}  // namespace smnn::discovery
