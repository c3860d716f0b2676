/// @file
/// The solver as a layer: coefficients, right-hand side, initial values and steps in, the solution
/// of their ODEs and its derivatives out.
#pragma once

#include <Kokkos_Core.hpp>
#include <memory>
#include <vector>

#include "smnn/solver/solver.hpp"

namespace smnn::network {

/// Mechanistic layer (Pervez et al. 2024; Chen et al. 2025) between networks of precision Real,
/// around a solver of precision SolverReal. Where the two differ, all inputs of a call are
/// converted by one kernel, and so are all gradients.
///
/// What is learned, constant or shared is the caller's choice: an input of extent 1 along B or T is
/// shared, as in Problem, and a gradient array that is left out is not computed. The extents may
/// change from call to call (the last batch of an epoch); for each the layer makes a solver once
/// and keeps it.
template <class Real, class SolverReal, class ExecutionSpace>
class MechanisticLayer {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Inputs = InputArrays<Real const, MemorySpace>;
  using InputGradients = InputArrays<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;

  /// Steps are not checked in advance: a bad one makes its system fail (FailurePolicy).
  MechanisticLayer(ProblemOptions const& problem_options, SolverOptions const& solver_options);
  ~MechanisticLayer();
  MechanisticLayer(MechanisticLayer&&) noexcept;

  /// Solves. The arrays must stay until `backward` has finished. Throws InvalidArgument as Problem
  /// and Solver::solve do, NumericalError if a system failed and FailurePolicy is raise.
  void forward(ExecutionSpace const& space, Inputs const& inputs, Solution const& solution);

  /// After `forward`: given seed = dl/d(solution), writes the gradients that are set, each in its
  /// input's shape and summed over what shares it.
  void backward(ExecutionSpace const& space, ConstSolution const& seed,
                InputGradients const& gradients);

  /// The solver of the last `forward`: its diagnostics. Throws InvalidArgument before the first.
  Solver<SolverReal, ExecutionSpace> const& solver() const;

 private:
  struct Plan;
  Plan& plan_for(ExecutionSpace const& space, Extents const& extents);

  ProblemOptions problem_options_;
  SolverOptions solver_options_;
  std::vector<std::unique_ptr<Plan>> plans_;
  Plan* current_ = nullptr;
};

}  // namespace smnn::network
