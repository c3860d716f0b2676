// The distributed solver against the serial one on every process grid of the ranks there are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <limits>
#include <optional>

#include "counted_allocations.hpp"
#include "random_problem.hpp"
#include "ranks.hpp"
#include "reference_problem.hpp"
#include "shared_problem.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using distributed::Communicator;
using distributed::DistributedOptions;
using distributed::DistributedSolver;
using distributed::ProcessGrid;
using distributed::Range;
using distributed::SeparatorSystem;

// All results of one problem.
struct Results {
  std::vector<double> solution, tangent, residual_norm;
  InputData gradients;
  std::vector<std::int64_t> info;
  double rounding_error = 0;  // the largest that the solver expects of any call
};

// What is solved, on whatever ranks.
struct Job {
  ProblemData problem;
  std::vector<double> seed;
  InputData direction;

  explicit Job(ReferenceProblem const& reference)
      : problem(reference.problem),
        seed(reference.seed),
        direction(Random(1).inputs(reference.problem.extents)) {}
  Job(Extents const& extents, std::uint64_t number) : problem(random_problem(extents, number)) {
    Random random(number + 1000);
    seed = random.vector(entries(Shapes(extents).solution));
    direction = random.inputs(extents);
  }
};

template <class View>
std::vector<std::int64_t> codes(View const& view) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
  return {host.data(), host.data() + host.size()};
}

template <class View>
double largest(View const& view) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
  double result = 0;
  for (std::size_t i = 0; i < host.size(); ++i)
    result = std::max(result, static_cast<double>(host(i)));  // NaN: of a failed system
  return result;
}

template <class Real>
Results on_ranks(Communicator const& ranks, Job const& job, DistributedOptions options) {
  Space const space;
  options.solver.residual_norm = true;
  Extents const whole = job.problem.extents;
  DistributedSolver<Real, Space> solver(space, ranks, whole, options);
  Share const share(whole, solver.systems(), solver.points());
  std::int64_t const own_steps =
      solver.points().size() - (solver.points().end == whole.time_points ? 1 : 0);
  Shapes const shapes = shapes_of(solver.extents(), std::max<std::int64_t>(own_steps, 0));
  auto const on_device = [&](InputData const& data) {
    ShareInputs<Real> inputs(shapes, ViewLayout::spread);
    inputs.upload(share.inputs(data));
    return inputs;
  };
  ShareInputs<Real> const inputs = on_device(job.problem.inputs);
  ShareInputs<Real> const gradients(shapes, ViewLayout::spread);
  ShareInputs<Real> const direction = on_device(job.direction);
  WeightData const& w = job.problem.weights;
  distributed::LocalProblem<Real, Memory> const local{
      arrays<Real const>(inputs), {w.governing, w.initial, w.smoothness, w.highest_order}};
  ShareSolution<Real> const y(shapes.solution, ViewLayout::spread);
  ShareSolution<Real> const dy(shapes.solution, ViewLayout::left);
  ShareSolution<Real> seed(shapes.solution, ViewLayout::right);
  seed.upload(share.solution(job.seed));
  solver.solve(space, local, y.view());
  Results results;
  auto const note_error = [&] {
    results.rounding_error = std::max(results.rounding_error, largest(solver.rounding_error()));
  };
  note_error();
  results.info = codes(solver.info());
  auto const norm =
      Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solver.residual_norm());
  results.residual_norm.assign(norm.data(), norm.data() + norm.size());
  solver.adjoint(space, local, y.view(), seed.view(), arrays<Real>(gradients));
  note_error();
  solver.tangent(space, local, y.view(), arrays<Real const>(direction), dy.view());
  note_error();
  space.fence();
  results.solution = y.download();
  results.tangent = dy.download();
  results.gradients = download(gradients);
  return results;
}

