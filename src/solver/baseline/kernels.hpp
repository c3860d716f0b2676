// What the baselines do with one solution at a time: the same rows as the banded solver's, one
// thread per solution, blocks of run-time order.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/tasks.hpp"
#include "smnn/solver/baseline/normal_entries.hpp"

namespace smnn::detail {

// Vectors of all solutions: entry i of (group, member) at (member * groups + group) * N + i, so
// that the members of a group are columns of a matrix.
template <class Real>
struct BaselineVectors {
  Real* x = nullptr;  // solution so far
  Real* g = nullptr;  // what is left to solve for; then the correction
  kernels::Convergence<Real>* convergence = nullptr;
  std::int64_t groups = 0;
  std::int64_t unknowns = 0;
};

// One solution, as a step of the algorithm sees it.
template <class Real>
struct BaselineSolution {
  using Member = kernels::SerialMember;
  using Order = kernels::DynamicOrder;
  // One bandwidth serves all families of rows.
  static constexpr int bandwidth = 2;

  Order const& order;
  kernels::Batch<Real> const& batch;
  kernels::SystemRange const& range;
  std::int64_t task;
  bool first_of_task;
  kernels::Arena<Real> arena;
  std::int64_t unknowns;
  kernels::WorkArray<Real> x;
  kernels::WorkArray<Real> g;
  kernels::Convergence<Real>& convergence;

  KOKKOS_FUNCTION std::int64_t number() const {
    return kernels::solution_number(batch.members, range, 0);
  }
  KOKKOS_FUNCTION std::int64_t& info() const { return batch.diagnostics.info[number()]; }
  KOKKOS_FUNCTION kernels::SweepProblem<Real> problem() const {
    return batch.template problem<Real>(range);
  }
};

// Runs a step for every solution, in the order of the batch's tasks.
template <class Real, class Step>
struct ForSolutions {
  Step step;
  kernels::DynamicOrder order;
  kernels::Batch<Real> batch;
  BaselineVectors<Real> vectors;
  Real* scratch;
  std::int64_t scratch_size;

  KOKKOS_FUNCTION void operator()(std::int64_t worker) const {
    kernels::Decomposition const& parts = batch.decomposition;
    std::int64_t const size = vectors.unknowns;
    for (std::int64_t task = worker; task < parts.tasks(); task += parts.workers) {
      parts.for_packs(task, [&](kernels::SystemRange const& range, std::int64_t, bool first) {
        std::int64_t const slot = range.member * vectors.groups + range.group;
        step(BaselineSolution<Real>{order,
                                    batch,
                                    range,
                                    task,
                                    first,
                                    {scratch + worker * scratch_size},
                                    size,
                                    {vectors.x + slot * size, order.n(), 1},
                                    {vectors.g + slot * size, order.n(), 1},
                                    vectors.convergence[slot]});
      });
    }
  }
};

// Forgets what an earlier call noted, but for the status of the matrix.
template <class Real>
struct BeginStep {
  std::int64_t const* matrix_info;

  KOKKOS_FUNCTION void operator()(BaselineSolution<Real> const& s) const {
    s.convergence = {};
    s.info() = matrix_info[s.range.group];
  }
};

// g := what is left to solve for, as `Residual` computes it; zero once a solution needs nothing
// more.
template <class Real, class Residual>
struct ResidualStep {
  Residual residual;
  bool from_zero;

  KOKKOS_FUNCTION void operator()(BaselineSolution<Real> const& s) const {
    if (s.info() != 0) s.convergence.active = false;
    if (s.convergence.active) {
      kernels::Status<Real> status;
      auto sink = [&](std::int64_t t, auto& values) {
        status.record_unless_finite(s.order, values, t);
        for (int i = 0; i < s.order.n(); ++i) s.g.store(t, i, values[i]);
      };
      residual(s, from_zero, sink);
      if (status.failed()) {
        s.info() = static_cast<std::int64_t>(status.first_failure);
        s.convergence.active = false;
      }
    }
    if (s.convergence.active) return;
    for (std::int64_t i = 0; i < s.unknowns; ++i) s.g.data[i] = 0;
  }
};

// A^T (b - A x), or A^T (0 - A x) + seed where there is a seed.
template <class Real>
struct SolveResidual {
  kernels::StridedArray<Real const, 5> seed;

