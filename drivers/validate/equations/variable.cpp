// Ours: scalar equations whose coefficients depend on time.
#include <array>

#include "validate/equations/catalogue.hpp"

namespace smnn::drivers::validation {
namespace {

/// y'' + ... = 0 with coefficients that depend on time, and on the member where they have a
/// parameter.
Equation second_order(bool same_matrix, int members) {
  Equation equation;
  equation.highest_order = 2;
  equation.members = members;
  equation.same_matrix = same_matrix;
  equation.constant_matrix = false;
  equation.orders = 5;
  equation.initial_orders = 2;
  return equation;
}

/// Values and first derivatives at `begin`, one pair a member.
template <std::size_t Members>
auto starts(std::array<std::array<Number, 2>, Members> const& table) {
  return [table](int member, int, int r) {
    return table.at(static_cast<std::size_t>(member)).at(static_cast<std::size_t>(r));
  };
}

// Ai(-t) and Bi(-t), the oscillating side. Values at zero: DLMF 9.2.3 to 9.2.6.
Equation airy() {
  Equation equation = second_order(true, 2);
  equation.id = "airy";
  equation.title = "Airy";
  equation.formula = "y'' + t y = 0";
  equation.governing = [](int, Series const& t, Rows& rows) {
    rows.coefficient(0, 0, 0) = t;
    rows.coefficient(0, 0, 2) = 1;
  };
  equation.initial_value = starts<2>({{{.355028053887817239260L, .258819403792806798405L},
                                       {.614926627446000735151L, -.448288357353826357915L}}});
  return equation;
}

// J_0, J_1, J_2 from t = 1 on, away from the singular point.
Equation bessel() {
  Equation equation = second_order(false, 3);
  equation.id = "bessel";
  equation.title = "Bessel";
  equation.formula = "y'' + y'/t + (1 - n^2/t^2) y = 0, n = 0, 1, 2";
  equation.begin = 1;
  equation.governing = [](int member, Series const& t, Rows& rows) {
    Number const n = static_cast<Number>(member);
    rows.coefficient(0, 0, 0) = 1 - n * n / (t * t);
    rows.coefficient(0, 0, 1) = 1 / t;
    rows.coefficient(0, 0, 2) = 1;
  };
  static constexpr Number j0 = .765197686557966551450L, j1 = .440050585744933515960L,
                          j2 = .114903484931900480470L;
  equation.initial_value = starts<3>({{{j0, -j1}, {j1, j0 - j1}, {j2, j1 - 2 * j2}}});
  return equation;
}

Equation euler_cauchy() {
  Equation equation = second_order(true, 2);
  equation.id = "euler-cauchy";
  equation.title = "Euler-Cauchy";
  equation.formula = "y'' + y'/t + 4 y/t^2 = 0";
  equation.begin = 1;
  equation.governing = [](int, Series const& t, Rows& rows) {
    rows.coefficient(0, 0, 0) = 4 / (t * t);
    rows.coefficient(0, 0, 1) = 1 / t;
    rows.coefficient(0, 0, 2) = 1;
  };
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    Series const phase = 2 * log(t);
    return {member == 0 ? cos(phase) : sin(phase)};
  };
  return equation;
}

Equation mathieu() {
  static constexpr std::array<std::array<Number, 2>, 2> parameters{
      {{2.5L, .5L}, {5, 1.5L}}};  // a, q: stable ones
  Equation equation = second_order(false, 2);
  equation.id = "mathieu";
  equation.title = "Mathieu";
  equation.formula = "y'' + (a - 2 q cos 2t) y = 0";
  equation.governing = [](int member, Series const& t, Rows& rows) {
    auto const [a, q] = parameters.at(static_cast<std::size_t>(member));
    rows.coefficient(0, 0, 0) = a - 2 * q * cos(2 * t);
    rows.coefficient(0, 0, 2) = 1;
  };
  equation.initial_value = starts<2>({{{1, 0}, {0, 1}}});
  return equation;
}

}  // namespace

std::vector<Equation> variable_equations() { return {airy(), bessel(), euler_cauchy(), mathieu()}; }

}  // namespace smnn::drivers::validation
