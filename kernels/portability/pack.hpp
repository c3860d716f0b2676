// The scalar of a sweep: one number of one system (Real), or one number of each system of a SIMD
// pack or of a pair of packs. Sweeps use only the functions below and arithmetic, so the same
// source serves CPU lanes and GPU threads.
#pragma once

#include <Kokkos_Core.hpp>
#include <Kokkos_SIMD.hpp>
#include <type_traits>

#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/portability/pack_pair.hpp"

#if defined(KOKKOS_ARCH_AVX512XEON) && !defined(SMNN_DEVICE_BUILD)
#define SMNN_HAVE_AVX512_PACKS
#include <immintrin.h>
#endif

namespace smnn::kernels {

namespace simd = Kokkos::Experimental;

template <class Scalar>
struct ScalarTraits {
  using Real = typename Scalar::value_type;
  using Mask = typename Scalar::mask_type;
  static constexpr int width = static_cast<int>(Scalar::size());
};
template <>
struct ScalarTraits<double> {
  using Real = double;
  using Mask = bool;
  static constexpr int width = 1;
};
template <>
struct ScalarTraits<float> {
  using Real = float;
  using Mask = bool;
  static constexpr int width = 1;
};

template <class Scalar>
using real_t = typename ScalarTraits<Scalar>::Real;
template <class Scalar>
using mask_t = typename ScalarTraits<Scalar>::Mask;
template <class Scalar>
inline constexpr int width_v = ScalarTraits<Scalar>::width;

// The widest pack of the host's instruction set; plain Real on a device, where the host has no
// packs, and on the host of a build for a device, whose compiler cannot take host packs in device
// functions.
template <class Real, class ExecutionSpace>
struct NativeScalar {
  using type = Real;
};
#ifndef SMNN_DEVICE_BUILD
template <class Real, class ExecutionSpace>
requires(std::is_same_v<typename ExecutionSpace::memory_space,
                        Kokkos::HostSpace>) struct NativeScalar<Real, ExecutionSpace> {
  using pack = simd::simd<Real>;
  using type = std::conditional_t<pack::size() == 1, Real, pack>;
};
#endif
template <class Real, class ExecutionSpace>
using native_scalar_t = typename NativeScalar<Real, ExecutionSpace>::type;

// Two of them side by side; plain Real where there are no packs.
template <class Scalar>
struct Paired {
  using type = PackPair<Scalar>;
};
template <class Scalar>
requires(width_v<Scalar> == 1) struct Paired<Scalar> {
  using type = Scalar;
};
template <class Real, class ExecutionSpace>
using paired_scalar_t = typename Paired<native_scalar_t<Real, ExecutionSpace>>::type;

// Contiguous lanes, aligned to the pack's size.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar load_pack(real_t<Scalar> const* p) {
  if constexpr (width_v<Scalar> == 1) {
    return *p;
  } else if constexpr (is_pair_v<Scalar>) {
    using Pack = typename Scalar::Pack;
    return {load_pack<Pack>(p), load_pack<Pack>(p + Scalar::half_size)};
  } else {
    return Scalar(p, simd::simd_flag_aligned);
  }
}
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION void store_pack(real_t<Scalar>* p, Scalar const& value) {
  if constexpr (width_v<Scalar> == 1) {
    *p = value;
  } else if constexpr (is_pair_v<Scalar>) {
    store_pack(p, value.low);
    store_pack(p + Scalar::half_size, value.high);
  } else {
    simd::simd_unchecked_store(value, p, simd::simd_flag_aligned);
  }
}

