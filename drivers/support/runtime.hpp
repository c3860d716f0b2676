/// MPI and Kokkos for the lifetime of the program's work.
#pragma once

#include <Kokkos_Core.hpp>
#include <optional>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

namespace smnn::drivers {

/// Starts MPI (where enabled) and Kokkos, and ends what it started. Make it only when there is work
/// to do: both are slow to start, and `--help` needs neither.
class Runtime {
 public:
  /// `arguments` are those meant for Kokkos (--kokkos-...).
  explicit Runtime(std::vector<std::string> arguments);
  ~Runtime();
  Runtime(Runtime const&) = delete;
  Runtime& operator=(Runtime const&) = delete;

  int rank() const { return rank_; }
  int ranks() const { return ranks_; }

  /// Of all ranks that the program was started on. Collective.
  distributed::Communicator communicator() const;

  /// Says what went wrong: once, if all ranks come here, as they do after an error that they agreed
  /// on. If some do not, because only this rank failed and they wait for it, ends all of them.
  void report_error(char const* what) const;

 private:
  int rank_ = 0;
  int ranks_ = 1;
  bool owns_mpi_ = false;
  std::optional<Kokkos::ScopeGuard> kokkos_;
};

}  // namespace smnn::drivers
