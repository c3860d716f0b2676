#include "smnn/distributed/detail/step_exchange.hpp"

#include <utility>

#include "smnn/distributed/detail/share_kernels.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::distributed::detail {
namespace {

using smnn::detail::zeros;

// Of a part's steps: the own ones, and the one after them.
template <class Steps>
auto own_steps(Steps const& steps, std::int64_t own) {
  return Kokkos::subview(steps, Kokkos::ALL,
                         std::pair<std::size_t, std::size_t>(0, static_cast<std::size_t>(own)));
}
template <class Steps>
auto ghost_step(Steps const& steps, std::int64_t own) {
  return Kokkos::subview(steps, Kokkos::ALL, static_cast<std::size_t>(own));
}

struct StepsShape {
  explicit StepsShape(smnn::detail::PartExtents const& part)
      : systems(part.own.steps.over_batch ? 1 : part.own.batch),
        points(part.own.steps.over_time ? 1 : part.padded().time_points - 1) {}
  std::int64_t systems, points;
};

bool has_ghosts(smnn::detail::PartExtents const& part) {
  return part.bandwidth() == 2 && !part.own.steps.over_time;
}

}  // namespace

template <class Real, class ExecutionSpace>
StepExchange<Real, ExecutionSpace>::StepExchange(ExecutionSpace const& space,
                                                 Communicator const& parts,
                                                 smnn::detail::PartExtents const& part,
                                                 bool direct_messages)
    : parts_(parts), part_(part), mailbox_(parts, direct_messages) {
  if (!differ()) return;
  StepsShape const shape(part);
  steps_ = zeros<Steps>(space, "smnn::part_steps", shape.systems, shape.points);
  directions_ = zeros<Steps>(space, "smnn::part_step_directions", shape.systems, shape.points);
  gradients_ = zeros<Steps>(space, "smnn::part_step_gradients", shape.systems, shape.points);
  out_ = zeros<Numbers>(space, "smnn::step_out", shape.systems);
  in_ = zeros<Numbers>(space, "smnn::step_in", shape.systems);
}

template <class Real, class ExecutionSpace>
bool StepExchange<Real, ExecutionSpace>::differ() const {
  return has_ghosts(part_) || part_.backward();
}

template <class Real, class ExecutionSpace>
std::int64_t StepExchange<Real, ExecutionSpace>::numbers(smnn::detail::PartExtents const& part) {
  StepsShape const shape(part);
  return has_ghosts(part) || part.backward() ? shape.systems * (3 * shape.points + 2) : 0;
}

template <class Real, class ExecutionSpace>
typename StepExchange<Real, ExecutionSpace>::ConstSteps StepExchange<Real, ExecutionSpace>::prepare(
    ExecutionSpace const& space, ConstSteps const& given, bool present, Steps const& buffer) {
  if (!differ()) return given;
  auto const callers = view_of<MemorySpace, Real const>(given);
  if (has_ghosts(part_)) {
    if (present) Kokkos::deep_copy(space, out_, Kokkos::subview(callers, Kokkos::ALL, 0));
    mailbox_.shift(space, out_, previous(), in_, next());
  }
  if (!present) return given;
  if (part_.backward()) {
    reverse_and_negate(space, callers, buffer);
  } else {
    Kokkos::deep_copy(space, own_steps(buffer, given.extent[1]), callers);
    if (next() >= 0) Kokkos::deep_copy(space, ghost_step(buffer, given.extent[1]), in_);
  }
  return ConstSteps(buffer);
}

template <class Real, class ExecutionSpace>
StepsArray<Real, typename ExecutionSpace::memory_space>
StepExchange<Real, ExecutionSpace>::gradients(StepsArray<Real, MemorySpace> const& callers) const {
  if (callers.empty() || !differ()) return callers;
  return StepsArray<Real, MemorySpace>(gradients_);
}

template <class Real, class ExecutionSpace>
void StepExchange<Real, ExecutionSpace>::finish_gradients(
    ExecutionSpace const& space, StepsArray<Real, MemorySpace> const& gradients) {
  if (gradients.empty() || !differ()) return;
  std::int64_t const own = gradients.extent[1];
  Steps forward = gradients_;
  if (part_.backward()) {
    forward = directions_;
    reverse_and_negate(space, gradients_, forward);
  }
  if (has_ghosts(part_)) {
    if (next() >= 0) Kokkos::deep_copy(space, out_, ghost_step(forward, own));
    Kokkos::deep_copy(space, in_, Real(0));
    mailbox_.shift(space, out_, next(), in_, previous());
    add(space, Kokkos::subview(forward, Kokkos::ALL, 0), in_);
  }
  Kokkos::deep_copy(space, view_of<MemorySpace, Real>(gradients), own_steps(forward, own));
}

#define SMNN_STEP_EXCHANGE(REAL, SPACE) template class StepExchange<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_STEP_EXCHANGE)

}  // namespace smnn::distributed::detail
