/// @file
/// What flows between layers: one row per sample, its features contiguous.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

namespace smnn::network {

/// Shape (samples, features), row-major, not owning. Features of a layer with channels are
/// (channels, length), row-major, as PyTorch has them.
template <class T, class MemorySpace>
using Matrix =
    Kokkos::View<T**, Kokkos::LayoutRight, MemorySpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

/// Owns what a Matrix refers to.
template <class Real, class MemorySpace>
using MatrixStorage = Kokkos::View<Real**, Kokkos::LayoutRight, MemorySpace>;

/// The first `rows` rows.
template <class MatrixType>
Matrix<typename MatrixType::value_type, typename MatrixType::memory_space> first_rows(
    MatrixType const& matrix, std::int64_t rows) {
  return Matrix<typename MatrixType::value_type, typename MatrixType::memory_space>(
      matrix.data(), static_cast<std::size_t>(rows), matrix.extent(1));
}

}  // namespace smnn::network
