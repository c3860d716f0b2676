// What the distributed solver does where one rank alone has an error, or another state than the
// others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "random_problem.hpp"
#include "ranks.hpp"
#include "shared_problem.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using distributed::Communicator;
using distributed::DistributedSolver;
using distributed::ProcessGrid;

// A random problem on a grid, and this rank's share of its arrays.
struct Shared {
  Space space;
  ProblemData data;
  DistributedSolver<double, Space> solver;
  Share share;
  Shapes shapes;
  ShareInputs<double> inputs, gradients;
  ShareSolution<double> y, dy, seed;

  Shared(Communicator const& ranks, Smoothness family, ProcessGrid const& grid)
      : data(random_problem(extents_of(family), 20)),
        solver(space, ranks, data.extents,
               {.grid = grid, .solver = {.storage = FactorStorage::keep}}),
        share(data.extents, solver.systems(), solver.points()),
        shapes(shapes_of(solver.extents(), own_steps())),
        inputs(shapes, ViewLayout::right),
        gradients(shapes, ViewLayout::right),
        y(shapes.solution, ViewLayout::right),
        dy(shapes.solution, ViewLayout::right),
        seed(shapes.solution, ViewLayout::right) {
    inputs.upload(share.inputs(data.inputs));
    Random random(21);
    seed.upload(share.solution(random.vector(entries(Shapes(data.extents).solution))));
  }

  std::int64_t own_steps() const {
    auto const points = solver.points();
    return std::max<std::int64_t>(points.size() - (points.end == data.extents.time_points), 0);
  }

  // The coefficients are too few if `wrong`.
  distributed::LocalProblem<double, Memory> local(bool wrong = false) const {
    auto given = arrays<double const>(inputs);
    if (wrong) given.coefficients.extent[3] -= 1;
    return {given};
  }

  void solve(bool wrong = false) { solver.solve(space, local(wrong), y.view()); }
  void factor(bool wrong = false) { solver.factor(space, local(wrong)); }
  void solve_factored(bool wrong = false) { solver.solve_factored(space, local(wrong), y.view()); }
  void adjoint(bool wrong = false) {
    solver.adjoint(space, local(wrong), y.view(), seed.view(), arrays<double>(gradients));
  }
  void tangent(bool wrong = false) {
    solver.tangent(space, local(wrong), y.view(), arrays<double const>(inputs), dy.view());
  }
};