// Solves alone and with everybody; a share's results must be those of the whole: up to the
// tolerance or, where systems are conditioned too badly for it, a multiple of what the solver
// itself expects of rounding. That is of one solve and in the units of order 0, where higher orders
// count less: the serial solver's tangents and gradients differ from its own with five corrections
// by up to 75 times as much (reference cases and random problems here), and two solvers are
// compared. Of solutions themselves 1e-14 is left.
template <class Real>
void expect_the_serial_results(Job const& job, DistributedOptions const& options,
                               double least_tolerance) {
  Communicator const world(MPI_COMM_WORLD);
  DistributedOptions alone_options;
  alone_options.solver = options.solver;
  Results const alone = on_ranks<Real>(Communicator(), job, alone_options);
  Results const shared = on_ranks<Real>(world, job, options);
  double const rounding = std::max(alone.rounding_error, shared.rounding_error);
  double const tolerance = std::max(least_tolerance, 100 * rounding);
  double const derived_tolerance = std::max(3 * least_tolerance, 300 * rounding);
  DistributedSolver<Real, Space> const shape(Space(), world, job.problem.extents, options);
  Range const systems = shape.systems();
  if (systems.size() == 0 || shape.points().size() == 0) return;
  Share const share(job.problem.extents, systems, shape.points());
  EXPECT_LT(distance(shared.solution, share.solution(alone.solution), alone.solution), tolerance);
  auto const expect_share = [&](auto const& got, auto const& expected, auto const& whole) {
    EXPECT_LT(distance(got, expected, whole), derived_tolerance);
  };
  expect_share(shared.tangent, share.solution(alone.tangent), alone.tangent);
  InputData const expected = share.inputs(alone.gradients);
  InputData const& whole = alone.gradients;
  expect_share(shared.gradients.coefficients, expected.coefficients, whole.coefficients);
  expect_share(shared.gradients.rhs, expected.rhs, whole.rhs);
  expect_share(shared.gradients.initial_values, expected.initial_values, whole.initial_values);
  expect_share(shared.gradients.steps, expected.steps, whole.steps);
  std::size_t const members = static_cast<std::size_t>(job.problem.extents.right_hand_sides);
  auto const first = static_cast<std::size_t>(systems.begin) * members;
  for (std::size_t s = 0; s < shared.info.size(); ++s) {
    EXPECT_EQ(shared.info[s], alone.info[first + s]);
    if (alone.info[first + s] > 0) continue;
    EXPECT_NEAR(shared.residual_norm[s], alone.residual_norm[first + s],
                10 * tolerance * alone.residual_norm[first + s]);
  }
}

void on_all_grids(Job const& job, double tolerance = 1e-10) {
  Communicator const world(MPI_COMM_WORLD);
  for (ProcessGrid const& grid : grids(world.size())) {
    for (auto const separators : {SeparatorSystem::gathered, SeparatorSystem::pairs}) {
      if (grid.time == 1 && separators == SeparatorSystem::pairs) continue;  // there are none
      SCOPED_TRACE(std::to_string(grid.batch) + "x" + std::to_string(grid.time) +
                   (separators == SeparatorSystem::pairs ? ", by pairs" : ", gathered"));
      DistributedOptions options;
      options.grid = grid;
      options.separators = separators;
      expect_the_serial_results<double>(job, options, tolerance);
    }
  }
}

class Families : public testing::TestWithParam<Smoothness> {};
INSTANTIATE_TEST_SUITE_P(DistributedSolver, Families,
                         testing::Values(Smoothness::taylor, Smoothness::central,
                                         Smoothness::pade));

TEST_P(Families, HaveTheSerialResults) { on_all_grids(Job(extents_of(GetParam()), 1)); }

TEST_P(Families, HaveTheSerialResultsWithSharedInputs) {
  for (int axes = 1; axes < 4; ++axes) {
    Extents e = extents_of(GetParam());
    Sharing const sharing{(axes & 1) != 0, (axes & 2) != 0};
    e.coefficients = e.rhs = e.steps = sharing;
    e.initial_values.over_batch = sharing.over_batch;
    SCOPED_TRACE(axes);
    on_all_grids(Job(e, 2));
  }
}