  template <class Sink>
  KOKKOS_FUNCTION Real operator()(BaselineSolution<Real> const& s, bool from_zero,
                                  Sink& sink) const {
    using Solution = BaselineSolution<Real>;
    kernels::SerialMember const member;
    kernels::SweepProblem<Real> const problem = s.problem();
    kernels::SystemSolution<Real, Real const> const lane_seed(seed, s.range);
    kernels::NormalResidual<Real, Solution::bandwidth, kernels::SerialMember, kernels::DynamicOrder,
                            kernels::WorkArray<Real>> const residual{
        member, s.order, problem, s.x, seed.empty(), lane_seed, s.arena};
    return residual(from_zero, sink);
  }
};

template <class Real>
struct TangentRightHandSide {
  kernels::InputSet<Real const> directions;
  kernels::StridedArray<Real const, 5> solution;

  template <class Sink>
  KOKKOS_FUNCTION void operator()(BaselineSolution<Real> const& s, bool from_zero,
                                  Sink& sink) const {
    using Solution = BaselineSolution<Real>;
    kernels::SerialMember const member;
    kernels::SweepProblem<Real> const problem = s.problem();
    kernels::SystemInputs<Real> const lane_directions(directions, s.range);
    kernels::SystemSolution<Real, Real const> const y(solution, s.range);
    kernels::TangentResidual<Real, Solution::bandwidth, kernels::SerialMember,
                             kernels::DynamicOrder> const tangent{
        member, s.order, problem, lane_directions, y, s.x, s.arena};
    tangent(from_zero, sink);
  }
};

// Takes g, solved, as the solution (`first`) or as its correction.
template <class Real>
struct UpdateStep {
  kernels::RefinementControl<Real> control;
  bool first;

  KOKKOS_FUNCTION void operator()(BaselineSolution<Real> const& s) const {
    kernels::SweepProblem<Real> const problem = s.problem();
    int const n = s.order.n();
    Real norm = 0;
    for (std::int64_t t = 0; t < problem.extents.time_points; ++t) {
      Real const step = kernels::scaling_step(problem, t);
      norm = kernels::larger(norm, kernels::scaled_magnitude(s.order, step, s.g.data + t * n));
    }
    if (first) {
      for (std::int64_t i = 0; i < s.unknowns; ++i) s.x.data[i] = s.g.data[i];
      s.convergence.start(norm);
    } else if (s.convergence.active) {
      for (std::int64_t i = 0; i < s.unknowns; ++i) s.x.data[i] += s.g.data[i];
      s.convergence.record(norm, control);
    }
  }
};

// Writes diagnostics, and x where there is an output: NaN for failed solutions. `iterations`, if
// not null, counts what is reported instead of corrections.
template <class Real>
struct FinishStep {
  kernels::StridedArray<Real, 5> output;
  std::int64_t const* iterations;
  std::int64_t groups;
  bool with_residual_norm;

  KOKKOS_FUNCTION void operator()(BaselineSolution<Real> const& s) const {
    kernels::Diagnostics<Real> const& out = s.batch.diagnostics;
    std::int64_t const slot = s.range.member * groups + s.range.group;
    if (s.info() == 0) judge(s);
    bool const failed = s.info() > 0;
    out.rounding_error[s.number()] = failed ? kernels::not_a_number<Real>() : s.convergence.error;
    out.sweeps[s.number()] =
        iterations != nullptr ? iterations[slot] : static_cast<std::int64_t>(s.convergence.sweeps);
    if (with_residual_norm && out.residual_norm != nullptr) {
      auto const ignore = [](std::int64_t, auto&) {};
      Real const squares = SolveResidual<Real>{}(s, false, ignore);
      out.residual_norm[s.number()] =
          failed ? kernels::not_a_number<Real>() : kernels::square_root(squares);
    }
    if (output.empty()) return;
    kernels::SystemSolution<Real, Real> const solution(output, s.range);
    int const n = s.order.n();
    for (std::int64_t t = 0; t * n < s.unknowns; ++t) {
      for (int i = 0; i < n; ++i) {
        Real const value = failed ? kernels::not_a_number<Real>() : s.x.load(t, i);
        solution.store(t, s.order.dim_of(i), s.order.order_of(i), value);
      }
    }
  }

