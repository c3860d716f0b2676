#include "smnn/solver/partition/separator_node.hpp"

#include "smnn/kernels/block/order.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {
namespace {

using kernels::triangle_index;

// F of the separator's block; false if it does not exist. All functions here work in one column s.
template <class Columns>
KOKKOS_INLINE_FUNCTION bool factor(int m, std::int64_t s, Columns const& root) {
  using Real = typename Columns::value_type;
  bool good = true;
  for (int j = 0; j < m; ++j) {
    for (int i = j; i < m; ++i) {
      Real value = root(triangle_index(i, j), s);
      for (int k = 0; k < j; ++k)
        value -= root(triangle_index(i, k), s) * root(triangle_index(j, k), s);
      if (i == j) {
        good = good && value > 0 && value <= Kokkos::Experimental::finite_max_v<Real>;
        root(triangle_index(j, j), s) = 1 / Kokkos::sqrt(value);
      } else {
        root(triangle_index(i, j), s) = value * root(triangle_index(j, j), s);
      }
    }
  }
  return good;
}

// Column `column` of a matrix of m rows (stored by rows): F^{-1} of it.
template <class Columns>
KOKKOS_INLINE_FUNCTION void solve_lower(int m, int columns, int column, std::int64_t root_column,
                                        std::int64_t s, Columns const& root, Columns const& x) {
  for (int i = 0; i < m; ++i) {
    auto value = x(i * columns + column, s);
    for (int k = 0; k < i; ++k)
      value -= root(triangle_index(i, k), root_column) * x(k * columns + column, s);
    x(i * columns + column, s) = value * root(triangle_index(i, i), root_column);
  }
}

// sum_k a[k, i] b[k, j] of two m x m matrices.
template <class Columns>
KOKKOS_INLINE_FUNCTION auto product(int m, int i, int j, std::int64_t s, Columns const& a,
                                    Columns const& b) {
  typename Columns::value_type sum = 0;
  for (int k = 0; k < m; ++k) sum += a(k * m + i, s) * b(k * m + j, s);
  return sum;
}

}  // namespace

template <class Real, class ExecutionSpace>
SeparatorNode<Real, ExecutionSpace>::SeparatorNode(ExecutionSpace const& space,
                                                   SeparatorSizes const& sizes, std::int64_t pairs)
    : sizes_(sizes), pairs_(pairs) {
  std::int64_t const m = sizes.order;
  std::int64_t const matrices = pairs * sizes.matrices;
  root_ = uninitialised<Columns>(space, "smnn::separator_root", m * (m + 1) / 2, matrices);
  to_left_ = uninitialised<Columns>(space, "smnn::separator_left", m * m, matrices);
  to_right_ = uninitialised<Columns>(space, "smnn::separator_right", m * m, matrices);
  half_solved_ = uninitialised<Columns>(space, "smnn::separator_rhs", m, pairs * sizes.solutions());
}

template <class Real, class ExecutionSpace>
std::int64_t SeparatorNode<Real, ExecutionSpace>::numbers(SeparatorSizes const& sizes,
                                                          std::int64_t pairs) {
  std::int64_t const m = sizes.order;
  return pairs * (sizes.matrices * (m * (m + 1) / 2 + 2 * m * m) + sizes.solutions() * m);
}

