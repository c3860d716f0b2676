// The products of complex_products.hpp by the site's BLAS, where there is one.
#pragma once

#include "smnn/network/detail/blas.hpp"
#include "smnn/network/layers/detail/complex_products.hpp"
#include "smnn/solver/baseline/lapack.hpp"

namespace smnn::network::detail {

#ifdef SMNN_HAVE_LAPACK
// A mode's four real products.
template <class Real>
struct ComplexProductOfMode {
  ComplexProducts<Real> p;

  void operator()(std::int64_t mode) const {
    Real const a_sign = p.a_adjoint ? Real(-1) : Real(1);
    Real const b_sign = p.b_adjoint ? Real(-1) : Real(1);
    Real const* const a = p.a.mode(mode);
    Real const* const b = p.b.mode(mode);
    Real* const c = p.c.mode(mode);
    Real const beta = p.add ? Real(1) : Real(0);
    multiply(Real(1), a, b, beta, c);
    multiply(-a_sign * b_sign, a + p.a.imaginary, b + p.b.imaginary, Real(1), c);
    multiply(b_sign, a, b + p.b.imaginary, beta, c + p.c.imaginary);
    multiply(a_sign, a + p.a.imaginary, b, Real(1), c + p.c.imaginary);
  }

  void multiply(Real alpha, Real const* a, Real const* b, Real beta, Real* c) const {
    auto const extent = [](std::int64_t n) { return static_cast<int>(n); };
    gemm(Product<Real>{p.a_adjoint, p.b_adjoint, extent(p.c.rows), extent(p.c.columns),
                       extent(p.inner()), alpha, a, extent(p.a.columns), b, extent(p.b.columns),
                       beta, c, extent(p.c.columns)});
  }
};

// On a CPU; a thread takes whole modes.
template <class Real, class ExecutionSpace>
void complex_products_by_blas(ExecutionSpace const& space, ComplexProducts<Real> const& p) {
  smnn::detail::lapack::SingleThreaded const blas_on_one_thread;
  Kokkos::parallel_for("smnn::complex_products", Indices<ExecutionSpace>(space, 0, p.modes),
                       ComplexProductOfMode<Real>{p});
  space.fence("smnn::complex_products");  // before BLAS has its threads back
}
#endif

// By whichever is faster. All extents are positive and fit into int.
template <class Real, class ExecutionSpace>
void complex_products(ExecutionSpace const& space, ComplexProducts<Real> const& p) {
#ifdef SMNN_HAVE_LAPACK
  if constexpr (runs_on_host<ExecutionSpace>) {
    complex_products_by_blas(space, p);
    return;
  }
#endif
  complex_products_by_kernel(space, p);
}

}  // namespace smnn::network::detail
