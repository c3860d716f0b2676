/// A problem and what the oracle says about it.
#pragma once

#include <optional>
#include <string>

#include "oracle.hpp"
#include "platform.hpp"
#include "random_problem.hpp"

namespace smnn::test {

struct JudgedProblem {
  ProblemData problem;
  Oracle oracle;

  explicit JudgedProblem(ProblemData const& data) : problem(data), oracle(data) {}
};

inline constexpr Smoothness families[] = {Smoothness::taylor, Smoothness::central,
                                          Smoothness::pade};

/// What the first-order bounds of Oracle leave out: the lengths of sums, and the distance between
/// the 2-norm and the largest entry.
inline constexpr double modest = 16;

/// Whether the platform's precision can refine the solution: u cond^2 is about the factor by which
/// a correction contracts (Bjorck).
inline bool is_refinable(Platform const& platform, Oracle const& oracle) {
  return !oracle.singular() && oracle.plain_bound(platform.epsilon()) < .05;
}

/// The first random problem of a series, given by the seed, that is refinable and has at most this
/// condition number.
inline JudgedProblem judged_problem(Platform const& platform, std::uint64_t seed,
                                    std::int64_t longest, double condition = 1e300) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    JudgedProblem judged(random_problem(seed + 1000 * attempt, longest));
    if (is_refinable(platform, judged.oracle) && judged.oracle.condition() <= condition)
      return judged;
  }
}

/// The same for given extents. Nothing if a few attempts do not find one.
inline std::optional<JudgedProblem> judged_problem(Platform const& platform, std::uint64_t seed,
                                                   Extents const& extents) {
  for (std::uint64_t attempt = 0; attempt < 4; ++attempt) {
    JudgedProblem judged(random_problem(extents, seed + 1000 * attempt));
    if (is_refinable(platform, judged.oracle)) return judged;
  }
  return {};
}

inline std::string describe(JudgedProblem const& judged, std::uint64_t seed) {
  return describe(judged.problem, seed) + ", condition " +
         std::to_string(judged.oracle.condition());
}

}  // namespace smnn::test
