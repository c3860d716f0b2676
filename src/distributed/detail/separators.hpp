/// @file
/// The system of the separators between the parts of a time axis. Calls are collective over the
/// communicator, whose ranks are the parts in the order of time.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/solver.hpp"
#include "smnn/solver/partition/part_solver.hpp"
#include "smnn/solver/partition/separator_node.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::distributed::detail {

/// `number` tells systems of the same parts apart, whose messages are under way together. Those far
/// apart may share tags.
struct SeparatorTags {
  explicit SeparatorTags(std::int64_t number)
      : schur(static_cast<int>(1 + 2 * number % 32000)), residual(schur + 1) {}
  int schur;
  int residual;
};

template <class Real, class ExecutionSpace>
class Separators {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Columns = typename smnn::detail::PartSlice<Real, MemorySpace>::Columns;
  using Failures = Kokkos::View<Real*, MemorySpace>;

  Separators(ExecutionSpace const& space, smnn::detail::SeparatorSizes const& sizes)
      : failed(smnn::detail::zeros<Failures>(space, "smnn::separator_failures", sizes.matrices)) {}
  virtual ~Separators() = default;

  /// Begins to eliminate all separators, `schur` being this part's: messages are under way when it
  /// returns.
  virtual void start_factor(ExecutionSpace const& space, Columns const& schur) = 0;
  /// Goes on to the end. Afterwards `failed` (matrices) is 1 where an elimination failed.
  virtual void finish_factor(ExecutionSpace const& space) = 0;

  /// The same of the solution for this part's residual, (2 m, solutions) at its separators.
  virtual void start_solve(ExecutionSpace const& space, Columns const& residual) = 0;
  virtual Columns finish_solve(ExecutionSpace const& space) = 0;

  Failures failed;
};

/// Gathered by every rank, or by pairs, as the options say.
template <class Real, class ExecutionSpace>
std::unique_ptr<Separators<Real, ExecutionSpace>> make_separators(
    ExecutionSpace const& space, Communicator const& parts,
    smnn::detail::SeparatorSizes const& sizes, SeparatorTags const& tags,
    DistributedOptions const& options);

/// Device memory that it takes, in numbers of type Real, of rank `rank` of `parts`.
template <class Real, class ExecutionSpace>
std::int64_t separator_numbers(smnn::detail::SeparatorSizes const& sizes, int rank, int parts,
                               DistributedOptions const& options);

}  // namespace smnn::distributed::detail
