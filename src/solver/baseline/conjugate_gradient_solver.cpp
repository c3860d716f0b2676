#include "smnn/solver/baseline/conjugate_gradient_solver.hpp"

#include <KokkosSparse_spmv.hpp>
#include <limits>
#include <string>

#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {
namespace {

// Iterations between two looks at whether any right-hand side is still active.
constexpr int iterations_per_check = 10;

NormalPattern pattern_of(Extents const& extents) {
  return {extents.time_points, static_cast<int>(extents.block_order()),
          static_cast<int>(extents.orders), extents.smoothness == Smoothness::central};
}

// Entries of one matrix.
std::int64_t entries_per_group(NormalPattern const& pattern) {
  auto const per_time_point = [&](std::int64_t t) {
    std::int64_t count = 0;
    for (int i = 0; i < pattern.n; ++i) count += pattern.row_size(t, i % pattern.k);
    return count;
  };
  std::int64_t total = 0;
  // Only the first two and the last two time points have fewer neighbours.
  std::int64_t const steps = pattern.time_points;
  if (steps <= 4) {
    for (std::int64_t t = 0; t < steps; ++t) total += per_time_point(t);
    return total;
  }
  return per_time_point(0) + per_time_point(1) + (steps - 4) * per_time_point(2) +
         per_time_point(steps - 2) + per_time_point(steps - 1);
}

}  // namespace

template <class Real, class ExecutionSpace>
ConjugateGradientSolver<Real, ExecutionSpace>::ConjugateGradientSolver(ExecutionSpace const& space,
                                                                       Extents const& extents,
                                                                       SolverOptions const& options)
    : Base(space, extents, options), bytes_(bytes(space, extents)) {
  if (extents.solutions() > std::numeric_limits<int>::max()) {
    throw InvalidArgument("extents: batch * right_hand_sides is " +
                          std::to_string(extents.solutions()) + ", expected at most " +
                          std::to_string(std::numeric_limits<int>::max()) +
                          " for the method conjugate_gradient");
  }
  std::int64_t const groups = this->grouping_.groups;
  std::int64_t const rows = groups * extents.unknowns();
  std::int64_t const members = this->grouping_.members;
  auto const as = [&](char const* label) {
    return Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label));
  };
  auto const count = [](std::int64_t n) { return static_cast<std::size_t>(n); };
  inverse_diagonal_ = Buffer(as("smnn::cg::inverse_diagonal"), count(rows));
  x_columns_ = Buffer(as("smnn::cg::x"), count(rows * members));
  direction_ = Buffer(as("smnn::cg::direction"), count(rows * members));
  product_ = Buffer(as("smnn::cg::product"), count(rows * members));
  product_of_residuals_ = Buffer(as("smnn::cg::product_of_residuals"), count(extents.solutions()));
  small_residual_ = Buffer(as("smnn::cg::small_residual"), count(extents.solutions()));
  state_ = decltype(state_)(as("smnn::cg::state"), count(extents.solutions()));
  iterations_ = Indices(as("smnn::cg::iterations"), count(extents.solutions()));
  std::int64_t const limit = options.conjugate_gradient.iteration_limit;
  iteration_limit_ = limit > 0 ? limit : 10 * extents.unknowns();
  make_graph(space);
}

template <class Real, class ExecutionSpace>
std::size_t ConjugateGradientSolver<Real, ExecutionSpace>::bytes(ExecutionSpace const& space,
                                                                 Extents const& extents) {
  Grouping const groups = grouping(extents);
  std::int64_t const rows = groups.groups * extents.unknowns();
  std::int64_t const entries = groups.groups * entries_per_group(pattern_of(extents));
  std::int64_t const numbers = entries + rows + 3 * rows * groups.members + 2 * extents.solutions();
  std::int64_t const indices = rows + 1 + entries + extents.solutions();
  return Base::shared_bytes(space, extents) + static_cast<std::size_t>(numbers) * sizeof(Real) +
         static_cast<std::size_t>(indices) * sizeof(std::int64_t) +
         static_cast<std::size_t>(extents.solutions()) * sizeof(CgState);
}

