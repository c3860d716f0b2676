// Memory: known before construction, and not touched by the calls of the banded solver.
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>

#include "counted_allocations.hpp"
#include "support/judged_problem.hpp"
#include "support/session.hpp"

namespace smnn::test {
namespace {

class SolverMemory : public OnPlatform {};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(SolverMemory);

SessionOptions options_of(Platform const& platform, std::uint64_t seed,
                          Method method = Method::banded) {
  SessionOptions options;
  options.solver.method = method;
  options.solver.storage = seed % 2 == 0 ? FactorStorage::keep : FactorStorage::automatic;
  if (seed % 5 < 2 && platform.factorization == Factorization::cholesky)
    options.solver.factor_precision = FactorPrecision::single;
  options.solver.parallelism =
      seed % 3 == 0 ? Parallelism::team_per_system : Parallelism::automatic;
  return options;
}

TEST_P(SolverMemory, IsWhatWasAnnounced) {
  for (std::uint64_t seed = 600; seed < 630; ++seed) {
    ProblemData const problem = random_problem(seed, 60);
    SCOPED_TRACE(describe(problem, seed));
    SessionOptions const options = options_of(GetParam(), seed);
    CountedAllocations const counted;
    auto const session = make_session(GetParam(), problem, options);
    std::uint64_t const announced = solver_memory(GetParam(), problem.extents, options.solver);
    EXPECT_EQ(session->memory_bytes(), announced);
    counted.expect_bytes(announced, GetParam().in_double);
  }
}

TEST_P(SolverMemory, IsNotAllocatedByCalls) {
  for (std::uint64_t seed = 630; seed < 640; ++seed) {
    JudgedProblem const judged = judged_problem(GetParam(), seed, 20);
    SCOPED_TRACE(describe(judged, seed));
    auto const session = make_session(GetParam(), judged.problem, options_of(GetParam(), seed));
    Random random(seed);
    CountedAllocations const counted;
    session->solve();
    session->adjoint(random.vector(session->solution().size()));
    session->tangent(random.inputs(judged.problem.extents));
    EXPECT_EQ(counted.bytes(), 0);
  }
}

// Sizes beyond 2^31 entries, and beyond 2^32 bytes, come out exactly: they are linear in B and T.
TEST_P(SolverMemory, OfHugeProblemsIsExact) {
  for (FactorStorage const storage : {FactorStorage::keep, FactorStorage::recompute}) {
    SolverOptions options;
    options.storage = storage;
    Extents e;
    e.dims = 2;
    e.orders = 3;
    e.batch = 1 << 10;
    e.time_points = 1 << 10;
    auto const bytes = [&](std::int64_t batch, std::int64_t time_points) {
      Extents huge = e;
      huge.batch = batch;
      huge.time_points = time_points;
      return static_cast<std::int64_t>(solver_memory(GetParam(), huge, options));
    };
    std::int64_t const b = 1 << 24;
    std::int64_t const t = 1 << 10;
    // Differences cancel what does not grow.
    std::int64_t const growth = bytes(2 * b, t) - bytes(b, t);
    EXPECT_EQ(bytes(4 * b, t) - bytes(2 * b, t), 2 * growth);
    std::int64_t const of_time = bytes(b, 2 * t) - bytes(b, t);
    EXPECT_EQ(bytes(b, 4 * t) - bytes(b, 2 * t), 2 * of_time);
    if (storage == FactorStorage::keep) {
      // At least L of a block of order 6: 21 numbers.
      EXPECT_GE(growth, b * t * 21 * (GetParam().in_double ? 8 : 4));
      EXPECT_GT(growth, std::int64_t(1) << 38);
    }
  }
}

}  // namespace
}  // namespace smnn::test
