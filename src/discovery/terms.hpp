/// @file
/// Candidate terms of the equations: monomials of the variables, and sines and cosines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn::discovery {

/// What is applied to a term's monomial.
enum class Function { none, sine, cosine };

/// function(prod_d x_d^exponents[d]).
struct Term {
  std::vector<int> exponents;
  Function function = Function::none;

  int degree() const;
  bool operator==(Term const&) const = default;
};

/// "1", "x", "x^2 y", "sin(x)": with the variables' names.
std::string to_string(Term const& term, std::vector<std::string> const& variables);

/// The term's value at a state of as many variables as it has exponents.
double value(Term const& term, double const* state);

/// Which terms a library has.
struct TermOptions {
  int degree = 2;                         ///< Largest degree of the monomials, 0 to 5.
  bool constant = true;                   ///< The monomial of degree 0.
  bool sine = false;                      ///< sin of every variable.
  bool cosine = false;                    ///< cos of every variable.
  std::vector<std::string> exclude = {};  ///< Names of terms to leave out, as "x^2 y" or "y x^2".
};

/// Constant, monomials by rising degree, then sines and cosines. Throws InvalidArgument if there
/// are no variables or more than `max_variables`, if the degree is out of range, if a name to
/// exclude is not that of a term, or if nothing is left.
std::vector<Term> make_terms(std::vector<std::string> const& variables, TermOptions const& options);

/// The term of that name; the factors may stand in any order, with '*' or blanks between them.
/// Throws InvalidArgument.
Term parse_term(std::string const& name, std::vector<std::string> const& variables);

}  // namespace smnn::discovery
