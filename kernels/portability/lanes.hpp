// Access to the caller's arrays by packs: each lane reads and writes the numbers of its system.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

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
  store_pack(values, value);
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
    if (lanes.stride == 1 && !(ForWriting && lanes.streamed)) {
      __builtin_prefetch(p, ForWriting ? 1 : 0);
      if constexpr (is_pair_v<Scalar>)
        __builtin_prefetch(p + Scalar::half_size, ForWriting ? 1 : 0);
    }
  }
}

// Contiguous lanes, not aligned.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar load_contiguous(real_t<Scalar> const* p) {
  if constexpr (is_pair_v<Scalar>) {
    using Pack = typename Scalar::Pack;
    return {load_contiguous<Pack>(p), load_contiguous<Pack>(p + Scalar::half_size)};
  } else {
    return Scalar(p, simd::simd_flag_default);
  }
}
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION void store_contiguous(real_t<Scalar>* p, Scalar const& value) {
  if constexpr (is_pair_v<Scalar>) {
    store_contiguous(p, value.low);
    store_contiguous(p + Scalar::half_size, value.high);
  } else {
    simd::simd_unchecked_store(value, p, simd::simd_flag_default);
  }
}

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar load_lanes(real_t<Scalar> const* p, Lanes const& lanes) {
  if constexpr (width_v<Scalar> == 1) {
    return *p;
  } else {
    if (lanes.stride == 0) return Scalar(*p);
    if (lanes.stride == 1 && lanes.valid == width_v<Scalar>) return load_contiguous<Scalar>(p);
    return gather_lanes<Scalar>(p, lanes);
  }
}

// Writes packs that are whole lines of a cache to memory without reading the lines first. False
// where they are none: nothing is written. The stores become visible to other threads by
// `finish_streaming`.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION bool stream_pack([[maybe_unused]] real_t<Scalar>* p,
                                             [[maybe_unused]] Scalar const& value) {
#ifdef SMNN_HAVE_AVX512_PACKS
  if constexpr (is_pair_v<Scalar>) {
    return stream_pack(p, value.low) && stream_pack(p + Scalar::half_size, value.high);
  } else if constexpr (sizeof(Scalar) == 64) {
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
      store_contiguous(p, value);
    } else {
      scatter_lanes(p, lanes, value);
    }
  }
}

}  // namespace smnn::kernels
