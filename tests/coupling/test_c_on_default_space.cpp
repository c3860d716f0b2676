// The C API where the build works by default: on a device, if there is one, on the caller's stream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random_problem.hpp"
#include "smnn/solver/solver.hpp"
#include "support/c_arrays.hpp"
#include "support/c_handles.hpp"

namespace smnn::test {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

// The stream of an instance; null on a host.
void* stream_of([[maybe_unused]] Space const& space) {
#if defined(KOKKOS_ENABLE_CUDA)
  return space.cuda_stream();
#elif defined(KOKKOS_ENABLE_HIP)
  return space.hip_stream();
#else
  return nullptr;
#endif
}

// A host array's copy where the space can reach it, and that copy as an argument.
class Copy {
 public:
  template <std::size_t Rank>
  explicit Copy(HostArray<double, Rank>& host)
      : array_(host.c()), memory_("copy", host.values().size()) {
    Kokkos::deep_copy(memory_, Kokkos::View<double const*, Kokkos::HostSpace>(
                                   host.values().data(), host.values().size()));
    array_.data = memory_.data();
  }
  smnn_array const& c() const { return array_; }
  template <class ArrayType>
  ArrayType cpp() const {
    return {memory_.data(), array_.rank, array_.extents, array_.strides};
  }
  std::vector<double> values() const {
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), memory_);
    return {host.data(), host.data() + host.size()};
  }

 private:
  smnn_array array_;
  Kokkos::View<double*, Memory> memory_;
};

TEST(CApiOnDefaultSpace, GivesTheNumbersOfTheCppSolver) {
  Extents e;
  e.batch = 40;
  e.time_points = 9;
  e.orders = 3;
  e.initial_steps = e.initial_orders = 1;
  ProblemData const data = random_problem(e, 2);
  HostInputs<double> inputs(e, data.inputs);
  HostArray<double, 5> blank(Shapes(e).solution);
  Copy const coefficients(inputs.coefficients), rhs(inputs.rhs), steps(inputs.steps);
  Copy const initial_values(inputs.initial_values), y(blank), expected(blank);

  Space const space;
  using Inputs = InputArrays<double const, Memory>;
  Problem<double, Memory> const problem(
      space, coefficients.cpp<decltype(Inputs::coefficients)>(), rhs.cpp<decltype(Inputs::rhs)>(),
      initial_values.cpp<decltype(Inputs::initial_values)>(), steps.cpp<decltype(Inputs::steps)>());
  smnn::make_solver<double>(space, problem.extents())
      ->solve(space, problem, expected.cpp<SolutionArray<double, Memory>>());

  Context context;
  expect_success(smnn_context_create(SMNN_SPACE_DEFAULT, stream_of(space), context.address()));
  CProblem const c_problem =
      make_problem(context, {coefficients.c(), rhs.c(), initial_values.c(), steps.c()});
  CSolver const solver = make_solver(context, SMNN_DOUBLE, c_problem);
  expect_success(smnn_solver_solve(solver, c_problem, &y.c()));
  expect_success(smnn_context_synchronize(context));
  EXPECT_TRUE(same_bits(y.values(), expected.values()));

  std::vector<double> errors(40);
  expect_success(smnn_solver_rounding_error(solver, errors.data(), 40));
  EXPECT_THAT(errors, testing::Each(testing::Lt(1e-10)));
}

#ifdef KOKKOS_ENABLE_CUDA
TEST(CApiOnDefaultSpace, MemoryOfTheDeviceIsRefusedOnTheHost) {
  Extents e;
  e.time_points = 4;
  e.orders = 2;
  ProblemData const data = random_problem(e, 2);
  HostInputs<double> inputs(e, data.inputs);
  smnn_inputs arrays = inputs.c();
  Copy const steps(inputs.steps);
  arrays.steps = steps.c();
  Context const host = make_context(SMNN_SPACE_HOST);
  smnn_problem* none = nullptr;
  EXPECT_EQ(smnn_problem_create(host, &arrays, nullptr, &none), SMNN_INVALID_ARGUMENT);
  EXPECT_THAT(smnn_last_error_message(),
              testing::HasSubstr("steps: data is memory of the device, expected that of the host"));
}
#endif

}  // namespace
}  // namespace smnn::test
