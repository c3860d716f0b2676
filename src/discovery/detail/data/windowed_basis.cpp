#include "smnn/discovery/detail/data/windowed_basis.hpp"

#include <algorithm>

#include "smnn/discovery/detail/data/scaled_data.hpp"
#include "smnn/discovery/detail/term_table.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::discovery::detail {

// Terms that are integrated at a time: bounds the memory.
constexpr std::int64_t terms_at_a_time = 32;

// rhs(w, p, t, 0) = time * term first + p at the data; 0 beyond the last term.
template <class ExecutionSpace, class Terms, class Data, class Rhs>
void fill_terms(ExecutionSpace const& space, Terms const& terms, Data const& data, double time,
                int first, int count, Rhs const& rhs) {
  auto const points = static_cast<std::int64_t>(rhs.extent(2));
  int const members = static_cast<int>(rhs.extent(1));
  int const dims = static_cast<int>(data.extent(2));
  Kokkos::parallel_for(
      "smnn::discovery::fill_terms",
      Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(
          space, 0, static_cast<std::int64_t>(rhs.extent(0)) * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const w = i / points;
        std::int64_t const t = i % points;
        double x[max_variables] = {};
        for (int d = 0; d < dims; ++d) x[d] = data(w, t, d, 0);
        for (int p = 0; p < members; ++p) {
          rhs(w, p, t, 0) = first + p < count ? time * terms.value(first + p, x) : 0;
        }
      });
}

Trajectories cut(Trajectories const& data, std::int64_t window) {
  std::int64_t const length = std::min(window, data.points);
  std::int64_t const per_trajectory = data.points / length;
  Trajectories windows{data.variables, data.count * per_trajectory, length, {}, {}};
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 0; t < per_trajectory * length; ++t) {
      windows.times.push_back(data.time(b, t));
      windows.values.insert(windows.values.end(), data.state(b, t), data.state(b, t) + data.dims());
    }
  }
  return windows;
}

// Copies the solutions, less each window's mean, into columns first .. of the matrix.
template <class Solution>
void store(Solution const& solution, std::size_t first, Matrix& matrix) {
  std::size_t const window = solution.extent(2);
  std::size_t const members = std::min(solution.extent(1), matrix.columns() - first);
  for (std::size_t w = 0; w < solution.extent(0); ++w) {
    for (std::size_t p = 0; p < members; ++p) {
      double mean = 0;
      for (std::size_t t = 0; t < window; ++t) {
        mean += solution(w, p, t, 0, 0) / static_cast<double>(window);
      }
      for (std::size_t t = 0; t < window; ++t) {
        matrix(w * window + t, first + p) = solution(w, p, t, 0, 0) - mean;
      }
    }
  }
}

template <class ExecutionSpace>
Matrix integrate_terms(ExecutionSpace const& space, Trajectories const& windows,
                       std::vector<Term> const& terms, Discretisation const& discretisation) {
  using MemorySpace = typename ExecutionSpace::memory_space;
  auto const count = static_cast<int>(terms.size());
  auto const members = static_cast<std::size_t>(std::min<std::int64_t>(count, terms_at_a_time));
  auto const orders = static_cast<std::size_t>(discretisation.orders);
  auto const w = static_cast<std::size_t>(windows.count);
  auto const t = static_cast<std::size_t>(windows.points);
  Scales scales = choose_scales(windows);
  std::fill(scales.variables.begin(), scales.variables.end(),
            1.0);  // terms of the data as they are
  auto const data = scale(space, windows, scales);
  TermTable<MemorySpace> const table(space, terms);

  Kokkos::View<double*****, Kokkos::LayoutRight, MemorySpace> const coefficients(
      "smnn::discovery::derivative", 1, 1, 1, 1, orders);
  Kokkos::deep_copy(Kokkos::subview(coefficients, 0, 0, 0, 0, 1), 1.0);
  Kokkos::View<double*****, Kokkos::LayoutRight, MemorySpace> const initial("smnn::discovery::zero",
                                                                            1, 1, 1, 1, 1);
  Kokkos::View<double****, Kokkos::LayoutRight, MemorySpace> const rhs("smnn::discovery::rhs", w,
                                                                       members, t, 1);
  Kokkos::View<double*****, Kokkos::LayoutRight, MemorySpace> const solution(
      "smnn::discovery::integrals", w, members, t, 1, orders);
  ProblemOptions problem_options;
  problem_options.smoothness = discretisation.smoothness;
  Problem const problem(space, coefficients, rhs, initial, data.steps, problem_options);
  auto const solver = make_solver<double>(space, problem.extents());

  Matrix matrix(w * t, terms.size());
  for (int first = 0; first < count; first += static_cast<int>(members)) {
    fill_terms(space, table, data.values, scales.time, first, count, rhs);
    solver->solve(space, problem, solution);
    store(Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solution),
          static_cast<std::size_t>(first), matrix);
  }
  return matrix;
}

#define SMNN_INSTANTIATE_WINDOWED_BASIS(REAL, SPACE)                        \
  template Matrix integrate_terms<SPACE>(SPACE const&, Trajectories const&, \
                                         std::vector<Term> const&, Discretisation const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_WINDOWED_BASIS, double)

}  // namespace smnn::discovery::detail
