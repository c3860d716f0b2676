// The C API on ranks: the numbers of the C++ solver on every process grid, and errors that all
// ranks get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <smnn/smnn_mpi.h>

#include "random_problem.hpp"
#include "shared_problem.hpp"
#include "support/c_arrays.hpp"
#include "support/c_handles.hpp"

namespace smnn::test {
namespace {

using CDistributed = Owned<smnn_distributed, smnn_distributed_destroy>;

int ranks_of_world() {
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  return size;
}

smnn_extents to_c(Extents const& e) {
  smnn_extents extents;
  expect_success(smnn_extents_init(&extents, sizeof extents));
  extents.batch = e.batch;
  extents.time_points = e.time_points;
  extents.equations = e.equations;
  extents.dims = e.dims;
  extents.orders = e.orders;
  extents.initial_steps = e.initial_steps;
  extents.initial_orders = e.initial_orders;
  extents.coefficients = {e.coefficients.over_batch, e.coefficients.over_time};
  extents.smoothness = static_cast<int>(e.smoothness);
  return extents;
}

smnn_distributed_options options_of(distributed::ProcessGrid const& grid) {
  smnn_distributed_options options;
  expect_success(smnn_distributed_options_init(&options, sizeof options));
  options.grid_batch = grid.batch;
  options.grid_time = grid.time;
  return options;
}

// Extents of a share as arrays have them: none at all without work.
Shapes shapes_of_share(Extents const& whole, Extents const& local, smnn_share const& share) {
  bool const at_the_end = share.first_point + share.points == whole.time_points;
  return shapes_of(local, share.points - (at_the_end ? 1 : 0));
}

void compare_with_cpp(Extents const& extents, distributed::ProcessGrid const& grid,
                      Context const& context) {
  SCOPED_TRACE(std::to_string(grid.batch) + "x" + std::to_string(grid.time));
  ProblemData const data = random_problem(extents, 11);
  Extents const& whole = data.extents;
  distributed::Communicator const ranks(MPI_COMM_WORLD);
  Host const space;
  distributed::DistributedSolver<double, Host> solver(
      space, ranks, whole, {.grid = grid, .solver = {.storage = FactorStorage::keep}});

  smnn_extents const c_whole = to_c(whole);
  smnn_distributed_options const options = options_of(grid);
  smnn_options solver_options = default_options();
  solver_options.storage = SMNN_STORAGE_KEEP;
  CDistributed c_solver;
  expect_success(smnn_distributed_create_fortran(context, MPI_Comm_c2f(MPI_COMM_WORLD), SMNN_DOUBLE,
                                                 &c_whole, &solver_options, &options,
                                                 c_solver.address()));
  smnn_share share;
  expect_success(smnn_distributed_share(c_solver, &share));
  EXPECT_EQ(share.first_point, solver.points().begin);
  EXPECT_EQ(share.points, solver.points().size());
  EXPECT_EQ(share.systems, solver.systems().size());
  smnn_extents c_local;
  expect_success(smnn_distributed_extents(c_solver, &c_local, sizeof c_local));
  EXPECT_EQ(c_local.time_points, solver.extents().time_points);
  std::size_t bytes = 0;
  std::size_t estimate = 0;
  expect_success(smnn_distributed_memory_bytes(c_solver, &bytes));
  expect_success(smnn_distributed_memory_estimate(context, ranks.rank(), ranks.size(), SMNN_DOUBLE,
                                                  &c_whole, &solver_options, &options, &estimate));
  EXPECT_EQ(bytes, estimate);

  Shapes const shapes = shapes_of_share(whole, solver.extents(), share);
  Share const cut(whole, solver.systems(), solver.points());
  HostInputs<double> inputs(shapes, cut.inputs(data.inputs));
  HostInputs<double> gradients(shapes, cut.inputs(zeros(whole)));
  HostInputs<double> expected_gradients = gradients;
  HostArray<double, 5> y(shapes.solution), expected_y(shapes.solution);
  HostArray<double, 5> seed(shapes.solution, 1), dy(shapes.solution), expected_dy(shapes.solution);
  using Solution = SolutionArray<double, HostMemory>;
  auto const arrays = inputs.cpp<double const>();
  solver.factor(space, {arrays});
  solver.solve_factored(space, {arrays}, expected_y.cpp<Solution>());
  solver.adjoint(space, {arrays}, expected_y.cpp<Solution>(), seed.cpp<Solution>(),
                 expected_gradients.cpp<double>());
  solver.tangent(space, {arrays}, expected_y.cpp<Solution>(), arrays, expected_dy.cpp<Solution>());

  smnn_inputs const c_inputs = inputs.c(), c_gradients = gradients.c();
  smnn_array const c_y = y.c(), c_seed = seed.c(), c_dy = dy.c();
  expect_success(smnn_distributed_solve(c_solver, &c_inputs, nullptr, &c_y));
  expect_success(smnn_distributed_factor(c_solver, &c_inputs, nullptr));
  expect_success(smnn_distributed_solve_factored(c_solver, &c_inputs, nullptr, &c_y));
  expect_success(
      smnn_distributed_adjoint(c_solver, &c_inputs, nullptr, &c_y, &c_seed, &c_gradients));
  expect_success(smnn_distributed_tangent(c_solver, &c_inputs, nullptr, &c_y, &c_inputs, &c_dy));
  std::vector<std::int64_t> info(static_cast<std::size_t>(share.systems), -9);
  expect_success(smnn_distributed_info(c_solver, info.data(), share.systems));
  EXPECT_THAT(info, testing::Each(0));
  EXPECT_TRUE(same_bits(y.values(), expected_y.values()));
  EXPECT_TRUE(gradients.same_bits_as(expected_gradients));
  EXPECT_TRUE(same_bits(dy.values(), expected_dy.values()));
}

TEST(CApiOnRanks, GivesTheNumbersOfTheCppSolverOnEveryGrid) {
  Context const context = make_context();
  for (auto const& grid : grids(ranks_of_world())) {
    Extents extents = extents_of(Smoothness::pade);
    compare_with_cpp(extents, grid, context);
    extents.coefficients.over_batch = extents.coefficients.over_time = true;
    compare_with_cpp(extents, grid, context);
  }
}

// The last rank has the error; a rank that stayed away would leave the others waiting for ever.
TEST(CApiOnRanks, ErrorsOfOneRankAreReturnedOnAll) {
  distributed::Communicator const ranks(MPI_COMM_WORLD);
  bool const last = ranks.rank() == ranks.size() - 1;
  Context const context = make_context();
  smnn_extents whole = to_c(extents_of(Smoothness::taylor));
  smnn_distributed_options options = options_of({1, ranks.size()});
  smnn_distributed* none = nullptr;
  auto const expect_refused = [](std::string const& message, int status) {
    EXPECT_EQ(status, SMNN_INVALID_ARGUMENT);
    EXPECT_THAT(smnn_last_error_message(), testing::HasSubstr(message));
  };
  expect_refused(
      "context is NULL",
      smnn_distributed_create(last ? nullptr : static_cast<smnn_context*>(context), MPI_COMM_WORLD,
                              SMNN_DOUBLE, &whole, nullptr, &options, &none));
  options.separators = last ? 8 : 0;
  expect_refused("options->separators is 8, expected 0 to 2",
                 smnn_distributed_create(context, MPI_COMM_WORLD, SMNN_DOUBLE, &whole, nullptr,
                                         &options, &none));
  options.separators = 0;
  expect_refused("MPI_COMM_NULL", smnn_distributed_create(context, MPI_COMM_NULL, SMNN_DOUBLE,
                                                          &whole, nullptr, &options, &none));
  CDistributed solver;
  expect_success(smnn_distributed_create(context, MPI_COMM_WORLD, SMNN_DOUBLE, &whole, nullptr,
                                         &options, solver.address()));
  smnn_inputs inputs = {};
  smnn_array y = {};
  y.rank = last ? 1 : 0;
  expect_refused("solution: ", smnn_distributed_solve(solver, &inputs, nullptr, &y));
  expect_refused("", smnn_distributed_factor(solver, last ? nullptr : &inputs, nullptr));
}

}  // namespace
}  // namespace smnn::test
