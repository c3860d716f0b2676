#include "smnn/solver/baseline/dense_solver.hpp"

#include <limits>
#include <string>
#include <type_traits>

#include "smnn/solver/baseline/lapack.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {
namespace {

// Entries of all matrices.
std::int64_t matrix_numbers(Extents const& extents) {
  std::int64_t constexpr largest = std::numeric_limits<int>::max();
  std::int64_t const unknowns = extents.unknowns();
  std::int64_t const groups = grouping(extents).groups;
  std::int64_t const columns = unknowns * groups;  // leading dimension of the right-hand sides
  if (unknowns > largest || extents.right_hand_sides * extents.batch > largest ||
      columns > largest) {
    throw InvalidArgument("extents: time_points * dims * orders * batch is " +
                          std::to_string(columns) + ", expected at most " +
                          std::to_string(largest) + " for the method dense");
  }
  if (unknowns * groups > std::numeric_limits<std::int64_t>::max() / 64 / unknowns) {
    throw InvalidArgument("extents: " + std::to_string(groups) + " dense matrices of order " +
                          std::to_string(unknowns) +
                          " would have more entries than 64-bit indices can address");
  }
  return groups * unknowns * unknowns;
}

template <class Real>
struct DenseWriter {
  Real* matrix;
  std::int64_t unknowns;
  int n;

  KOKKOS_FUNCTION void operator()(std::int64_t group, NormalEntry const& entry, Real value) const {
    std::int64_t const row = (entry.t + entry.offset) * n + entry.row;
    std::int64_t const column = entry.t * n + entry.column;
    matrix[(group * unknowns + column) * unknowns + row] = value;
  }
};

// Where LAPACK's threads of control run.
template <class ExecutionSpace>
using HostSpaceOf =
    std::conditional_t<std::is_same_v<typename ExecutionSpace::memory_space, Kokkos::HostSpace>,
                       ExecutionSpace, Kokkos::DefaultHostExecutionSpace>;

// LAPACK of one matrix: body(group), concurrently for all groups, then waits.
template <class ExecutionSpace, class Body>
void for_groups(ExecutionSpace const& space, std::int64_t groups, Body const& body) {
  using Host = HostSpaceOf<ExecutionSpace>;
  using Policy =
      Kokkos::RangePolicy<Host, Kokkos::Schedule<Kokkos::Dynamic>, Kokkos::IndexType<std::int64_t>>;
  space.fence("smnn: the matrices are on the host");
  if (groups == 1) return body(0);  // LAPACK's own threads share the one matrix
  lapack::SingleThreaded const single;
  Host const host = [&] {
    if constexpr (std::is_same_v<Host, ExecutionSpace>) {
      return space;
    } else {
      return Host();
    }
  }();
  Kokkos::parallel_for("smnn::dense::lapack", Policy(host, 0, groups), body);
  host.fence("smnn: LAPACK has finished");
}

template <class Real>
struct FactorMatrix {
  Real* matrix;
  std::int64_t unknowns;

  void operator()(std::int64_t group) const {
    Real* const own = matrix + group * unknowns * unknowns;
    int const failed = lapack::potrf(static_cast<int>(unknowns), own);
    if (failed > 0) own[(failed - 1) * (unknowns + 1)] = -1;  // CheckDiagonal finds it
  }
};

template <class Real>
struct SolveMatrix {
  Real const* matrix;
  Real* g;
  std::int64_t unknowns;
  std::int64_t groups;
  std::int64_t members;

  void operator()(std::int64_t group) const {
    lapack::potrs(static_cast<int>(unknowns), static_cast<int>(members),
                  matrix + group * unknowns * unknowns, g + group * unknowns,
                  static_cast<int>(unknowns * groups));
  }
};

}  // namespace

template <class Real, class ExecutionSpace>
DenseSolver<Real, ExecutionSpace>::DenseSolver(ExecutionSpace const& space, Extents const& extents,
                                               SolverOptions const& options)
    : Base(space, extents, options), bytes_(bytes(space, extents)) {
  matrix_ = Buffer(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::dense::matrix"),
                   static_cast<std::size_t>(matrix_numbers(extents)));
  host_matrix_ = Kokkos::create_mirror_view(matrix_);
  host_g_ = Kokkos::create_mirror_view(this->g_);
}

template <class Real, class ExecutionSpace>
std::size_t DenseSolver<Real, ExecutionSpace>::bytes(ExecutionSpace const& space,
                                                     Extents const& extents) {
  return Base::shared_bytes(space, extents) +
         static_cast<std::size_t>(matrix_numbers(extents)) * sizeof(Real);
}

template <class Real, class ExecutionSpace>
void DenseSolver<Real, ExecutionSpace>::prepare(ExecutionSpace const& space, Batch const& batch) {
  std::int64_t const unknowns = this->extents_.unknowns();
  std::int64_t const groups = this->grouping_.groups;
  int const n = this->order_.n();
  Kokkos::deep_copy(space, matrix_, Real(0));
  this->assemble(space, batch, DenseWriter<Real>{matrix_.data(), unknowns, n});
  Kokkos::deep_copy(space, host_matrix_, matrix_);
  for_groups(space, groups, FactorMatrix<Real>{host_matrix_.data(), unknowns});
  Kokkos::deep_copy(space, matrix_, host_matrix_);
  Kokkos::parallel_for("smnn::dense::check", Policy(space, 0, groups),
                       CheckDiagonal<Real>{matrix_.data(), unknowns * unknowns, unknowns + 1,
                                           unknowns, n, this->matrix_info_.data()});
}

template <class Real, class ExecutionSpace>
void DenseSolver<Real, ExecutionSpace>::apply_inverse(ExecutionSpace const& space, Batch const&) {
  Grouping const& groups = this->grouping_;
  Kokkos::deep_copy(space, host_g_, this->g_);
  for_groups(space, groups.groups,
             SolveMatrix<Real>{host_matrix_.data(), host_g_.data(), this->extents_.unknowns(),
                               groups.groups, groups.members});
  Kokkos::deep_copy(space, this->g_, host_g_);
}

#define SMNN_DENSE_SOLVER(REAL, SPACE) template class DenseSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_DENSE_SOLVER)

}  // namespace smnn::detail
