/// @file
/// Sizes read from files, checked before anything is allocated for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace smnn::io {

/// Extents of an array, slowest axis first; the entries are contiguous.
using Shape = std::vector<std::int64_t>;

/// Number of entries: the product of the extents (1 for a scalar), or nothing if an extent is
/// negative or the product is too large for 64 bits.
std::optional<std::int64_t> entries(std::span<std::int64_t const> extents);

/// Bytes of an array of `entries` entries, or nothing if that is too large for 64 bits.
std::optional<std::int64_t> bytes(std::span<std::int64_t const> extents, std::size_t entry_bytes);

/// Bytes that this process may still allocate: the machine's available memory, less where the
/// address space or the control group is limited. An upper bound that stops absurd requests, not a
/// promise.
std::uint64_t available_memory();

/// Throws IoError, "WHERE: got ..., expected at most ...", unless that much memory is available.
void require_memory(std::uint64_t bytes, std::string const& where);

}  // namespace smnn::io
