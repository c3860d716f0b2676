/// Expectations on a session: that it gives what the oracle gives.
#pragma once

#include "judged_problem.hpp"
#include "session.hpp"

namespace smnn::test {

/// The last solution, with no system failed.
void expect_solution(Session const& session, Platform const& platform, Oracle const& oracle);

/// Gradients of the last solution, for a random seed vector, and its tangent in a random direction.
void expect_derivatives(Session& session, Platform const& platform, JudgedProblem const& judged,
                        std::uint64_t seed);

/// Solves, then both.
void expect_agreement(Session& session, Platform const& platform, JudgedProblem const& judged,
                      std::uint64_t seed);

}  // namespace smnn::test
