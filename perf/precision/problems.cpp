#include "problems.hpp"

#include <cmath>
#include <stdexcept>

namespace smnn::perf {
namespace {

// What makes systems differ, between .9 and 1.1.
double parameter(std::int64_t system, std::int64_t systems) {
  if (systems == 1) return 1;
  return .9 + .2 * static_cast<double>(system) / static_cast<double>(systems - 1);
}

// Of x' + a x = sin t, x(0) = 1.
double decay(double a, double t) {
  double const particular = (a * std::sin(t) - std::cos(t)) / (1 + a * a);
  return particular + (1 + 1 / (1 + a * a)) * std::exp(-a * t);
}

}  // namespace

PrecisionProblem precision_problem(std::string const& name, std::int64_t systems, double length,
                                   double step, int orders) {
  bool const oscillates = name == "oscillator";
  if (!oscillates && name != "decay")
    throw std::runtime_error("--problem " + name + ": expected oscillator or decay");
  int const order = oscillates ? 2 : 1;
  if (orders <= order) {
    throw std::runtime_error("--orders " + std::to_string(orders) + ": expected more than " +
                             std::to_string(order) + ", the order of the equation");
  }
  PrecisionProblem p;
  p.systems = systems;
  p.points = static_cast<std::int64_t>(std::llround(length / step)) + 1;
  p.orders = orders;
  p.step = length / static_cast<double>(p.points - 1);
  p.initial_orders = order;
  for (std::int64_t b = 0; b < systems; ++b) {
    double const a = parameter(b, systems);
    p.initial_values.push_back(1);
    if (oscillates) p.initial_values.push_back(0);
    for (std::int64_t i = 0; i < p.points; ++i) {
      double const t = p.step * static_cast<double>(i);
      for (int k = 0; k < orders; ++k)
        p.coefficients.push_back(k == 0 ? (oscillates ? a * a : a) : k == order ? 1 : 0);
      p.rhs.push_back(oscillates ? 0 : std::sin(t));
      p.exact.push_back(oscillates ? std::cos(a * t) : decay(a, t));
    }
  }
  return p;
}

}  // namespace smnn::perf
