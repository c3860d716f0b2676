// Counter-based random numbers: each is a function of seed, stream and index alone, so that results
// do not depend on threads, ranks or the order of work. Philox4x32-10 (Salmon et al., "Parallel
// random numbers: as easy as 1, 2, 3", SC 2011).
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

namespace smnn::kernels {

// Four random words of one counter.
struct RandomWords {
  std::uint32_t word[4];
};

// The stream tells users of one seed apart: every initialised array, shuffle or noise has its own.
KOKKOS_INLINE_FUNCTION RandomWords random_words(std::uint64_t seed, std::uint64_t stream,
                                                std::uint64_t index) {
  constexpr std::uint64_t multiplier0 = 0xD2511F53;
  constexpr std::uint64_t multiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl0 = 0x9E3779B9;
  constexpr std::uint32_t weyl1 = 0xBB67AE85;
  auto const low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  auto const high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
  std::uint32_t c0 = low(index);
  std::uint32_t c1 = high(index);
  std::uint32_t c2 = low(stream);
  std::uint32_t c3 = high(stream);
  std::uint32_t k0 = low(seed);
  std::uint32_t k1 = high(seed);
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const product0 = multiplier0 * c0;
    std::uint64_t const product1 = multiplier1 * c2;
    c0 = high(product1) ^ c1 ^ k0;
    c2 = high(product0) ^ c3 ^ k1;
    c1 = low(product1);
    c3 = low(product0);
    k0 += weyl0;
    k1 += weyl1;
  }
  return {{c0, c1, c2, c3}};
}

// Uniform in [0, 1), with 53 bits.
KOKKOS_INLINE_FUNCTION double random_uniform(std::uint64_t seed, std::uint64_t stream,
                                             std::uint64_t index) {
  RandomWords const words = random_words(seed, stream, index);
  std::uint64_t const bits = (std::uint64_t{words.word[0]} << 32 | words.word[1]) >> 11;
  return static_cast<double>(bits) * 0x1.0p-53;
}

// Standard normal, by Box and Muller.
KOKKOS_INLINE_FUNCTION double random_normal(std::uint64_t seed, std::uint64_t stream,
                                            std::uint64_t index) {
  RandomWords const words = random_words(seed, stream, index);
  auto const unit = [](std::uint32_t high, std::uint32_t low) {
    return static_cast<double>((std::uint64_t{high} << 32 | low) >> 11) * 0x1.0p-53;
  };
  double const radius = Kokkos::sqrt(-2 * Kokkos::log(1 - unit(words.word[0], words.word[1])));
  double const angle = 2 * Kokkos::numbers::pi * unit(words.word[2], words.word[3]);
  return radius * Kokkos::cos(angle);
}

}  // namespace smnn::kernels