TEST_P(Families, HaveTheSerialResultsWithSeveralRightHandSides) {
  Extents e = extents_of(GetParam());
  e.right_hand_sides = 3;
  on_all_grids(Job(e, 3));
}

TEST_P(Families, HaveTheSerialResultsOnFewPoints) {
  for (std::int64_t const points : {2, 3, 4, 5, 9}) {
    Extents e = extents_of(GetParam());
    e.time_points = points;
    e.initial_steps = 2;
    SCOPED_TRACE(points);
    on_all_grids(Job(e, 4));
  }
}

TEST_P(Families, HaveTheSerialResultsWithBlocksOfRunTimeOrder) {
  Extents e = extents_of(GetParam());
  e.dims = 7;
  e.equations = 7;
  e.orders = 2;
  on_all_grids(Job(e, 5));
}

TEST_P(Families, HaveTheSerialResultsOfFewerSystemsThanRanks) {
  Extents e = extents_of(GetParam());
  e.batch = 1;
  on_all_grids(Job(e, 6));
}

TEST_P(Families, MayBeCutUnevenly) {
  Communicator const world(MPI_COMM_WORLD);
  std::int64_t const least = distributed::Partition::least_points(extents_of(GetParam()));
  DistributedOptions options;
  options.grid = ProcessGrid{1, world.size()};
  for (int rank = 1; rank < world.size(); ++rank) options.time_cuts.push_back(least * rank);
  if (world.size() > 1) options.time_cuts.back() = 20;
  expect_the_serial_results<double>(Job(extents_of(GetParam()), 7), options, 1e-10);
}

// Several packs of systems, the last one short, one after the other; and several matrices with
// their right-hand sides.
TEST_P(Families, MayBeSolvedInMiniBatches) {
  Communicator const world(MPI_COMM_WORLD);
  DistributedOptions options;
  options.grid = ProcessGrid{1, world.size()};
  options.mini_batch = 1;  // of a pack
  Extents many = extents_of(GetParam());
  many.batch = 27;
  expect_the_serial_results<double>(Job(many, 11), options, 1e-10);
  Extents several = extents_of(GetParam());
  several.right_hand_sides = 3;
  expect_the_serial_results<double>(Job(several, 12), options, 1e-10);
  many.coefficients.over_batch = many.steps.over_batch = many.rhs.over_batch = true;
  many.right_hand_sides = 2;  // else one matrix serves all
  expect_the_serial_results<double>(Job(many, 13), options, 1e-10);
}

// Twice as many equations as unknown functions: float cannot resolve much worse conditions.
TEST_P(Families, WorkInFloat) {
  Communicator const world(MPI_COMM_WORLD);
  Extents e = extents_of(GetParam());
  e.equations = 4;
  for (ProcessGrid const& grid : grids(world.size())) {
    DistributedOptions options;
    options.grid = grid;
    expect_the_serial_results<float>(Job(e, 1), options, 1e-4);
  }
}

TEST_P(Families, HaveTheSerialResultsByFactorsInFloatThatAreNotKept) {
  Communicator const world(MPI_COMM_WORLD);
  for (ProcessGrid const& grid : grids(world.size())) {
    DistributedOptions options;
    options.grid = grid;
    options.solver.factor_precision = FactorPrecision::single;
    options.solver.storage = FactorStorage::recompute;
    SCOPED_TRACE(std::to_string(grid.batch) + "x" + std::to_string(grid.time));
    expect_the_serial_results<double>(Job(extents_of(GetParam()), 17), options, 1e-10);
  }
}

TEST_P(Families, HaveTheSerialResultsByOrthogonalFactors) {
  Communicator const world(MPI_COMM_WORLD);
  for (ProcessGrid const& grid : grids(world.size())) {
    DistributedOptions options;
    options.grid = grid;
    options.solver.factorization = Factorization::qr;
    SCOPED_TRACE(std::to_string(grid.batch) + "x" + std::to_string(grid.time));
    expect_the_serial_results<double>(Job(extents_of(GetParam()), 15), options, 1e-10);
    Extents several = extents_of(GetParam());
    several.right_hand_sides = 3;
    expect_the_serial_results<double>(Job(several, 16), options, 1e-10);
  }
}

