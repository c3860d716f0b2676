#include "smnn/discovery/terms.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <sstream>

#include "smnn/discovery/trajectories.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::discovery {
namespace {

constexpr int highest_degree = 5;
constexpr int highest_exponent = 1000;  // of terms that are named: none of a library's has that

/// All exponents of a degree, in the order x^2, x y, x z, y^2, ...
void add_monomials(std::vector<Term>& terms, std::vector<int>& exponents, std::size_t variable,
                   int degree) {
  if (variable + 1 == exponents.size()) {
    exponents[variable] = degree;
    terms.push_back({exponents});
    return;
  }
  for (int power = degree; power >= 0; --power) {
    exponents[variable] = power;
    add_monomials(terms, exponents, variable + 1, degree - power);
  }
}

std::string monomial(Term const& term, std::vector<std::string> const& variables) {
  std::string name;
  for (std::size_t d = 0; d < variables.size(); ++d) {
    if (term.exponents[d] == 0) continue;
    if (!name.empty()) name += ' ';
    name += variables[d];
    if (term.exponents[d] > 1) name += '^' + std::to_string(term.exponents[d]);
  }
  return name.empty() ? "1" : name;
}

[[noreturn]] void throw_bad_name(std::string const& name,
                                 std::vector<std::string> const& variables) {
  std::string known;
  for (auto const& variable : variables) known += (known.empty() ? "" : ", ") + variable;
  throw InvalidArgument("term " + io::quote(name) +
                        " is not understood, expected 1, a monomial such as '" + variables[0] +
                        "^2', sin(.) or cos(.) in the variables " + known);
}

/// Multiplies the term by a factor "x" or "x^3"; false if it is neither.
bool multiply(Term& term, std::string const& factor, std::vector<std::string> const& variables) {
  if (factor == "1") return true;
  auto const caret = factor.find('^');
  auto const found = std::find(variables.begin(), variables.end(), factor.substr(0, caret));
  if (found == variables.end()) return false;
  int power = 1;
  if (caret != std::string::npos) {
    char const* const end = factor.data() + factor.size();
    auto const [stop, error] = std::from_chars(factor.data() + caret + 1, end, power);
    if (error != std::errc() || stop != end || power < 1) return false;
  }
  int& exponent = term.exponents[static_cast<std::size_t>(found - variables.begin())];
  if (power > highest_exponent - exponent) return false;
  exponent += power;
  return true;
}

void remove_excluded(std::vector<Term>& terms, std::vector<std::string> const& variables,
                     std::vector<std::string> const& exclude) {
  for (auto const& name : exclude) {
    auto const end = std::remove(terms.begin(), terms.end(), parse_term(name, variables));
    if (end == terms.end()) {
      throw InvalidArgument("term to exclude, '" + name +
                            "', is none of the candidates; see the degree and the kinds of terms");
    }
    terms.erase(end, terms.end());
  }
}

}  // namespace

int Term::degree() const { return std::accumulate(exponents.begin(), exponents.end(), 0); }

std::string to_string(Term const& term, std::vector<std::string> const& variables) {
  std::string const inner = monomial(term, variables);
  switch (term.function) {
    case Function::sine:
      return "sin(" + inner + ")";
    case Function::cosine:
      return "cos(" + inner + ")";
    default:
      return inner;
  }
}

double value(Term const& term, double const* state) {
  double product = 1;
  for (std::size_t d = 0; d < term.exponents.size(); ++d) {
    for (int power = 0; power < term.exponents[d]; ++power) product *= state[d];
  }
  if (term.function == Function::sine) return std::sin(product);
  return term.function == Function::cosine ? std::cos(product) : product;
}

Term parse_term(std::string const& name, std::vector<std::string> const& variables) {
  std::string text = name;
  Term term{std::vector<int>(variables.size(), 0)};
  for (auto const& [prefix, function] :
       {std::pair{"sin(", Function::sine}, std::pair{"cos(", Function::cosine}}) {
    if (!text.starts_with(prefix) || !text.ends_with(')')) continue;
    term.function = function;
    text = text.substr(4, text.size() - 5);
    break;
  }
  std::replace(text.begin(), text.end(), '*', ' ');
  std::istringstream factors(text);
  std::string factor;
  bool any = false;
  while (factors >> factor) {
    any = true;
    if (!multiply(term, factor, variables)) throw_bad_name(name, variables);
  }
  if (!any) throw_bad_name(name, variables);
  return term;
}

std::vector<Term> make_terms(std::vector<std::string> const& variables,
                             TermOptions const& options) {
  if (variables.empty()) throw InvalidArgument("terms: got no variables, expected at least one");
  if (variables.size() > max_variables) {
    throw InvalidArgument("terms: got " + std::to_string(variables.size()) +
                          " variables, expected at most " + std::to_string(max_variables));
  }
  if (options.degree < 0 || options.degree > highest_degree) {
    throw InvalidArgument("terms: degree is " + std::to_string(options.degree) +
                          ", expected 0 to " + std::to_string(highest_degree));
  }
  std::vector<Term> terms;
  std::vector<int> exponents(variables.size(), 0);
  for (int degree = options.constant ? 0 : 1; degree <= options.degree; ++degree) {
    add_monomials(terms, exponents, 0, degree);
  }
  for (auto const& [wanted, function] :
       {std::pair{options.sine, Function::sine}, std::pair{options.cosine, Function::cosine}}) {
    for (std::size_t d = 0; wanted && d < variables.size(); ++d) {
      Term term{std::vector<int>(variables.size(), 0), function};
      term.exponents[d] = 1;
      terms.push_back(term);
    }
  }
  remove_excluded(terms, variables, options.exclude);
  if (terms.empty()) throw InvalidArgument("terms: none is left, expected at least one candidate");
  return terms;
}

}  // namespace smnn::discovery
