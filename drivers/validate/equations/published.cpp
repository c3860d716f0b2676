// The validation set of the published solver: six systems with constant coefficients and closed
// forms.
#include <array>
#include <cmath>

#include "validate/equations/catalogue.hpp"

namespace smnn::drivers::validation {
namespace {

Equation rc_circuit() {
  static constexpr Number c0 = .7L, c1 = 1.2L, c2 = 2.31L;
  static constexpr std::array<Number, 2> start{10, 3.54L};
  Equation equation;
  equation.id = "rc-circuit";
  equation.title = "RC circuit";
  equation.formula = "x/1.2 + 2.31 x' = 0.7";
  equation.members = 2;
  equation.governing = [](int, Series const&, Rows& rows) {
    rows.coefficient(0, 0, 0) = 1 / c1;
    rows.coefficient(0, 0, 1) = c2;
    rows.rhs(0) = c0;
  };
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    Number const i0 = start.at(static_cast<std::size_t>(member));
    return {c0 * c1 + (i0 - c0 * c1) * exp(-t / (c1 * c2))};
  };
  return equation;
}

Equation population() {
  static constexpr Number c0 = .23L;
  static constexpr std::array<Number, 2> start{4.78L, .87L};
  Equation equation;
  equation.id = "population";
  equation.title = "Population growth";
  equation.formula = "0.23 x - x' = 0";
  equation.members = 2;
  equation.governing = [](int, Series const&, Rows& rows) {
    rows.coefficient(0, 0, 0) = c0;
    rows.coefficient(0, 0, 1) = -1;
  };
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    return {start.at(static_cast<std::size_t>(member)) * exp(c0 * t)};
  };
  return equation;
}

Equation language_death() {
  static constexpr Number c0 = .32L, c1 = .28L;
  static constexpr std::array<Number, 2> start{.14L, .55L};
  Equation equation;
  equation.id = "language-death";
  equation.title = "Language death";
  equation.formula = "(0.32 + 0.28) x + x' = 0.32";
  equation.members = 2;
  equation.governing = [](int, Series const&, Rows& rows) {
    rows.coefficient(0, 0, 0) = c0 + c1;
    rows.coefficient(0, 0, 1) = 1;
    rows.rhs(0) = c0;
  };
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    Number const limit = c0 / (c0 + c1);
    return {limit - (limit - start.at(static_cast<std::size_t>(member))) * exp(-(c0 + c1) * t)};
  };
  return equation;
}

Equation harmonic_system() {
  static constexpr Number c0 = 2.1L;
  static constexpr std::array<std::array<Number, 2>, 2> start{{{.4L, -.03L}, {0, .2L}}};
  Equation equation;
  equation.id = "harmonic";
  equation.title = "Harmonic oscillator";
  equation.formula = "x0' = x1, 2.1 x0 + x1' = 0";
  equation.dims = 2;
  equation.members = 2;
  equation.governing = [](int, Series const&, Rows& rows) {
    rows.coefficient(0, 0, 1) = 1;
    rows.coefficient(0, 1, 0) = -1;
    rows.coefficient(1, 0, 0) = c0;
    rows.coefficient(1, 1, 1) = 1;
  };
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    auto const [i0, i1] = start.at(static_cast<std::size_t>(member));
    Number const w = std::sqrt(c0);
    return {i0 * cos(w * t) + i1 / w * sin(w * t), i1 * cos(w * t) - i0 * w * sin(w * t)};
  };
  return equation;
}

Equation damped_system() {
  static constexpr Number c0 = 4.5L, c1 = .43L;
  static constexpr std::array<std::array<Number, 2>, 2> start{{{.12L, .043L}, {0, -.3L}}};
  Equation equation;
  equation.id = "damped-harmonic";
  equation.title = "Damped harmonic oscillator";
  equation.formula = "x0' = x1, 4.5 x0 + 0.43 x1 + x1' = 0";
  equation.dims = 2;
  equation.members = 2;
  equation.governing = [](int, Series const&, Rows& rows) {
    rows.coefficient(0, 0, 1) = 1;
    rows.coefficient(0, 1, 0) = -1;
    rows.coefficient(1, 0, 0) = c0;
    rows.coefficient(1, 1, 0) = c1;
    rows.coefficient(1, 1, 1) = 1;
  };
  equation.closed_form = [](int member, Series const& t) -> std::vector<Series> {
    auto const [i0, i1] = start.at(static_cast<std::size_t>(member));
    Number const w = std::sqrt(c0 - c1 * c1 / 4);
    Number const sine = (c1 * i0 / 2 + i1) / w;
    Series const decay = exp(-c1 / 2 * t);
    Series const c = cos(w * t);
    Series const s = sin(w * t);
    return {decay * (i0 * c + sine * s),
            decay * ((w * sine - c1 / 2 * i0) * c - (w * i0 + c1 / 2 * sine) * s)};
  };
  return equation;
}

Equation third_order_system() {
  static constexpr Number i0 = 0, i1 = -1, i2 = 1;
  Equation equation;
  equation.id = "third-order";
  equation.title = "Third-order system";
  equation.formula = "x0' = x1, x1' = x2, x2' = -x1 - x2";
  equation.dims = 3;
  equation.governing = [](int, Series const&, Rows& rows) {
    for (int e = 0; e < 3; ++e) rows.coefficient(e, e, 1) = 1;
    rows.coefficient(0, 1, 0) = -1;
    rows.coefficient(1, 2, 0) = -1;
    rows.coefficient(2, 1, 0) = 1;
    rows.coefficient(2, 2, 0) = 1;
  };
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> {
    Number const w = std::sqrt(.75L);
    Number const root = std::sqrt(3.L);
    Series const decay = exp(-t / 2);
    Series const c = cos(w * t);
    Series const s = sin(w * t);
    return {i0 + i1 + i2 + decay * (-(i1 + i2) * c + (i1 - i2) / root * s),
            decay * (i1 * c + (i1 + 2 * i2) / root * s),
            decay * (i2 * c - (2 * i1 + i2) / root * s)};
  };
  return equation;
}

}  // namespace

std::vector<Equation> published_equations() {
  std::vector<Equation> equations{rc_circuit(),      population(),    language_death(),
                                  harmonic_system(), damped_system(), third_order_system()};
  for (Equation& equation : equations) equation.published = true;
  return equations;
}

}  // namespace smnn::drivers::validation
