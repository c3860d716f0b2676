/// Problems drawn at random; equal seeds give equal problems on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "problem_data.hpp"

namespace smnn::test {

/// Numbers that are the same everywhere, unlike those of the standard distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// In [low, high), with at most 24 significant bits, so that it is the same number in float.
  double uniform(double low, double high);
  std::int64_t integer(std::int64_t low, std::int64_t high);  // both included
  bool chance(double probability) { return uniform(0, 1) < probability; }
  std::vector<double> vector(std::size_t count, double low = -1, double high = 1);
  InputData inputs(Extents const& extents);  // all entries in [-1, 1)

 private:
  std::mt19937_64 engine_;
};

/// Random inputs for given extents: coefficients, right-hand sides and initial values in [-1, 1),
/// steps in [.5, 1.5).
ProblemData random_problem(Extents const& extents, std::uint64_t seed);

/// Random extents (T up to `longest`, D 1..4, K 2..5, E 1..4, T0 0..3, all families and sharings),
/// weights and inputs.
ProblemData random_problem(std::uint64_t seed, std::int64_t longest);

/// For SCOPED_TRACE.
std::string describe(ProblemData const& problem, std::uint64_t seed);

}  // namespace smnn::test
