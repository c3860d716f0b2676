// Block vectors of the time points that the rows of one time point touch: t, t+1 and, with central
// smoothness, t+2.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/portability/loop.hpp"

namespace smnn::kernels {

template <class Scalar, int Bandwidth, class Member, class Order>
class Window {
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  Vector here;
  Vector next;
  Vector after;  // Bandwidth 2 only

  KOKKOS_INLINE_FUNCTION Window(Member const& member, Order const& order, Arena<Scalar>& arena)
      : here(make_vector<Scalar>(order, arena)),
        next(make_vector<Scalar>(order, arena)),
        after(make_vector<Scalar>(order, arena)),
        member_(member),
        order_(order) {}

  // Fills the window so that the next `advance` makes it stand at t = first; load(t, i) gives entry
  // i of time point t.
  template <class Load>
  KOKKOS_FORCEINLINE_FUNCTION void start(std::int64_t first, std::int64_t time_points,
                                         Load const& load) {
    for_rows(member_, order_, [&](auto i) {
      next[i] = load(first, i);
      if constexpr (Bandwidth == 2)
        after[i] = first + 1 < time_points ? load(first + 1, i) : Scalar(0);
    });
  }

  // Moves the window to time point t. Ends with the member in step.
  template <class Load>
  KOKKOS_FORCEINLINE_FUNCTION void advance(std::int64_t t, std::int64_t time_points,
                                           Load const& load) {
    for_rows(member_, order_, [&](auto i) {
      here[i] = next[i];
      Scalar const fresh = t + Bandwidth < time_points ? load(t + Bandwidth, i) : Scalar(0);
      if constexpr (Bandwidth == 2) {
        next[i] = after[i];
        after[i] = fresh;
      } else {
        next[i] = fresh;
      }
    });
    member_.barrier();
  }

 private:
  Member const& member_;
  Order const& order_;
};

}  // namespace smnn::kernels