 private:
  // As the banded solver does (kernels/tasks.hpp).
  KOKKOS_FUNCTION static void judge(BaselineSolution<Real> const& s) {
    kernels::Status<Real> status;
    kernels::judge(s.convergence, s.batch, status);
    s.info() = static_cast<std::int64_t>(status.first_failure);
  }
};

template <class Real>
struct GradientStep {
  kernels::StridedArray<Real const, 5> solution;
  kernels::GradientOutputs<Real> outputs;

  KOKKOS_FUNCTION void operator()(BaselineSolution<Real> const& s) const {
    using Solution = BaselineSolution<Real>;
    kernels::SerialMember const member;
    kernels::SweepProblem<Real> const problem = s.problem();
    kernels::SystemSolution<Real, Real const> const y(solution, s.range);
    kernels::GradientTargets<Real> const targets =
        kernels::gradient_targets<Real>(outputs, s.range, s.task, s.first_of_task);
    kernels::GradientSweep<Real, Solution::bandwidth, kernels::SerialMember, kernels::DynamicOrder>
        gradients{member, s.order, problem, outputs.arrays, targets, y, s.x, true, s.info() > 0};
    kernels::Status<Real> const of_solution = gradients(s.arena);
    if (!of_solution.failed() || s.info() > 0) return;
    // All gradients of a solution that is not finite are NaN; only the end of the sweep tells.
    s.info() = static_cast<std::int64_t>(of_solution.first_failure);
    gradients.failed = true;
    gradients(s.arena);
  }
};

// Hands the entries of the matrix of every group to `writer(group, entry, value)`.
template <class Real, class Writer>
struct AssembleGroups {
  Writer writer;
  kernels::DynamicOrder order;
  kernels::Batch<Real> batch;
  std::int64_t* matrix_info;
  Real* scratch;
  std::int64_t scratch_size;

  KOKKOS_FUNCTION void operator()(std::int64_t worker) const {
    kernels::Decomposition const& parts = batch.decomposition;
    for (std::int64_t group = worker; group < parts.groups; group += parts.workers) {
      kernels::SystemRange const range{group, 0, 1, false};
      kernels::SweepProblem<Real> const problem = batch.template problem<Real>(range);
      kernels::Status<Real> const status = assemble_entries<Real>(
          order, problem, {scratch + worker * scratch_size},
          [&](NormalEntry const& entry, Real value) { writer(group, entry, value); });
      matrix_info[group] = static_cast<std::int64_t>(status.first_failure);
    }
  }
};

// Notes the first time point at which a diagonal entry, of the matrix or of its factor, is not
// positive and finite. Entry i of a group is at group * group_stride + i * stride.
template <class Real>
struct CheckDiagonal {
  Real const* diagonal;
  std::int64_t group_stride;
  std::int64_t stride;
  std::int64_t unknowns;
  int n;
  std::int64_t* matrix_info;

  KOKKOS_FUNCTION void operator()(std::int64_t group) const {
    for (std::int64_t i = 0; i < unknowns; ++i) {
      if (kernels::is_positive(diagonal[group * group_stride + i * stride])) continue;
      std::int64_t const code = i / n + 1;
      std::int64_t& info = matrix_info[group];
      if (info == 0 || code < info) info = code;
      return;
    }
  }
};

}  // namespace smnn::detail
