// Ours: grids that are not uniform, and a long one.
#include <array>
#include <cmath>

#include "validate/equations/catalogue.hpp"

namespace smnn::drivers::validation {
namespace {

/// A number in [0, 1) that depends on i only, the same on every machine (splitmix64).
double scrambled(std::int64_t i) {
  auto z = static_cast<std::uint64_t>(i + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-53;
}

// The same solution on three grids of one batch.
Equation mixed_grids() {
  static constexpr Number damping = .2L;
  Equation equation;
  equation.id = "non-uniform";
  equation.title = "Non-uniform steps";
  equation.formula = "y'' + 0.2 y' + 4 y = 0, steps even, waving, scattered";
  equation.highest_order = 2;
  equation.orders = 5;
  equation.members = 3;
  equation.initial_orders = 2;
  equation.governing = [](int, Series const&, Rows& rows) {
    rows.coefficient(0, 0, 0) = 4;
    rows.coefficient(0, 0, 1) = damping;
    rows.coefficient(0, 0, 2) = 1;
  };
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> {
    Number const w = std::sqrt(4 - damping * damping / 4);
    return {exp(-damping / 2 * t) * cos(w * t)};
  };
  equation.step_length = [](int member, std::int64_t i, std::int64_t count, double step) {
    double const phase = static_cast<double>(i) / static_cast<double>(count);
    if (member == 1) return step * (1 + .5 * std::sin(20 * phase));
    if (member == 2) return step * (.5 + scrambled(i));
    return step;
  };
  return equation;
}

// A fast transient, then slow motion: steps grow from a hundredth to five times the nominal one.
Equation graded_grid() {
  static constexpr Number rate = 100;
  Equation equation;
  equation.id = "stiff-graded";
  equation.title = "Stiff decay, graded steps";
  equation.formula = "y' = -100 (y - cos t), y(0) = 0";
  equation.highest_order = 1;
  equation.orders = 5;
  equation.constant_rhs = false;
  equation.governing = [](int, Series const& t, Rows& rows) {
    rows.coefficient(0, 0, 0) = rate;
    rows.coefficient(0, 0, 1) = 1;
    rows.rhs(0) = rate * cos(t);
  };
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> {
    Number const scale = rate / (1 + rate * rate);
    return {scale * (rate * cos(t) + sin(t)) - scale * rate * exp(-rate * t)};
  };
  equation.step_length = [](int, std::int64_t i, std::int64_t count, double step) {
    double const share = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 1;
    return step * .01 * std::pow(500., share);
  };
  return equation;
}

// A damped oscillator driven for a long time: errors must not pile up.
Equation long_run() {
  static constexpr Number damping = .1L, w = .7L;
  Equation equation;
  equation.id = "long";
  equation.title = "Driven oscillator, long";
  equation.formula = "y'' + 0.1 y' + y = cos 0.7 t";
  equation.highest_order = 2;
  equation.time_points = 100000;
  equation.orders = 5;
  equation.initial_orders = 2;
  equation.constant_rhs = false;
  equation.governing = [](int, Series const& t, Rows& rows) {
    rows.coefficient(0, 0, 0) = 1;
    rows.coefficient(0, 0, 1) = damping;
    rows.coefficient(0, 0, 2) = 1;
    rows.rhs(0) = cos(w * t);
  };
  equation.closed_form = [](int, Series const& t) -> std::vector<Series> {
    Number const stiffness = 1 - w * w;
    Number const scale = 1 / (stiffness * stiffness + damping * damping * w * w);
    return {scale * (stiffness * cos(w * t) + damping * w * sin(w * t))};
  };
  return equation;
}

}  // namespace

std::vector<Equation> grid_equations() { return {mixed_grids(), graded_grid(), long_run()}; }

}  // namespace smnn::drivers::validation
