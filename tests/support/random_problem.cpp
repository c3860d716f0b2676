#include "random_problem.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace smnn::test {
namespace {

double in_float(double value) { return static_cast<double>(static_cast<float>(value)); }

Sharing random_sharing(Random& random) { return {random.chance(.3), random.chance(.3)}; }

// Many short problems and a few long ones.
std::int64_t random_length(Random& random, std::int64_t longest) {
  double const exponent = random.uniform(0, 1);
  auto const length = std::pow(static_cast<double>(longest) + 1, exponent * exponent);
  return std::clamp<std::int64_t>(std::llround(length), 1, longest);
}

void draw(Random& random, std::vector<double>& values, double low, double high) {
  values = random.vector(values.size(), low, high);
}

void fill(Random& random, ProblemData& problem) {
  problem.inputs = zeros(problem.extents);
  draw(random, problem.inputs.coefficients, -1, 1);
  draw(random, problem.inputs.rhs, -1, 1);
  draw(random, problem.inputs.initial_values, -1, 1);
  draw(random, problem.inputs.steps, .5, 1.5);
}

char const* name(Smoothness smoothness) {
  if (smoothness == Smoothness::central) return "central";
  return smoothness == Smoothness::pade ? "pade" : "taylor";
}

std::string text(Sharing const& sharing) {
  return std::string(sharing.over_batch ? "B" : "-") + (sharing.over_time ? "T" : "-");
}

}  // namespace

double Random::uniform(double low, double high) {
  double const unit = static_cast<double>(engine_() >> 40) * 0x1p-24;
  return in_float(low + (high - low) * unit);
}

std::int64_t Random::integer(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
}

std::vector<double> Random::vector(std::size_t count, double low, double high) {
  std::vector<double> values(count);
  for (double& value : values) value = uniform(low, high);
  return values;
}

InputData Random::inputs(Extents const& extents) {
  InputData data = zeros(extents);
  for_each_input(data, [&](std::vector<double>& values) { draw(*this, values, -1, 1); });
  return data;
}

ProblemData random_problem(Extents const& extents, std::uint64_t seed) {
  Random random(seed);
  ProblemData problem;
  problem.extents = normalised(extents);
  fill(random, problem);
  return problem;
}

ProblemData random_problem(std::uint64_t seed, std::int64_t longest) {
  Random random(seed);
  ProblemData problem;
  Extents e;
  e.time_points = random_length(random, longest);
  // Batches beyond a SIMD pack for short problems; the oracle has no time for both.
  e.batch = random.integer(1, e.time_points <= 20 ? 9 : 3);
  e.right_hand_sides = random.chance(.3) ? random.integer(2, e.time_points <= 20 ? 5 : 2) : 1;
  e.dims = random.integer(1, 4);
  e.orders = random.integer(2, 5);
  e.equations = random.integer(1, 4);
  e.initial_steps = random.integer(0, std::min<std::int64_t>(3, e.time_points));
  e.initial_orders = random.integer(1, e.orders);
  e.coefficients = random_sharing(random);
  e.rhs = random_sharing(random);
  e.initial_values = {random.chance(.3), false};
  e.steps = random_sharing(random);
  constexpr Smoothness families[] = {Smoothness::taylor, Smoothness::central, Smoothness::pade};
  e.smoothness = families[random.integer(0, 2)];
  // One input must tell B, and one M.
  if (e.right_hand_sides > 1 && e.initial_values.over_batch) e.rhs.over_batch = false;
  if (e.coefficients.over_batch && e.initial_values.over_batch && e.steps.over_batch)
    e.rhs.over_batch = false;
  problem.extents = normalised(e);
  if (random.chance(.5)) {
    problem.weights = {random.uniform(.5, 2), random.uniform(.5, 2), random.uniform(.5, 2),
                       random.uniform(.1, 1)};
  }
  fill(random, problem);
  return problem;
}

std::string describe(ProblemData const& problem, std::uint64_t seed) {
  Extents const& e = problem.extents;
  std::ostringstream out;
  out << "seed " << seed << ": B " << e.batch << ", M " << e.right_hand_sides << ", T "
      << e.time_points << ", E " << e.equations << ", D " << e.dims << ", K " << e.orders << ", T0 "
      << e.initial_steps << ", K0 " << e.initial_orders << ", " << name(e.smoothness)
      << ", shared: coefficients " << text(e.coefficients) << " rhs " << text(e.rhs) << " initial "
      << text(e.initial_values) << " steps " << text(e.steps);
  return out.str();
}

}  // namespace smnn::test
