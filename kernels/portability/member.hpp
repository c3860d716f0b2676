// Who executes a sweep over one system (or one SIMD pack of systems): a single thread, or several
// that share the rows of every block: lanes of a GPU's warp, or threads of a CPU. Sweeps are
// written once against this interface; numbers that steer the sweep are computed redundantly by
// every thread, entries of blocks and vectors are divided by `for_each`.
#pragma once

#include <Kokkos_Core.hpp>

namespace smnn::kernels {

struct SerialMember {
  KOKKOS_INLINE_FUNCTION void barrier() const {}
  KOKKOS_INLINE_FUNCTION bool is_leader() const { return true; }
};

#ifdef SMNN_DEVICE_BUILD
// Neighbouring lanes of a warp, the vector lanes of one thread of a Kokkos team: all of them
// execute the team's functor, and keep step without waiting for other systems' lanes. On a host
// there is one.
template <class TeamHandle>
class LaneMember {
 public:
  KOKKOS_INLINE_FUNCTION explicit LaneMember(TeamHandle const& handle) : handle_(handle) {}

  template <class Body>
  KOKKOS_INLINE_FUNCTION void for_each(int count, Body const& body) const {
    Kokkos::parallel_for(Kokkos::ThreadVectorRange(handle_, count), body);
  }
  // A loop over lanes ends with one; Kokkos has none of its own.
  KOKKOS_INLINE_FUNCTION void barrier() const {
    Kokkos::parallel_for(Kokkos::ThreadVectorRange(handle_, 0), [](int) {});
  }
  KOKKOS_INLINE_FUNCTION bool is_leader() const {
    KOKKOS_IF_ON_DEVICE((return threadIdx.x == 0;))
    KOKKOS_IF_ON_HOST((return true;))
  }

 private:
  TeamHandle const& handle_;
};
#endif

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

#ifdef SMNN_DEVICE_BUILD
template <class TeamHandle>
using TeamMember = LaneMember<TeamHandle>;
#else
template <class TeamHandle>
using TeamMember = HostTeamMember;
#endif

}  // namespace smnn::kernels