// All calls included.
TEST_P(Families, NeedTheMemoryThatWasAnnounced) {
  Communicator const world(MPI_COMM_WORLD);
  Extents e = extents_of(GetParam());
  e.right_hand_sides = 2;
  Job const job(e, 14);
  for (ProcessGrid const& grid : grids(world.size())) {
    for (auto const separators : {SeparatorSystem::gathered, SeparatorSystem::pairs}) {
      DistributedOptions options;
      options.grid = grid;
      options.separators = separators;
      options.solver.residual_norm = true;
      CountedAllocations const counted;
      on_ranks<double>(world, job, options);
      counted.expect_bytes(distributed::distributed_solver_memory_bytes<double>(
                               Space(), e, world.rank(), world.size(), options),
                           true);
    }
  }
}

TEST(DistributedSolver, HasTheSerialResultsOfTheReferenceCases) {
  for (auto const& reference : reference_cases()) {
    SCOPED_TRACE(reference.name);
    on_all_grids(Job(reference_problem(reference)));
  }
}

TEST_P(Families, GiveTheSameBitsEveryTime) {
  Communicator const world(MPI_COMM_WORLD);
  Job const job(extents_of(GetParam()), 9);
  DistributedOptions options;
  options.grid = ProcessGrid{1, world.size()};
  Results const first = on_ranks<double>(world, job, options);
  Results const second = on_ranks<double>(world, job, options);
  EXPECT_EQ(first.solution, second.solution);
  EXPECT_EQ(first.tangent, second.tangent);
  EXPECT_EQ(first.gradients.coefficients, second.gradients.coefficients);
  EXPECT_EQ(first.gradients.steps, second.gradients.steps);
}

TEST_P(Families, NameTheTimePointThatFails) {
  Job job(extents_of(GetParam()), 10);
  Extents const& e = job.problem.extents;
  auto const shape = Shapes(e).rhs;
  job.problem.inputs.rhs[position(shape, {1, 0, 13, 1})] = std::nan("");
  DistributedOptions options;
  options.solver.on_failure = FailurePolicy::mask;
  Communicator const world(MPI_COMM_WORLD);
  for (ProcessGrid const& grid : grids(world.size())) {
    options.grid = grid;
    SCOPED_TRACE(std::to_string(grid.batch) + "x" + std::to_string(grid.time));
    expect_the_serial_results<double>(job, options, 1e-10);
  }
}

TEST(DistributedSolver, RefusesGridsAndCutsThatDoNotFit) {
  Communicator const world(MPI_COMM_WORLD);
  Extents const whole = extents_of(Smoothness::central);
  auto const message = [&](DistributedOptions const& options) {
    return message_of<Error>(
        [&] { DistributedSolver<double, Space>(Space(), world, whole, options); });
  };
  EXPECT_THAT(message({.grid = ProcessGrid{world.size(), 2}}), testing::HasSubstr("grid: got"));
  EXPECT_THAT(
      message({.grid = ProcessGrid{1, world.size()},
               .time_cuts = std::vector<std::int64_t>(static_cast<std::size_t>(world.size()), 1)}),
      testing::HasSubstr("time cuts: got"));
  EXPECT_THROW(distributed::grid_named("2x", 4), InvalidArgument);
  EXPECT_THROW(distributed::grid_named("3x2", 4), InvalidArgument);
  EXPECT_EQ(distributed::grid_named("2x2", 4), (ProcessGrid{2, 2}));
  EXPECT_EQ(distributed::default_grid(whole, 4), (ProcessGrid{4, 1}));
  EXPECT_EQ(distributed::default_grid(whole, 8), (ProcessGrid{4, 2}));
}

}  // namespace
}  // namespace smnn::test
