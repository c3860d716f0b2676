/// What a call of the C API costs beyond that of the C++ solver, on host data that both take as
/// they are: calls of the one and the other in turn, medians, and how many bytes they allocate.
///
///     smnn_coupling_bench [CALLS]     (default 2001; a line of CSV per problem)
#include <smnn/smnn.h>

#include <Kokkos_Core.hpp>
#include <cstdio>
#include <cstdlib>
#include <smnn/solver/solver.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "../statistics.hpp"

namespace smnn::perf {
namespace {

using Host = Kokkos::DefaultHostExecutionSpace;
using Memory = Host::memory_space;

void require(int status) {
  if (status != SMNN_SUCCESS) throw std::runtime_error(smnn_last_error_message());
}

// Of whatever Kokkos allocates meanwhile.
std::uint64_t allocated_bytes = 0;
void count_bytes(Kokkos::Tools::SpaceHandle, char const*, void const*, std::uint64_t size) {
  allocated_bytes += size;
}

template <class View>
smnn_array array_of(View const& view) {
  smnn_array array{};
  std::int64_t extents[SMNN_MAX_RANK];
  std::int64_t strides[SMNN_MAX_RANK];
  for (std::size_t axis = 0; axis < View::rank(); ++axis) {
    extents[axis] = static_cast<std::int64_t>(view.extent(axis));
    strides[axis] = static_cast<std::int64_t>(view.stride(axis));
  }
  require(smnn_array_of(SMNN_DOUBLE, view.data(), static_cast<int>(View::rank()), extents, strides,
                        &array));
  return array;
}

template <class Action>
double seconds_of(Action const& action) {
  Kokkos::Timer const timer;
  action();
  return timer.seconds();
}

// x'' + x = 0.
void measure(std::size_t systems, std::size_t points, int calls) {
  Host const space;
  Kokkos::View<double*****, Kokkos::LayoutLeft, Memory> const coefficients("c", 1, 1, 1, 1, 3);
  Kokkos::View<double***, Kokkos::LayoutLeft, Memory> const rhs("f", 1, 1, 1);
  Kokkos::View<double****, Kokkos::LayoutLeft, Memory> const initial_values("u", systems, 1, 1, 2);
  Kokkos::View<double**, Kokkos::LayoutLeft, Memory> const steps("s", systems, points - 1);
  Kokkos::View<double****, Kokkos::LayoutLeft, Memory> const y("y", systems, points, 1, 3);
  coefficients(0, 0, 0, 0, 0) = coefficients(0, 0, 0, 0, 2) = 1;
  Kokkos::deep_copy(initial_values, 1);
  Kokkos::deep_copy(steps, 0.1);

  Problem<double, Memory> const problem(space, coefficients, rhs, initial_values, steps);
  auto const solver = make_solver<double>(space, problem.extents());

  smnn_context* context = nullptr;
  smnn_problem* c_problem = nullptr;
  smnn_solver* c_solver = nullptr;
  smnn_extents extents;
  smnn_inputs const inputs = {array_of(coefficients), array_of(rhs), array_of(initial_values),
                              array_of(steps)};
  smnn_array const solution = array_of(y);
  require(smnn_context_create(SMNN_SPACE_HOST, nullptr, &context));
  require(smnn_problem_create(context, &inputs, nullptr, &c_problem));
  require(smnn_problem_extents(c_problem, &extents, sizeof extents));
  require(smnn_solver_create(context, SMNN_DOUBLE, &extents, nullptr, &c_solver));

  std::vector<double> cpp, c, differences;
  std::uint64_t bytes_of_cpp = 0;
  std::uint64_t bytes_of_c = 0;
  Kokkos::Tools::Experimental::set_allocate_data_callback(count_bytes);
  for (int call = 0; call < calls; ++call) {
    allocated_bytes = 0;
    cpp.push_back(seconds_of([&] { solver->solve(space, problem, y); }));
    bytes_of_cpp = std::exchange(allocated_bytes, 0);
    c.push_back(seconds_of([&] { require(smnn_solver_solve(c_solver, c_problem, &solution)); }));
    bytes_of_c = allocated_bytes;
    differences.push_back(c.back() - cpp.back());
  }
  Kokkos::Tools::Experimental::set_allocate_data_callback(nullptr);
  std::printf("%zu,%zu,%.2f,%.2f,%.2f,%llu\n", systems, points, 1e6 * median(cpp), 1e6 * median(c),
              1e6 * median(differences),
              static_cast<unsigned long long>(bytes_of_c - bytes_of_cpp));
  require(smnn_solver_destroy(&c_solver));
  require(smnn_problem_destroy(&c_problem));
  require(smnn_context_destroy(&context));
}

}  // namespace
}  // namespace smnn::perf

int main(int argc, char** argv) {
  Kokkos::ScopeGuard const kokkos(argc, argv);
  try {
    int const calls = argc > 1 ? std::atoi(argv[1]) : 2001;
    std::puts("systems,points,cpp_us,c_us,difference_us,further_bytes");
    smnn::perf::measure(1, 10, calls);
    smnn::perf::measure(8, 50, calls);
    smnn::perf::measure(256, 50, calls);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn_coupling_bench: %s\n", error.what());
    return 1;
  }
}
