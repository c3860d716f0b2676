#include "validate/equation.hpp"

namespace smnn::drivers::validation {

Rows::Rows(int equations, int dims, int highest_order)
    : dims_(dims),
      highest_order_(highest_order),
      coefficients_(static_cast<std::size_t>(equations * dims * (highest_order + 1))),
      rhs_(static_cast<std::size_t>(equations)) {}

Rows governing_rows(Equation const& equation, int member, Series const& t) {
  Rows rows(equation.dims, equation.dims, equation.highest_order);
  equation.governing(member, t, rows);
  return rows;
}

}  // namespace smnn::drivers::validation