template <class Action>
void on_grids_of_families(Action const& action) {
  Communicator const world(MPI_COMM_WORLD);
  for (Smoothness const family : {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
    for (ProcessGrid const& grid : grids(world.size())) {
      SCOPED_TRACE(std::to_string(grid.batch) + "x" + std::to_string(grid.time) + ", family " +
                   std::to_string(static_cast<int>(family)));
      action(world, family, grid);
    }
  }
}

// The last rank of those that have work.
int last_worker(Communicator const& world, bool works) {
  double last = works ? world.rank() : -1;
  world.maximum(std::span(&last, 1));
  return static_cast<int>(last);
}

TEST(DistributedSolverErrors, OneSystemThatFailsIsThrownByAll) {
  on_grids_of_families([](Communicator const& world, Smoothness family, ProcessGrid const& grid) {
    Shared shared(world, family, grid);
    shared.data.inputs.rhs[0] = std::numeric_limits<double>::quiet_NaN();
    shared.inputs.upload(shared.share.inputs(shared.data.inputs));
    EXPECT_THAT(message_of<NumericalError>([&] { shared.solve(); }),
                testing::HasSubstr("solution 0 at time point 0"));
  });
}

// In every call; and afterwards all goes on as if nothing had been.
TEST(DistributedSolverErrors, AWrongArrayOfOneRankIsThrownByAll) {
  on_grids_of_families([](Communicator const& world, Smoothness family, ProcessGrid const& grid) {
    Shared shared(world, family, grid);
    shared.solve();
    std::vector<double> const solution = shared.y.download();
    shared.adjoint();
    InputData const gradients = download(shared.gradients);
    bool const works = shared.solver.systems().size() > 0 && shared.solver.points().size() > 0;
    int const last = last_worker(world, works);
    bool const wrong = world.rank() == last;
    std::string const expected =
        (world.size() > 1 ? "rank " + std::to_string(last) + ": " : "") + "coefficients";
    auto const expect_error = [&](char const* name, void (Shared::*call)(bool)) {
      SCOPED_TRACE(name);
      EXPECT_THAT(message_of<InvalidArgument>([&] { (shared.*call)(wrong); }),
                  testing::HasSubstr(expected));
    };
    expect_error("solve", &Shared::solve);
    expect_error("factor", &Shared::factor);
    shared.factor();
    expect_error("solve_factored", &Shared::solve_factored);
    shared.solve_factored();  // the factor is still there
    EXPECT_LT(distance(shared.y.download(), solution, solution), 1e-10);
    expect_error("adjoint", &Shared::adjoint);
    expect_error("tangent", &Shared::tangent);
    shared.solve();
    shared.adjoint();
    EXPECT_EQ(shared.y.download(), solution);
    EXPECT_EQ(download(shared.gradients).coefficients, gradients.coefficients);
    EXPECT_EQ(download(shared.gradients).steps, gradients.steps);
  });
}

// One rank calls with the arrays of the factor, the others with copies of them.
TEST(DistributedSolverErrors, AFactorThatSomeRanksLackIsMadeAgain) {
  on_grids_of_families([](Communicator const& world, Smoothness family, ProcessGrid const& grid) {
    Shared shared(world, family, grid);
    shared.solve();
    shared.adjoint();
    InputData const gradients = download(shared.gradients);
    ShareInputs<double> copy(shared.shapes, ViewLayout::right);
    copy.upload(shared.share.inputs(shared.data.inputs));
    if (world.rank() > 0) std::swap(shared.inputs, copy);
    shared.adjoint();
    InputData const again = download(shared.gradients);
    EXPECT_LT(distance(again.coefficients, gradients.coefficients, gradients.coefficients), 1e-10);
    EXPECT_LT(distance(again.steps, gradients.steps, gradients.steps), 1e-10);
  });
}

// A solution that is not finite at one point has gradients on no rank, as in the serial solver.
TEST(DistributedSolverErrors, ASolutionThatIsNotFiniteHasNoGradients) {
  on_grids_of_families([](Communicator const& world, Smoothness family, ProcessGrid const& grid) {
    auto const with_hole = [](Shared& shared) {
      shared.solve();
      std::vector<double> y = shared.y.download();
      auto const points = shared.solver.points();
      auto const systems = shared.solver.systems();
      auto const here = [](distributed::Range const& range, std::int64_t i) {
        return i >= range.begin && i < range.end;
      };
      std::int64_t constexpr system = 1, point = 13;
      if (here(systems, system) && here(points, point)) {
        y[position(shared.shapes.solution, {system - systems.begin, 0, point - points.begin, 0,
                                            1})] = std::numeric_limits<double>::infinity();
      }
      shared.y.upload(y);
      EXPECT_THAT(message_of<NumericalError>([&] { shared.adjoint(); }),
                  testing::HasSubstr("solution 1 at time point 13"));
      return download(shared.gradients);
    };
    Shared shared(world, family, grid);
    Shared alone(Communicator(), family, {1, 1});
    InputData const gradients = with_hole(shared);
    InputData const whole = with_hole(alone);
    InputData const expected = shared.share.inputs(whole);
    EXPECT_LT(distance(gradients.coefficients, expected.coefficients, whole.coefficients), 1e-9);
    EXPECT_LT(distance(gradients.steps, expected.steps, whole.steps), 1e-9);
  });
}

}  // namespace
}  // namespace smnn::test
