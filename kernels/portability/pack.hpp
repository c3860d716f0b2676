// The scalar of a sweep: one number of one system (Real), or one number of each system of a SIMD
// pack. Sweeps use only the functions below and arithmetic, so the same source serves CPU lanes and
// GPU threads.
#pragma once

#include <Kokkos_Core.hpp>
#include <Kokkos_SIMD.hpp>
#include <cstdint>
#include <type_traits>

#include "smnn/kernels/portability/compiler.hpp"

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

// Contiguous lanes, aligned to the pack's size.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar load_pack(real_t<Scalar> const* p) {
  if constexpr (width_v<Scalar> == 1) {
    return *p;
  } else {
    return Scalar(p, simd::simd_flag_aligned);
  }
}
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION void store_pack(real_t<Scalar>* p, Scalar const& value) {
  if constexpr (width_v<Scalar> == 1) {
    *p = value;
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

// Which lanes of a pack hold systems, for access to the caller's arrays: lane l reads p[min(l,
// valid-1) * stride].
struct Lanes {
  std::int64_t stride = 0;
  int valid = 1;
  bool streamed = false;  // of an output: its full lines bypass the caches
};

// Strided and partial packs, out of line: code for every lane would swell every access to an array.
template <class Scalar>
[[gnu::noinline]] Scalar gather_lanes(real_t<Scalar> const* p, Lanes const lanes) {
  if (lanes.valid == width_v<Scalar>) {
    return Scalar([&](auto l) { return p[static_cast<std::int64_t>(l) * lanes.stride]; });
  }
  return Scalar([&](auto l) {
    auto const lane = static_cast<int>(l);
    return p[(lane < lanes.valid ? lane : lanes.valid - 1) * lanes.stride];
  });
}
template <class Scalar>
[[gnu::noinline]] void scatter_lanes(real_t<Scalar>* p, Lanes const lanes, Scalar const value) {
  alignas(sizeof(Scalar)) real_t<Scalar> values[width_v<Scalar>];
  simd::simd_unchecked_store(value, values, simd::simd_flag_aligned);
  if (lanes.valid == width_v<Scalar>) {
    SMNN_UNROLL
    for (int l = 0; l < width_v<Scalar>; ++l) p[l * lanes.stride] = values[l];
    return;
  }
  for (int l = 0; l < lanes.valid; ++l) p[l * lanes.stride] = values[l];
}

// Time points before its use at which an entry of an array is fetched. Where neighbouring systems
// are neighbours in memory every entry is on a page of its own, beyond the reach of a hardware
// prefetcher.
inline constexpr std::int64_t prefetch_distance = 4;

template <class Scalar, bool ForWriting>
KOKKOS_FORCEINLINE_FUNCTION void prefetch_lanes([[maybe_unused]] real_t<Scalar> const* p,
                                                [[maybe_unused]] Lanes const& lanes) {
  if constexpr (width_v<Scalar> != 1) {
    if (lanes.stride == 1 && !(ForWriting && lanes.streamed))
      __builtin_prefetch(p, ForWriting ? 1 : 0);
  }
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar load_lanes(real_t<Scalar> const* p, Lanes const& lanes) {
  if constexpr (width_v<Scalar> == 1) {
    return *p;
  } else {
    if (lanes.stride == 0) return Scalar(*p);
    if (lanes.stride == 1 && lanes.valid == width_v<Scalar>)
      return Scalar(p, simd::simd_flag_default);
    return gather_lanes<Scalar>(p, lanes);
  }
}

// Writes a pack that is a whole line of a cache to memory without reading the line first. False
// where it is none: nothing is written. The stores become visible to other threads by
// `finish_streaming`.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION bool stream_pack([[maybe_unused]] real_t<Scalar>* p,
                                             [[maybe_unused]] Scalar const& value) {
#ifdef SMNN_HAVE_AVX512_PACKS
  if constexpr (sizeof(Scalar) == 64) {
    if (reinterpret_cast<std::uintptr_t>(p) % sizeof(Scalar) != 0) return false;
    if constexpr (std::is_same_v<real_t<Scalar>, double>) {
      _mm512_stream_pd(p, static_cast<__m512d>(value));
    } else {
      _mm512_stream_ps(p, static_cast<__m512>(value));
    }
    return true;
  }
#endif
  return false;
}
KOKKOS_FORCEINLINE_FUNCTION void finish_streaming() {
#ifdef SMNN_HAVE_AVX512_PACKS
  _mm_sfence();
#endif
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION void store_lanes(real_t<Scalar>* p, Lanes const& lanes,
                                             Scalar const& value) {
  if constexpr (width_v<Scalar> == 1) {
    *p = value;
  } else {
    if (lanes.stride == 1 && lanes.valid == width_v<Scalar>) {
      if (lanes.streamed && stream_pack<Scalar>(p, value)) return;
      simd::simd_unchecked_store(value, p, simd::simd_flag_default);
    } else {
      scatter_lanes(p, lanes, value);
    }
  }
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar select(mask_t<Scalar> const& mask, Scalar const& yes,
                                          Scalar const& no) {
  if constexpr (width_v<Scalar> == 1) {
    return mask ? yes : no;
  } else {
    return simd::condition(mask, yes, no);
  }
}

template <class Mask>
KOKKOS_FORCEINLINE_FUNCTION bool any(Mask const& mask) {
  return simd::any_of(mask);
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar absolute(Scalar const& x) {
  return Kokkos::abs(x);
}
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar square_root(Scalar const& x) {
  return Kokkos::sqrt(x);
}
// Packs are compared by <, <= and == only: in Kokkos 5.0.2, > and >= of AVX-512 packs of doubles
// have their operands swapped, and != of a NaN is false.

// 1 / sqrt(x), to an ulp or two. Hardware divides and takes roots one after the other; where it has
// an approximation, Newton's iteration y := y + y (1 - x y^2) / 2 overlaps with everything else.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar inverse_square_root(Scalar const& x) {
#ifdef SMNN_HAVE_AVX512_PACKS
  if constexpr (width_v<Scalar> != 1) {
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
