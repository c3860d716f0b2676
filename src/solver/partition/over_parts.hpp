// From what every part of a group says of its systems, part c of system b at b C + c, to what holds
// of the systems, and back.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {

// all(b) := combine(all(b), the parts' values reduced by Reducer), in an order that depends on
// nothing but the sizes.
template <class Reducer, class ExecutionSpace, class OfParts, class All, class Value>
void reduce_parts(ExecutionSpace const& space, char const* label, OfParts const& of_parts,
                  All const& all, Value const& value) {
  using Policy = Kokkos::TeamPolicy<ExecutionSpace>;
  using T = typename All::non_const_value_type;
  auto const systems = static_cast<std::int64_t>(all.extent(0));
  if (systems == 0) return;
  std::int64_t const count = static_cast<std::int64_t>(of_parts.extent(0)) / systems;
  Kokkos::parallel_for(
      label, Policy(space, static_cast<int>(systems), Kokkos::AUTO),
      KOKKOS_LAMBDA(typename Policy::member_type const& team) {
        std::int64_t const b = team.league_rank();
        T reduced{};
        Kokkos::parallel_reduce(
            Kokkos::TeamThreadRange(team, count),
            [&](std::int64_t c, T& result) {
              T const own = value(of_parts(b * count + c), c);
              Reducer(result).join(result, own);
            },
            Reducer(reduced));
        Kokkos::single(Kokkos::PerTeam(team), [&] {
          T result = all(b);
          Reducer(result).join(result, reduced);
          all(b) = result;
        });
      });
}

// Maximum, infinite where a part's number is not finite.
template <class ExecutionSpace, class Numbers>
void largest_of_parts(ExecutionSpace const& space, Numbers const& of_parts, Numbers const& all) {
  using Real = typename Numbers::non_const_value_type;
  reduce_parts<Kokkos::Max<Real>>(
      space, "smnn::largest_of_parts", of_parts, all,
      KOKKOS_LAMBDA(Real const& value, std::int64_t) {
        return Kokkos::isfinite(value) ? value : Kokkos::Experimental::infinity_v<Real>;
      });
}

template <class ExecutionSpace, class Numbers>
void add_parts(ExecutionSpace const& space, Numbers const& of_parts, Numbers const& all) {
  using Real = typename Numbers::non_const_value_type;
  reduce_parts<Kokkos::Sum<Real>>(
      space, "smnn::add_parts", of_parts, all,
      KOKKOS_LAMBDA(Real const& value, std::int64_t) { return value; });
}

// Where the parts' codes (0, or 1 + a time point of the part) are on the whole axis.
struct PartCodes {
  std::int64_t first_point;
  std::int64_t length;
};

// Reducer: the first of codes that are not 0.
template <class MemorySpace>
struct FirstCode {
  using reducer = FirstCode;
  using value_type = std::int64_t;
  using result_view_type = Kokkos::View<value_type, MemorySpace, Kokkos::MemoryUnmanaged>;

  KOKKOS_INLINE_FUNCTION explicit FirstCode(value_type& result) : result_(&result) {}
  KOKKOS_INLINE_FUNCTION void join(value_type& first, value_type const& other) const {
    if (other > 0 && (first == 0 || other < first)) first = other;
  }
  KOKKOS_INLINE_FUNCTION void init(value_type& value) const { value = 0; }
  KOKKOS_INLINE_FUNCTION value_type& reference() const { return *result_; }
  KOKKOS_INLINE_FUNCTION result_view_type view() const { return result_view_type(result_); }
  KOKKOS_INLINE_FUNCTION bool references_scalar() const { return true; }

 private:
  value_type* result_;
};

// The first of codes that are not 0, those in `all` included.
template <class ExecutionSpace, class Codes>
void first_codes_of_parts(ExecutionSpace const& space, PartCodes const& place,
                          Codes const& of_parts, Codes const& all) {
  PartCodes const at = place;
  reduce_parts<FirstCode<Kokkos::HostSpace>>(
      space, "smnn::first_codes_of_parts", of_parts, all,
      KOKKOS_LAMBDA(std::int64_t code, std::int64_t c) {
        return code > 0 ? at.first_point + c * at.length + code : std::int64_t{0};
      });
}

// of_parts(b C + c) := all(b)
template <class ExecutionSpace, class Numbers>
void spread_over_parts(ExecutionSpace const& space, Numbers const& all, Numbers const& of_parts) {
  auto const systems = static_cast<std::int64_t>(all.extent(0));
  auto const entries = static_cast<std::int64_t>(of_parts.extent(0));
  if (systems == 0) return;
  std::int64_t const count = entries / systems;
  Kokkos::parallel_for(
      "smnn::spread_over_parts", Indices<ExecutionSpace>(space, 0, entries),
      KOKKOS_LAMBDA(std::int64_t i) { of_parts(i) = all(i / count); });
}

}  // namespace smnn::detail
