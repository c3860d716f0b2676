// The steps of a part of a time axis, as its rows read them: the three-point row at a part's last
// point reads the next part's first step, and a part that is swept backward has its own reversed
// and negative.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/distributed/detail/mailbox.hpp"
#include "smnn/solver/partition/part_solver.hpp"

namespace smnn::distributed::detail {

// Collective over the parts, in the order of time.
template <class Real, class ExecutionSpace>
class StepExchange {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using ConstSteps = StepsArray<Real const, MemorySpace>;

  StepExchange(ExecutionSpace const& space, Communicator const& parts,
               smnn::detail::PartExtents const& part, bool direct_messages);

  // Device memory in numbers of type Real.
  static std::int64_t numbers(smnn::detail::PartExtents const& part);

  // The part's steps. Of a rank that has none to show, because of an error, there is nothing to be
  // read afterwards, here and in the part before.
  ConstSteps steps(ExecutionSpace const& space, ConstSteps const& given, bool present) {
    return prepare(space, given, present, steps_);
  }
  // The same for directions of the steps.
  ConstSteps directions(ExecutionSpace const& space, ConstSteps const& given) {
    return prepare(space, given, true, directions_);
  }

  // Where the part's gradients of the steps are to be written for `finish_gradients`, which hands
  // to the next part what its first step gets, and writes the caller's.
  StepsArray<Real, MemorySpace> gradients(StepsArray<Real, MemorySpace> const& callers) const;
  void finish_gradients(ExecutionSpace const& space,
                        StepsArray<Real, MemorySpace> const& gradients);

 private:
  using Steps = Kokkos::View<Real**, Kokkos::LayoutLeft, MemorySpace>;  // (systems or 1, points)
  using Numbers = Kokkos::View<Real*, MemorySpace>;                     // (systems or 1)

  ConstSteps prepare(ExecutionSpace const& space, ConstSteps const& given, bool present,
                     Steps const& buffer);
  // Whether the part's steps differ from the caller's.
  bool differ() const;
  int previous() const { return parts_.rank() - 1; }
  int next() const { return parts_.rank() + 1 < parts_.size() ? parts_.rank() + 1 : -1; }

  Communicator parts_;
  smnn::detail::PartExtents part_;
  Mailbox<Real, ExecutionSpace> mailbox_;
  Steps steps_, directions_, gradients_;
  Numbers out_, in_;
};

}  // namespace smnn::distributed::detail