// Doubles kept in memory as floats.
template <class Scalar>
requires(std::is_same_v<real_t<Scalar>, double>) KOKKOS_FORCEINLINE_FUNCTION Scalar
    load_pack(float const* p) {
  if constexpr (width_v<Scalar> == 1) {
    return static_cast<Scalar>(*p);
  } else if constexpr (is_pair_v<Scalar>) {
    using Pack = typename Scalar::Pack;
    return {load_pack<Pack>(p), load_pack<Pack>(p + Scalar::half_size)};
  } else {
#ifdef SMNN_HAVE_AVX512_PACKS
    return Scalar(_mm512_cvtps_pd(_mm256_load_ps(p)));
#else
    return Scalar([&](auto l) { return static_cast<double>(p[static_cast<int>(l)]); });
#endif
  }
}
template <class Scalar>
requires(std::is_same_v<real_t<Scalar>, double>) KOKKOS_FORCEINLINE_FUNCTION
    void store_pack(float* p, Scalar const& value) {
  if constexpr (width_v<Scalar> == 1) {
    *p = static_cast<float>(value);
  } else if constexpr (is_pair_v<Scalar>) {
    store_pack(p, value.low);
    store_pack(p + Scalar::half_size, value.high);
  } else {
#ifdef SMNN_HAVE_AVX512_PACKS
    _mm256_store_ps(p, _mm512_cvtpd_ps(static_cast<__m512d>(value)));
#else
    alignas(sizeof(Scalar)) double values[width_v<Scalar>];
    store_pack(values, value);
    for (int l = 0; l < width_v<Scalar>; ++l) p[l] = static_cast<float>(values[l]);
#endif
  }
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar select(mask_t<Scalar> const& mask, Scalar const& yes,
                                          Scalar const& no) {
  if constexpr (width_v<Scalar> == 1) {
    return mask ? yes : no;
  } else if constexpr (is_pair_v<Scalar>) {
    using Pack = typename Scalar::Pack;
    return {select<Pack>(mask.low, yes.low, no.low), select<Pack>(mask.high, yes.high, no.high)};
  } else {
    return simd::condition(mask, yes, no);
  }
}

template <class Mask>
KOKKOS_FORCEINLINE_FUNCTION bool any(Mask const& mask) {
  return simd::any_of(mask);
}
template <class Mask>
KOKKOS_FORCEINLINE_FUNCTION bool any(MaskPair<Mask> const& mask) {
  return any(mask.low) || any(mask.high);
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar absolute(Scalar const& x) {
  if constexpr (is_pair_v<Scalar>) {
    return {absolute(x.low), absolute(x.high)};
  } else {
    return Kokkos::abs(x);
  }
}
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar square_root(Scalar const& x) {
  if constexpr (is_pair_v<Scalar>) {
    return {square_root(x.low), square_root(x.high)};
  } else {
    return Kokkos::sqrt(x);
  }
}
// Packs are compared by <, <= and == only: in Kokkos 5.0.2, > and >= of AVX-512 packs of doubles
// have their operands swapped, and != of a NaN is false.

// 1 / sqrt(x), to an ulp or two. Hardware divides and takes roots one after the other; where it has
// an approximation, Newton's iteration y := y + y (1 - x y^2) / 2 overlaps with everything else.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar inverse_square_root(Scalar const& x) {
#ifdef SMNN_HAVE_AVX512_PACKS
  if constexpr (is_pair_v<Scalar>) {
    return {inverse_square_root(x.low), inverse_square_root(x.high)};
  } else if constexpr (width_v<Scalar> != 1) {
    using Real = real_t<Scalar>;
    Scalar y = [&] {
      if constexpr (std::is_same_v<Real, double>) {
        return Scalar(_mm512_rsqrt14_pd(static_cast<__m512d>(x)));
      } else {
        return Scalar(_mm512_rsqrt14_ps(static_cast<__m512>(x)));
      }
    }();
    constexpr int iterations = std::is_same_v<Real, double> ? 2 : 1;  // from 14 bits
    for (int i = 0; i < iterations; ++i) {
      y = y + Scalar(Real(0.5)) * y * (Scalar(1) - x * y * y);
    }
    return y;
  }
#endif
  return Scalar(1) / square_root(x);
}
// The larger one; a NaN in either is kept, since a maximum that forgets it would hide a failure.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar larger(Scalar const& a, Scalar const& b) {
  return select<Scalar>(b <= a || !(a == a), a, b);
}

// Positive and finite.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION mask_t<Scalar> is_positive(Scalar const& x) {
  return Scalar(0) < x && x <= Scalar(Kokkos::Experimental::finite_max_v<real_t<Scalar>>);
}
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION mask_t<Scalar> is_finite(Scalar const& x) {
  return absolute(x) <= Scalar(Kokkos::Experimental::finite_max_v<real_t<Scalar>>);
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar not_a_number() {
  return Scalar(Kokkos::Experimental::quiet_NaN_v<real_t<Scalar>>);
}

}  // namespace smnn::kernels
