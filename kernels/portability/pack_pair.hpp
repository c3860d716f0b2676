// Two SIMD packs side by side as one scalar of a sweep. A sweep is a chain of operations that wait
// for each other; two chains in one thread fill each other's waits, where their blocks still fit
// into registers and the first cache.
#pragma once

#include <Kokkos_Core.hpp>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace smnn::kernels {

template <class Mask>
struct MaskPair {
  Mask low, high;

  MaskPair() = default;
  KOKKOS_FORCEINLINE_FUNCTION explicit MaskPair(bool value) : low(value), high(value) {}
  KOKKOS_FORCEINLINE_FUNCTION MaskPair(Mask const& l, Mask const& h) : low(l), high(h) {}

  KOKKOS_FORCEINLINE_FUNCTION MaskPair operator!() const { return {!low, !high}; }
  KOKKOS_FORCEINLINE_FUNCTION MaskPair operator&&(MaskPair const& other) const {
    return {low && other.low, high && other.high};
  }
  KOKKOS_FORCEINLINE_FUNCTION MaskPair operator||(MaskPair const& other) const {
    return {low || other.low, high || other.high};
  }
};

// What sweeps use of Kokkos' packs, lanes of `low` first.
template <class Pack_>
struct PackPair {
  using Pack = Pack_;
  using value_type = typename Pack::value_type;
  using mask_type = MaskPair<typename Pack::mask_type>;

  static constexpr std::size_t half_size = Pack::size();
  static constexpr std::size_t size() { return 2 * half_size; }

  Pack low, high;

  PackPair() = default;
  KOKKOS_FORCEINLINE_FUNCTION PackPair(Pack const& l, Pack const& h) : low(l), high(h) {}

  template <class Number>
  requires(std::is_arithmetic_v<Number>) KOKKOS_FORCEINLINE_FUNCTION PackPair(Number value)
      : low(static_cast<value_type>(value)), high(static_cast<value_type>(value)) {}

  template <std::invocable<std::size_t> Generator>
  KOKKOS_FORCEINLINE_FUNCTION explicit PackPair(Generator const& generator)
      : low([&](auto lane) { return generator(std::size_t{lane}); }),
        high([&](auto lane) { return generator(half_size + lane); }) {}

  KOKKOS_FORCEINLINE_FUNCTION PackPair operator-() const { return {-low, -high}; }

  friend KOKKOS_FORCEINLINE_FUNCTION PackPair operator+(PackPair const& a, PackPair const& b) {
    return {a.low + b.low, a.high + b.high};
  }
  friend KOKKOS_FORCEINLINE_FUNCTION PackPair operator-(PackPair const& a, PackPair const& b) {
    return {a.low - b.low, a.high - b.high};
  }
  friend KOKKOS_FORCEINLINE_FUNCTION PackPair operator*(PackPair const& a, PackPair const& b) {
    return {a.low * b.low, a.high * b.high};
  }
  friend KOKKOS_FORCEINLINE_FUNCTION PackPair operator/(PackPair const& a, PackPair const& b) {
    return {a.low / b.low, a.high / b.high};
  }
  KOKKOS_FORCEINLINE_FUNCTION PackPair& operator+=(PackPair const& b) { return *this = *this + b; }
  KOKKOS_FORCEINLINE_FUNCTION PackPair& operator-=(PackPair const& b) { return *this = *this - b; }
  KOKKOS_FORCEINLINE_FUNCTION PackPair& operator*=(PackPair const& b) { return *this = *this * b; }

  friend KOKKOS_FORCEINLINE_FUNCTION mask_type operator<(PackPair const& a, PackPair const& b) {
    return {a.low < b.low, a.high < b.high};
  }
  friend KOKKOS_FORCEINLINE_FUNCTION mask_type operator<=(PackPair const& a, PackPair const& b) {
    return {a.low <= b.low, a.high <= b.high};
  }
  friend KOKKOS_FORCEINLINE_FUNCTION mask_type operator==(PackPair const& a, PackPair const& b) {
    return {a.low == b.low, a.high == b.high};
  }
};

template <class Scalar>
inline constexpr bool is_pair_v = false;
template <class Pack>
inline constexpr bool is_pair_v<PackPair<Pack>> = true;

}  // namespace smnn::kernels
