// What all solvers share: extents, options, the smoothness rows in device memory, diagnostics,
// argument checks and the failure policy.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <optional>
#include <string>

#include "smnn/kernels/batch.hpp"
#include "smnn/kernels/block/status.hpp"
#include "smnn/solver/detail/checks.hpp"
#include "smnn/solver/detail/grouping.hpp"
#include "smnn/solver/detail/refinement_control.hpp"
#include "smnn/solver/detail/row_tables.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::detail {

// Throws NumericalError naming the first failed solutions.
[[noreturn]] void throw_failures(std::int64_t count, std::int64_t const* first,
                                 std::int64_t const* info, int listed);

[[noreturn]] void throw_not_factored();
[[noreturn]] void throw_other_factor();
[[noreturn]] void throw_no_place_for_factor();

static_assert(info_not_converged == kernels::not_converged);

// Solutions whose info is not zero; waits for the instance.
template <class ExecutionSpace, class InfoView>
std::int64_t count_failures(ExecutionSpace const& space, InfoView const& info) {
  using Policy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;
  std::int64_t failures = 0;
  Kokkos::parallel_reduce(
      "smnn::count_failures", Policy(space, 0, static_cast<std::int64_t>(info.extent(0))),
      KOKKOS_LAMBDA(std::int64_t i, std::int64_t & sum) { sum += info(i) != 0 ? 1 : 0; }, failures);
  return failures;
}

// What a kept factor belongs to: the caller's coefficients and steps (where they are, not what they
// hold) and the weights.
template <class Real>
class MatrixIdentity {
 public:
  MatrixIdentity() = default;
  MatrixIdentity(kernels::InputSet<Real const> const& inputs,
                 kernels::RowWeights<Real> const& weights)
      : coefficients_(inputs.coefficients), steps_(inputs.steps), weights_(weights) {}

  bool operator==(MatrixIdentity const& other) const {
    return same(coefficients_, other.coefficients_) && same(steps_, other.steps_) &&
           weights_.governing == other.weights_.governing &&
           weights_.initial == other.weights_.initial &&
           weights_.smoothness == other.weights_.smoothness && weights_.weak == other.weights_.weak;
  }

 private:
  template <int Rank>
  static bool same(kernels::StridedArray<Real const, Rank> const& a,
                   kernels::StridedArray<Real const, Rank> const& b) {
    return a.data == b.data && std::equal(a.stride, a.stride + Rank, b.stride);
  }

  kernels::StridedArray<Real const, 5> coefficients_;
  kernels::StridedArray<Real const, 2> steps_;
  kernels::RowWeights<Real> weights_;
};

template <class Real, class ExecutionSpace>
class SolverBase : public Solver<Real, ExecutionSpace> {
 public:
  using Base = Solver<Real, ExecutionSpace>;
  using typename Base::ConstSolution;
  using typename Base::InfoView;
  using typename Base::MemorySpace;
  using typename Base::ProblemType;
  using typename Base::RealView;
  using typename Base::Solution;
  using InputGradients = Gradients<Real, MemorySpace>;
  using InputDirections = Directions<Real, MemorySpace>;

  InfoView info() const override { return info_; }
  InfoView sweeps() const override { return sweeps_; }
  RealView rounding_error() const override { return rounding_error_; }
  RealView residual_norm() const override { return residual_norm_; }
  Extents const& extents() const override { return extents_; }

 protected:
  SolverBase(ExecutionSpace const& space, Extents const& extents, SolverOptions const& options)
      : extents_(extents),
        options_(options),
        grouping_(grouping(extents)),
        tables_(space, extents) {
    auto const count = static_cast<std::size_t>(extents.solutions());
    info_ = Kokkos::View<std::int64_t*, MemorySpace>(
        Kokkos::view_alloc(space, std::string("smnn::info")), count);
    sweeps_ = Kokkos::View<std::int64_t*, MemorySpace>(
        Kokkos::view_alloc(space, std::string("smnn::sweeps")), count);
    rounding_error_ = Kokkos::View<Real*, MemorySpace>(
        Kokkos::view_alloc(space, std::string("smnn::rounding_error")), count);
    residual_norm_ = Kokkos::View<Real*, MemorySpace>(
        Kokkos::view_alloc(space, std::string("smnn::residual_norm")), count);
    Real const unknown = Kokkos::Experimental::quiet_NaN_v<Real>;
    Kokkos::deep_copy(space, rounding_error_, unknown);
    Kokkos::deep_copy(space, residual_norm_, unknown);
  }

  static std::size_t base_bytes(Extents const& extents) {
    return static_cast<std::size_t>(extents.solutions()) *
               (2 * sizeof(std::int64_t) + 2 * sizeof(Real)) +
           RowTables<Real, ExecutionSpace>::bytes(extents);
  }

  void check(ProblemType const& problem) const { check_same_extents(extents_, problem.extents()); }

  template <class SolutionType>
  void check_solution(char const* argument, SolutionType const& solution) const {
    check_array(argument, solution, solution_extents(extents_));
  }

