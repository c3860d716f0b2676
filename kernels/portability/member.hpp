// Who executes a sweep over one system (or one SIMD pack of systems): a single thread, or a team of
// threads that share the rows of every block. Sweeps are written once against this interface;
// numbers that steer the sweep are computed redundantly by every thread, entries of blocks and
// vectors are divided by `for_each`.
#pragma once

#include <Kokkos_Core.hpp>

namespace smnn::kernels {

struct SerialMember {
  KOKKOS_INLINE_FUNCTION void barrier() const {}
  KOKKOS_INLINE_FUNCTION bool is_leader() const { return true; }
};

template <class TeamHandle>
struct TeamMember {
  TeamHandle const& handle;

  template <class Body>
  KOKKOS_INLINE_FUNCTION void for_each(int count, Body const& body) const {
    for (int i = handle.team_rank(); i < count; i += handle.team_size()) body(i);
  }
  KOKKOS_INLINE_FUNCTION void barrier() const { handle.team_barrier(); }
  KOKKOS_INLINE_FUNCTION bool is_leader() const { return handle.team_rank() == 0; }
};

// A team of host threads of any execution space, so that host spaces share their kernels.
class HostTeamMember {
 public:
  template <class TeamHandle>
  explicit HostTeamMember(TeamHandle const& handle)
      : rank_(handle.team_rank()),
        size_(handle.team_size()),
        handle_(&handle),
        wait_([](void const* h) { static_cast<TeamHandle const*>(h)->team_barrier(); }) {}

  template <class Body>
  void for_each(int count, Body const& body) const {
    for (int i = rank_; i < count; i += size_) body(i);
  }
  void barrier() const {
    if (size_ > 1) wait_(handle_);
  }
  bool is_leader() const { return rank_ == 0; }

 private:
  int rank_;
  int size_;
  void const* handle_;
  void (*wait_)(void const*);
};

}  // namespace smnn::kernels