template <class Real, class ExecutionSpace>
void SeparatorNode<Real, ExecutionSpace>::merge_matrices(
    ExecutionSpace const& space, Arrays const& left, Arrays const& right, Arrays const& merged,
    Kokkos::View<Real*, MemorySpace> const& failed) {
  int const m = sizes_.order;
  std::int64_t const matrices = sizes_.matrices;
  Columns const root = root_, x = to_left_, y = to_right_;
  Kokkos::parallel_for(
      "smnn::merge_matrices", Indices<ExecutionSpace>(space, 0, pairs_ * matrices),
      KOKKOS_LAMBDA(std::int64_t s) {
        std::int64_t const pair = s / matrices;
        std::int64_t const matrix = s % matrices;
        for (int i = 0; i < m; ++i) {
          for (int j = 0; j <= i; ++j) {
            root(triangle_index(i, j), s) = left(pair, triangle_index(m + i, m + j), matrix) +
                                            right(pair, triangle_index(i, j), matrix);
          }
          for (int j = 0; j < m; ++j) {
            x(i * m + j, s) = left(pair, triangle_index(m + i, j), matrix);
            y(i * m + j, s) = right(pair, triangle_index(m + j, i), matrix);
          }
        }
        if (!factor(m, s, root)) Kokkos::atomic_store(&failed(matrix), Real(1));
        for (int j = 0; j < m; ++j) {
          solve_lower(m, m, j, s, s, root, x);
          solve_lower(m, m, j, s, s, root, y);
        }
        for (int i = 0; i < m; ++i) {
          for (int j = 0; j <= i; ++j) {
            merged(pair, triangle_index(i, j), matrix) =
                left(pair, triangle_index(i, j), matrix) - product(m, i, j, s, x, x);
            merged(pair, triangle_index(m + i, m + j), matrix) =
                right(pair, triangle_index(m + i, m + j), matrix) - product(m, i, j, s, y, y);
          }
          for (int j = 0; j < m; ++j)
            merged(pair, triangle_index(m + i, j), matrix) = -product(m, i, j, s, y, x);
        }
      });
}

template <class Real, class ExecutionSpace>
void SeparatorNode<Real, ExecutionSpace>::merge_residuals(ExecutionSpace const& space,
                                                          Arrays const& left, Arrays const& right,
                                                          Arrays const& merged) {
  int const m = sizes_.order;
  std::int64_t const members = sizes_.members;
  std::int64_t const solutions = sizes_.solutions();
  Columns const root = root_, x = to_left_, y = to_right_, z = half_solved_;
  Kokkos::parallel_for(
      "smnn::merge_residuals", Indices<ExecutionSpace>(space, 0, pairs_ * solutions),
      KOKKOS_LAMBDA(std::int64_t s) {
        std::int64_t const pair = s / solutions;
        std::int64_t const solution = s % solutions;
        std::int64_t const matrix = s / members;
        for (int i = 0; i < m; ++i)
          z(i, s) = left(pair, m + i, solution) + right(pair, i, solution);
        solve_lower(m, 1, 0, matrix, s, root, z);
        for (int i = 0; i < m; ++i) {
          Real to_left = left(pair, i, solution);
          Real to_right = right(pair, m + i, solution);
          for (int k = 0; k < m; ++k) {
            to_left -= x(k * m + i, matrix) * z(k, s);
            to_right -= y(k * m + i, matrix) * z(k, s);
          }
          merged(pair, i, solution) = to_left;
          merged(pair, m + i, solution) = to_right;
        }
      });
}

template <class Real, class ExecutionSpace>
void SeparatorNode<Real, ExecutionSpace>::split_solution(ExecutionSpace const& space,
                                                         Arrays const& outer, Arrays const& left,
                                                         Arrays const& right) {
  int const m = sizes_.order;
  std::int64_t const members = sizes_.members;
  std::int64_t const solutions = sizes_.solutions();
  Columns const root = root_, x = to_left_, y = to_right_, z = half_solved_;
  Kokkos::parallel_for(
      "smnn::split_solution", Indices<ExecutionSpace>(space, 0, pairs_ * solutions),
      KOKKOS_LAMBDA(std::int64_t s) {
        std::int64_t const pair = s / solutions;
        std::int64_t const solution = s % solutions;
        std::int64_t const matrix = s / members;
        // F^T x_s = z - X x_L - Y x_R
        for (int i = m - 1; i >= 0; --i) {
          Real value = z(i, s);
          for (int k = 0; k < m; ++k) {
            value -= x(i * m + k, matrix) * outer(pair, k, solution) +
                     y(i * m + k, matrix) * outer(pair, m + k, solution);
          }
          for (int k = i + 1; k < m; ++k)
            value -= root(triangle_index(k, i), matrix) * right(pair, k, solution);
          right(pair, i, solution) = value * root(triangle_index(i, i), matrix);
        }
        for (int i = 0; i < m; ++i) {
          left(pair, m + i, solution) = right(pair, i, solution);
          right(pair, m + i, solution) = outer(pair, m + i, solution);
          left(pair, i, solution) = outer(pair, i, solution);
        }
      });
}

#define SMNN_SEPARATOR_NODE(REAL, SPACE) template class SeparatorNode<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_SEPARATOR_NODE)

}  // namespace smnn::detail
