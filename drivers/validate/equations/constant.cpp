// Ours: scalar equations with constant coefficients, forced, stiff and of high order.
#include <array>
#include <cmath>

#include "validate/equations/catalogue.hpp"

namespace smnn::drivers::validation {
namespace {

/// sum_r coefficients[r] y^(r) = rhs(t)
template <std::size_t Count>
Equation scalar(std::array<Number, Count> const& coefficients,
                std::function<Series(Series const&)> const& rhs) {
  Equation equation;
  equation.highest_order = static_cast<int>(Count) - 1;
  equation.constant_rhs = !rhs;
  equation.orders = 5;
  equation.initial_orders = equation.highest_order;
  equation.governing = [coefficients, rhs](int, Series const& t, Rows& rows) {
    for (std::size_t r = 0; r < Count; ++r)
      rows.coefficient(0, 0, static_cast<int>(r)) = coefficients[r];
    if (rhs) rows.rhs(0) = rhs(t);
  };
  return equation;
}

Equation forced_resonance() {
  static constexpr Number w = 2;
  static constexpr std::array<std::array<Number, 2>, 2> start{{{0, 0}, {.5L, -1}}};
  Equation equation = scalar<3>({w * w, 0, 1}, [](Series const& t) { return cos(w * t); });
  equation.id = "resonance";
  equation.title = "Forced resonance";
  equation.formula = "y'' + 4 y = cos 2t";
  equation.members = 2;
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    auto const [y0, slope] = start.at(static_cast<std::size_t>(member));
    return {y0 * cos(w * t) + (slope / w + t / (2 * w)) * sin(w * t)};
  };
  return equation;
}

// Prothero and Robinson's problem: the solution is smooth, everything near it decays within a tenth
// of a step.
Equation stiff_relaxation() {
  static constexpr Number rate = 1000;
  Equation equation = scalar<2>({rate, 1}, [](Series const& t) { return rate * cos(t) - sin(t); });
  equation.id = "stiff";
  equation.title = "Stiff relaxation";
  equation.formula = "y' = -1000 (y - cos t) - sin t";
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> { return {cos(t)}; };
  return equation;
}

Equation third_order_scalar() {
  Equation equation = scalar<4>({0, 1, 1, 1}, {});
  equation.id = "scalar-third";
  equation.title = "Third order, scalar";
  equation.formula = "y''' + y'' + y' = 0";
  equation.step = 2e-2;
  equation.time_points = 500;
  equation.orders = 6;
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> {
    Number const w = std::sqrt(.75L);
    return {1 + exp(-t / 2) * (sin(w * t) - cos(w * t))};
  };
  return equation;
}

// The normal matrix's condition grows with step^-8 here: hence the coarse grid.
Equation fourth_order_scalar() {
  Equation equation = scalar<5>({4, 0, 5, 0, 1}, {});
  equation.id = "scalar-fourth";
  equation.title = "Fourth order, scalar";
  equation.formula = "y'''' + 5 y'' + 4 y = 0";
  equation.step = 5e-2;
  equation.time_points = 200;
  equation.orders = 7;
  equation.members = 2;
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    if (member == 0) return {cos(t) / 2 + cos(2 * t) / 2};
    return {sin(t) - sin(2 * t) / 4};
  };
  return equation;
}

}  // namespace

std::vector<Equation> constant_equations() {
  return {forced_resonance(), relaxation_equation(), stiff_relaxation(), third_order_scalar(),
          fourth_order_scalar()};
}

Equation harmonic_equation() {
  Equation equation = scalar<3>({1, 0, 1}, {});
  equation.id = "study-harmonic";
  equation.title = "x'' + x = 0";
  equation.formula = "x'' + x = 0";
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> { return {cos(t)}; };
  return equation;
}

Equation relaxation_equation() {
  static constexpr std::array<Number, 2> start{1, 0};
  Equation equation = scalar<2>({1, 1}, [](Series const& t) { return sin(t); });
  equation.id = "forced-relaxation";
  equation.title = "Forced relaxation";
  equation.formula = "y' + y = sin t";
  equation.members = 2;
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    return {(sin(t) - cos(t)) / 2 + (start.at(static_cast<std::size_t>(member)) + .5L) * exp(-t)};
  };
  return equation;
}

}  // namespace smnn::drivers::validation
