/// @file
/// Which random numbers of the seed are whose.
#pragma once

#include <cstdint>

namespace smnn::climate::detail {

// "sst": no other user of the seed has it. The low 32 bits tell starts of forecasts apart.
constexpr std::uint64_t stream_base = std::uint64_t{0x737374} << 36;
constexpr std::uint64_t noise_stream = stream_base | std::uint64_t{0} << 32;
constexpr std::uint64_t oscillator_stream = stream_base | std::uint64_t{1} << 32;
constexpr std::uint64_t oscillator_start_stream = stream_base | std::uint64_t{2} << 32;
constexpr std::uint64_t oscillator_moments_stream = stream_base | std::uint64_t{3} << 32;
constexpr std::uint64_t ensemble_stream = stream_base | std::uint64_t{4} << 32;

}  // namespace smnn::climate::detail
