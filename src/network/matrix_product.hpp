/// @file
/// Dense matrix products: the bulk of a network's work.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/network/matrix.hpp"

namespace smnn::network {

enum class Transpose { no, yes };

/// C := alpha op(A) op(B) + beta C, where op transposes or not; C is not read if beta is 0.
///
/// On a CPU the site's BLAS works on blocks of C, one thread each; on a GPU the vendor's; without
/// them, Kokkos Kernels. The result is the same from run to run for a given number of threads.
///
/// Throws InvalidArgument if the extents do not fit each other, or exceed BLAS' 32-bit integers.
template <class Real, class ExecutionSpace>
void matrix_product(
    ExecutionSpace const& space, Transpose a_is, Transpose b_is, Real alpha,
    std::type_identity_t<Matrix<Real const, typename ExecutionSpace::memory_space>> const& a,
    std::type_identity_t<Matrix<Real const, typename ExecutionSpace::memory_space>> const& b,
    Real beta, std::type_identity_t<Matrix<Real, typename ExecutionSpace::memory_space>> const& c);

}  // namespace smnn::network
