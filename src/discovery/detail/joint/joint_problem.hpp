// States and coefficients in one least-squares problem: one Gauss-Newton step of it.
#pragma once

#include <Kokkos_Core.hpp>
#include <memory>
#include <vector>

#include "smnn/discovery/detail/dense.hpp"
#include "smnn/discovery/detail/joint/linearisation.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::discovery::detail {

// The problem reduced to the coefficients alone: its cost is, up to a constant,
// xi^T gram xi + 2 xi^T rhs.
struct ReducedProblem {
  Matrix gram;
  std::vector<double> rhs;
  std::vector<double> sizes;  // root mean square of every column, in scaled units
};

// Rows over the states y of all trajectories (scaled units; all derivative orders):
//
//   governing   weight h       y'_e - J_e y = base_e + sum_c xi_c Phi_c
//   data        weight h r     y = data
//   smoothness  weight 1       as of the solver
//
// with h the mean step, so that equal errors per unit of time cost the same in the first and the
// last, and r the data's weight relative to the equations'. The states follow the equations over
// times up to about 1/r and may leave them, at a cost, over longer ones.
//
// y depends linearly on xi. With b_0 the right-hand side without the columns, b_c that of column c
// and y_c the solution for b_c, the reduced problem is G_ij = b_i^T W (b_j - A y_j): variable
// projection (Golub and Pereyra 1973), with one factor for all right-hand sides.
template <class ExecutionSpace>
class JointProblem {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using States = Kokkos::View<double****, Kokkos::LayoutRight, MemorySpace>;  // (B, T, D, K)

  JointProblem(ExecutionSpace const& space, std::vector<Term> const& terms, Link link,
               ScaledData<MemorySpace> const& data, int orders, Smoothness smoothness);
  ~JointProblem();

  // Starts afresh: fits the states with no equation but a small highest derivative, so that they
  // leave the data by about `noise` (scaled, per variable).
  void smooth_states(std::vector<double> const& noise);

  // Adds to the equations what the model's exact flow, from one current state to the next, shows to
  // be missing: the truncation of the smoothness rows, and what the states leave of the equations.
  void correct_truncation(std::vector<Column> const& columns, std::vector<double> const& xi);

  // Linearises about the current states and the coefficients `xi` of the columns, factors and
  // reduces.
  ReducedProblem reduce(std::vector<Column> const& columns, std::vector<double> const& xi,
                        double data_weight);

  // Moves the states to the solution for these coefficients of the problem last reduced; returns
  // the root mean square change.
  double move_states(std::vector<double> const& xi);

  // Moves the states half the way back to where they were before the last move.
  void halve_move();

  // Mean square of what equations (nonlinear, at the current states) and data leave, per number of
  // the data and in units of the data's weight.
  double cost(std::vector<Column> const& columns, std::vector<double> const& xi,
              double data_weight) const;

  // Root mean square of states - data per variable, scaled.
  std::vector<double> data_residual() const;

  // Root mean square of every variable's first derivative, scaled.
  std::vector<double> derivative_sizes() const;

  States const& states() const { return states_; }

  // Multiplies entries of the reduced matrix per square of the noise, see data_weight: the
  // information that data of noise 1 (scaled) hold.
  double information_factor(double data_weight) const;

 private:
  struct Workspace;
  Workspace& workspace(std::int64_t right_hand_sides);
  Weights weights(double data_weight) const;
  void solve_chunk(Workspace& work, bool factor);

  ExecutionSpace space_;
  TermTable<MemorySpace> terms_;
  Link link_;
  ScaledData<MemorySpace> data_;
  int orders_;
  Smoothness smoothness_;
  double data_weight_ = 1;
  States states_;
  States states_before_;  // the last move
  Linearisation<MemorySpace> linearisation_;
  std::vector<Column> columns_;
  std::unique_ptr<Workspace> workspace_;
};

}  // namespace smnn::discovery::detail
