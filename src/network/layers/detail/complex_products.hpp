// Products of small complex matrices, one of each per mode, with real and imaginary parts apart.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/network/layers/detail/loops.hpp"

namespace smnn::network::detail {

// Row-major; a mode's imaginary part lies `imaginary` numbers behind its real part.
template <class Real>
struct ComplexMatrices {
  Real* data;
  std::int64_t stride;  // from one mode to the next
  std::int64_t imaginary;
  std::int64_t rows, columns;

  KOKKOS_FUNCTION Real* mode(std::int64_t k) const { return data + k * stride; }
};

// C := op(A) op(B), or C += op(A) op(B), where op may be the adjoint: transposed and conjugate.
template <class Real>
struct ComplexProducts {
  std::int64_t modes;
  ComplexMatrices<Real const> a;
  bool a_adjoint;
  ComplexMatrices<Real const> b;
  bool b_adjoint;
  ComplexMatrices<Real> c;
  bool add;

  KOKKOS_FUNCTION std::int64_t inner() const { return a_adjoint ? a.rows : a.columns; }
};

// Computes an element of C, counted over all modes; sums in ascending order.
template <class Real>
struct ComplexProductElement {
  ComplexProducts<Real> p;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    std::int64_t const mode = index / (p.c.rows * p.c.columns);
    std::int64_t const element = index - mode * p.c.rows * p.c.columns;
    std::int64_t const row = element / p.c.columns;
    std::int64_t const column = element - row * p.c.columns;
    Real const* const a = p.a.mode(mode) + (p.a_adjoint ? row : row * p.a.columns);
    Real const* const b = p.b.mode(mode) + (p.b_adjoint ? column * p.b.columns : column);
    std::int64_t const a_step = p.a_adjoint ? p.a.columns : 1;
    std::int64_t const b_step = p.b_adjoint ? 1 : p.b.columns;
    Real const a_sign = p.a_adjoint ? Real(-1) : Real(1);
    Real const b_sign = p.b_adjoint ? Real(-1) : Real(1);
    Real* const c = p.c.mode(mode) + element;
    Real real = p.add ? c[0] : Real(0);
    Real imaginary = p.add ? c[p.c.imaginary] : Real(0);
    for (std::int64_t j = 0; j < p.inner(); ++j) {
      Real const ar = a[j * a_step];
      Real const ai = a_sign * a[j * a_step + p.a.imaginary];
      Real const br = b[j * b_step];
      Real const bi = b_sign * b[j * b_step + p.b.imaginary];
      real += ar * br - ai * bi;
      imaginary += ar * bi + ai * br;
    }
    c[0] = real;
    c[p.c.imaginary] = imaginary;
  }
};

// Everywhere; on a GPU a thread per element.
template <class Real, class ExecutionSpace>
void complex_products_by_kernel(ExecutionSpace const& space, ComplexProducts<Real> const& p) {
  Kokkos::parallel_for("smnn::complex_products",
                       Indices<ExecutionSpace>(space, 0, p.modes * p.c.rows * p.c.columns),
                       ComplexProductElement<Real>{p});
}

}  // namespace smnn::network::detail