  // Arrays that are set must have their input's shape.
  template <class Inputs>
  void check_inputs(char const* what, Inputs const& inputs) const {
    std::string const prefix(what);
    auto const check_one = [&](char const* name, auto const& array, auto const& expected) {
      if (!array.empty()) check_array((prefix + "." + name).c_str(), array, expected);
    };
    check_one("coefficients", inputs.coefficients, coefficients_extents(extents_));
    check_one("rhs", inputs.rhs, rhs_extents(extents_));
    check_one("initial_values", inputs.initial_values, initial_values_extents(extents_));
    check_one("steps", inputs.steps, steps_extents(extents_));
  }

  // The arguments of solve and solve_factored, of adjoint, and of tangent.
  void check_solve(ProblemType const& problem, Solution const& solution) const {
    check(problem);
    check_solution("solution", solution);
  }
  void check_adjoint(ProblemType const& problem, ConstSolution const& solution,
                     ConstSolution const& seed, InputGradients const& gradients) const {
    check(problem);
    check_solution("solution", solution);
    check_solution("seed", seed);
    check_inputs("gradients", gradients);
  }
  void check_tangent(ProblemType const& problem, ConstSolution const& solution,
                     InputDirections const& directions, Solution const& solution_direction) const {
    check(problem);
    check_solution("solution", solution);
    check_solution("solution_direction", solution_direction);
    check_inputs("directions", directions);
  }

  // Directions as kernels see them; what the problem shares is shared in its direction.
  kernels::InputSet<Real const> group_directions(InputDirections directions) const {
    share_axes(directions, extents_);
    return group_axes<Real const>(directions, grouping_);
  }

  // Inputs, sizes, constants and diagnostics of a call; workspace and decomposition are the
  // solver's own.
  kernels::Batch<Real> make_batch(ProblemType const& problem) const {
    kernels::Batch<Real> batch;
    batch.inputs = group_axes<Real const>(problem.inputs(), grouping_);
    batch.extents = sweep_extents(extents_);
    batch.rows = tables_.rows();
    batch.members = grouping_.members;
    batch.weights = row_weights<Real>(problem.weights(), extents_.smoothness);
    batch.diagnostics = {info_.data(), sweeps_.data(), rounding_error_.data(),
                         options_.residual_norm ? residual_norm_.data() : nullptr};
    return batch;
  }

  kernels::RefinementControl<Real> refinement_control() const {
    return detail::refinement_control<Real>(options_);
  }

  // The factor in memory is that of this batch's matrix, or of none.
  void remember_factor(kernels::Batch<Real> const& batch) {
    factored_ = MatrixIdentity<Real>(batch.inputs, batch.weights);
  }
  void forget_factor() { factored_.reset(); }
  bool is_factored(kernels::Batch<Real> const& batch) const {
    return factored_ == MatrixIdentity<Real>(batch.inputs, batch.weights);
  }
  // Throws InvalidArgument unless the factor in memory is that of the batch.
  void require_factor(kernels::Batch<Real> const& batch) const {
    if (!factored_) throw_not_factored();
    if (!is_factored(batch)) throw_other_factor();
  }

  // The residual norm belongs to solves; other calls leave none.
  void clear_residual_norm(ExecutionSpace const& space) const {
    if (!options_.residual_norm) return;
    Kokkos::deep_copy(space, residual_norm_, Kokkos::Experimental::quiet_NaN_v<Real>);
  }

  // Makes these the diagnostics of the call.
  template <class Codes, class Numbers>
  void keep_diagnostics(ExecutionSpace const& space, Codes const& info, Codes const& sweeps,
                        Numbers const& rounding_error, Numbers const& residual_norm) const {
    Kokkos::deep_copy(space, info_, info);
    Kokkos::deep_copy(space, sweeps_, sweeps);
    Kokkos::deep_copy(space, rounding_error_, rounding_error);
    Kokkos::deep_copy(space, residual_norm_, residual_norm);
  }

  // Waits and throws NumericalError if any system failed and the caller's policy says so.
  void apply_failure_policy(ExecutionSpace const& space) const {
    if (options_.on_failure == FailurePolicy::mask || info_.extent(0) == 0) return;
    std::int64_t const failures = count_failures(space, info());
    if (failures > 0) throw_failed_systems(failures);
  }

  Extents extents_;
  SolverOptions options_;
  Grouping grouping_;
  RowTables<Real, ExecutionSpace> tables_;

 private:
  std::optional<MatrixIdentity<Real>> factored_;

  [[noreturn]] void throw_failed_systems(std::int64_t failures) const {
    constexpr int listed = 5;
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), info_);
    std::int64_t systems[listed] = {};
    std::int64_t codes[listed] = {};
    int found = 0;
    for (std::size_t i = 0; i < host.extent(0) && found < listed; ++i) {
      if (host(i) == 0) continue;
      systems[found] = static_cast<std::int64_t>(i);
      codes[found++] = host(i);
    }
    throw_failures(failures, systems, codes, found);
  }

  Kokkos::View<std::int64_t*, MemorySpace> info_;
  Kokkos::View<std::int64_t*, MemorySpace> sweeps_;
  Kokkos::View<Real*, MemorySpace> rounding_error_;
  Kokkos::View<Real*, MemorySpace> residual_norm_;
};

}  // namespace smnn::detail