template <class Real, class ExecutionSpace>
void ConjugateGradientSolver<Real, ExecutionSpace>::make_graph(ExecutionSpace const& space) {
  NormalPattern const pattern = pattern_of(this->extents_);
  std::int64_t const groups = this->grouping_.groups;
  std::int64_t const entries = groups * entries_per_group(pattern);
  auto const as = [&](char const* label) {
    return Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label));
  };
  row_starts_ = Indices(as("smnn::cg::row_starts"),
                        static_cast<std::size_t>(groups * pattern.unknowns() + 1));
  columns_ = Indices(as("smnn::cg::columns"), static_cast<std::size_t>(entries));
  values_ = Buffer(as("smnn::cg::values"), static_cast<std::size_t>(entries));
  auto const starts = Kokkos::create_mirror_view(row_starts_);
  auto const columns = Kokkos::create_mirror_view(columns_);
  std::int64_t row = 0;
  std::int64_t entry = 0;
  auto const append = [&](std::int64_t group, std::int64_t t, int first, int size) {
    for (int j = first; j < first + size; ++j) {
      columns(static_cast<std::size_t>(entry++)) = group * pattern.unknowns() + t * pattern.n + j;
    }
  };
  for (std::int64_t group = 0; group < groups; ++group) {
    for (std::int64_t t = 0; t < pattern.time_points; ++t) {
      for (int i = 0; i < pattern.n; ++i) {
        starts(static_cast<std::size_t>(row++)) = entry;
        int const p = i % pattern.k;
        for (int offset = -2; offset <= 2; ++offset) {
          bool const far = offset == 2 || offset == -2;
          int const first = offset == 0 ? 0 : i - p + (far ? NormalPattern::strip : 0);
          append(group, t + offset, first, pattern.count(t, p, offset));
        }
      }
    }
  }
  starts(static_cast<std::size_t>(row)) = entry;
  Kokkos::deep_copy(space, row_starts_, starts);
  Kokkos::deep_copy(space, columns_, columns);
  space.fence("smnn: graph uploaded");  // the mirrors go out of scope
}

template <class Real, class ExecutionSpace>
CgArrays<Real> ConjugateGradientSolver<Real, ExecutionSpace>::arrays() const {
  return {this->extents_.unknowns(),
          this->grouping_.groups,
          this->grouping_.members,
          inverse_diagonal_.data(),
          this->g_.data(),
          x_columns_.data(),
          direction_.data(),
          product_.data(),
          product_of_residuals_.data(),
          small_residual_.data(),
          state_.data(),
          iterations_.data(),
          static_cast<Real>(this->options_.conjugate_gradient.tolerance)};
}

template <class Real, class ExecutionSpace>
void ConjugateGradientSolver<Real, ExecutionSpace>::prepare(ExecutionSpace const& space,
                                                            Batch const& batch) {
  NormalPattern const pattern = pattern_of(this->extents_);
  SparseWriter<Real> const writer{pattern, row_starts_.data(), values_.data()};
  std::int64_t const groups = this->grouping_.groups;
  this->assemble(space, batch, writer);
  Kokkos::parallel_for("smnn::cg::diagonal", Policy(space, 0, groups * pattern.unknowns()),
                       InvertDiagonal<Real>{writer, inverse_diagonal_.data()});
  Kokkos::parallel_for(
      "smnn::cg::check", Policy(space, 0, groups),
      CheckDiagonal<Real>{inverse_diagonal_.data(), pattern.unknowns(), 1, pattern.unknowns(),
                          pattern.n, this->matrix_info_.data()});
}

template <class Real, class ExecutionSpace>
void ConjugateGradientSolver<Real, ExecutionSpace>::begin(ExecutionSpace const& space) {
  Kokkos::deep_copy(space, iterations_, std::int64_t(0));
  first_ = true;
}

template <class Real, class ExecutionSpace>
void ConjugateGradientSolver<Real, ExecutionSpace>::apply_inverse(ExecutionSpace const& space,
                                                                  Batch const& batch) {
  auto const rows = static_cast<std::int64_t>(inverse_diagonal_.extent(0));
  std::int64_t const solutions = this->extents_.solutions();
  if (solutions == 0) return;
  Matrix const matrix("smnn::cg::matrix", rows, rows, columns_.extent(0), values_, row_starts_,
                      columns_);
  CgArrays<Real> const a = arrays();
  Kokkos::TeamPolicy<ExecutionSpace> const teams(space, static_cast<int>(solutions), Kokkos::AUTO);
  Kokkos::parallel_for("smnn::cg::start", teams, CgStart<Real>{a});
  for (std::int64_t iteration = 0; iteration < iteration_limit_; ++iteration) {
    if (iteration % iterations_per_check == 0) {
      std::int64_t active = 0;
      Kokkos::parallel_reduce("smnn::cg::active", Policy(space, 0, solutions), CountActive<Real>{a},
                              active);
      if (active == 0) break;
    }
    // Column by column: Kokkos Kernels takes half a minute to compile the product with several.
    for (std::int64_t m = 0; m < a.members; ++m) {
      Column const direction(direction_.data() + m * rows, static_cast<std::size_t>(rows));
      Column const product(product_.data() + m * rows, static_cast<std::size_t>(rows));
      KokkosSparse::spmv(space, "N", Real(1), matrix, direction, Real(0), product);
    }
    Kokkos::parallel_for("smnn::cg::iterate", teams, CgIterate<Real>{a});
  }
  Kokkos::parallel_for("smnn::cg::finish", Policy(space, 0, solutions * a.unknowns),
                       CgFinish<Real>{a, batch.diagnostics.info, first_});
  first_ = false;
}

#define SMNN_CONJUGATE_GRADIENT_SOLVER(REAL, SPACE) \
  template class ConjugateGradientSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_CONJUGATE_GRADIENT_SOLVER)

}  // namespace smnn::detail
