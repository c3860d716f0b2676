/// @file
/// The solver on many ranks: systems are shared along one axis of a grid of processes, time points
/// along the other.
///
///     smnn::distributed::Communicator const ranks(MPI_COMM_WORLD);
///     smnn::distributed::DistributedSolver<double, Space> solver(space, ranks, extents, {.grid =
///     grid}); auto const share = solver.points();          // make views of these time points ...
///     solver.solve(space, {{coefficients, rhs, initial_values, steps}}, solution);
#pragma once

#include <Kokkos_Core.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/process_grid.hpp"
#include "smnn/solver/options.hpp"
#include "smnn/solver/problem.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::distributed {

/// How the equations of the separators between the ranks along time are solved. `gathered`: every
/// rank gets those of all, in one message that hides behind work, and solves them by itself;
/// `pairs`: up a binary tree, in O(log P) messages of one block. automatic: gathered of up to four
/// ranks.
enum class SeparatorSystem { automatic, gathered, pairs };

struct DistributedOptions {
  /// Default: `default_grid`; all ranks along the batch for the baselines.
  std::optional<ProcessGrid> grid = {};
  /// The first time point of every rank along time but the first; empty: equal shares.
  std::vector<std::int64_t> time_cuts = {};
  /// Where time is cut, systems are solved in batches of so many, one after the other: while the
  /// messages of one are under way the next is computed, and what a batch needs stays in a CPU's
  /// cache. 0: as many as fit there; all at once on a GPU.
  std::int64_t mini_batch = 0;
  SeparatorSystem separators = SeparatorSystem::automatic;
  /// As of make_solver. The baselines share systems only; FailurePolicy::raise throws on all ranks.
  SolverOptions solver = {};
  /// Give MPI device memory, which it must be able to take (gpu_aware.hpp). Without it messages go
  /// by way of the host.
  bool gpu_aware_mpi = false;
};

/// This rank's views of a problem, of any layout and strides; extents are those of its share:
///
///     coefficients    (B, T, E, D, K)                     extent 1 along B or T where shared
///     rhs             (B, T, E)      or (B, M, T, E)      likewise
///     initial_values  (B, T0, D, K0) or (B, M, T0, ...)   T0: those of its time points
///     steps           (B, T), or (B, T-1) on the last rank along time that has time points: the
///                     steps that begin at its points; extent 1 where shared
template <class Real, class MemorySpace>
struct LocalProblem {
  InputArrays<Real const, MemorySpace> inputs;
  Weights weights = {};
};

/// Solves min |A y - b| as Solver does, with the systems and time points of one problem shared by
/// ranks. Every rank eliminates its own interior; what is left, one block per cut (two with central
/// smoothness), is solved by all together; then every rank corrects its interior
/// (substructuring). Such sweeps are repeated, with residuals by rows, as corrections (Bjorck 1987)
/// until SolverOptions::refinement is met; so the answer is the serial solver's up to rounding, and
/// of the same bits in every run.
///
/// Every call is collective over the communicator and waits for its result. Errors are thrown on
/// all ranks with the same message: those of Solver. Solutions, seeds and gradients have the shapes
/// of the rank's share. Gradients of shared inputs are complete on every rank that has them.
template <class Real, class ExecutionSpace>
class DistributedSolver {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Problem = LocalProblem<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;
  using InfoView = Kokkos::View<std::int64_t const*, MemorySpace>;
  using RealView = Kokkos::View<Real const*, MemorySpace>;

  /// `whole` are the extents of the whole problem, the same on all ranks. Throws InvalidArgument.
  DistributedSolver(ExecutionSpace const& space, Communicator const& ranks, Extents const& whole,
                    DistributedOptions const& options = {});
  ~DistributedSolver();

  Partition const& partition() const;
  Range systems() const;  ///< This rank's; empty without work.
  Range points() const;
  /// Of this rank's share.
  Extents const& extents() const;

  /// Factors and keeps the factor, which later calls with the same coefficients, steps and weights
  /// (the same memory) use.
  void factor(ExecutionSpace const& space, Problem const& problem);
  void solve_factored(ExecutionSpace const& space, Problem const& problem,
                      Solution const& solution);
  void solve(ExecutionSpace const& space, Problem const& problem, Solution const& solution);
  void adjoint(ExecutionSpace const& space, Problem const& problem, ConstSolution const& solution,
               ConstSolution const& seed, Gradients<Real, MemorySpace> const& gradients);
  void tangent(ExecutionSpace const& space, Problem const& problem, ConstSolution const& solution,
               Directions<Real, MemorySpace> const& directions, Solution const& solution_direction);

  /// Device memory of this rank in bytes, with what its calls allocate.
  std::size_t memory_bytes() const;

  /// Of this rank's systems, as Solver has them; time points in `info` count over the whole axis.
  InfoView info() const;
  InfoView sweeps() const;
  RealView rounding_error() const;
  RealView residual_norm() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// What memory_bytes would be on rank `rank` of `ranks` with as many threads as here; allocates and
/// communicates nothing. Throws InvalidArgument.
template <class Real, class ExecutionSpace>
std::size_t distributed_solver_memory_bytes(ExecutionSpace const& space, Extents const& whole,
                                            int rank, int ranks,
                                            DistributedOptions const& options = {});

}  // namespace smnn::distributed
