/// The peer of our products: one call of BLAS on all its threads, or of cuBLAS.
#pragma once

#include <Kokkos_Core.hpp>
#include <smnn/network/detail/blas.hpp>
#include <smnn/network/detail/cublas.hpp>

#include "products.hpp"

#ifdef SMNN_HAVE_OPENBLAS
extern "C" {
void openblas_set_num_threads(int threads);
int openblas_get_num_threads();
}
#endif

namespace smnn::perf {

/// As many threads for BLAS as we have, while it lives.
class PeerThreads {
 public:
  PeerThreads() {
#ifdef SMNN_HAVE_OPENBLAS
    before_ = openblas_get_num_threads();
    openblas_set_num_threads(Kokkos::DefaultHostExecutionSpace().concurrency());
#endif
  }
  ~PeerThreads() {
#ifdef SMNN_HAVE_OPENBLAS
    openblas_set_num_threads(before_);
#endif
  }
  PeerThreads(PeerThreads const&) = delete;
  PeerThreads& operator=(PeerThreads const&) = delete;

 private:
  [[maybe_unused]] int before_ = 1;
};

template <class Real>
void peer_product([[maybe_unused]] Kokkos::DefaultExecutionSpace const& space,
                  ProductShape const& s, Real const* a, Real const* b, Real* c) {
  auto const number = [](std::int64_t value) { return static_cast<int>(value); };
  [[maybe_unused]] network::detail::Product<Real> const product{s.a_transposed,
                                                                s.b_transposed,
                                                                number(s.m),
                                                                number(s.n),
                                                                number(s.k),
                                                                Real(1),
                                                                a,
                                                                number(s.a_transposed ? s.m : s.k),
                                                                b,
                                                                number(s.b_transposed ? s.k : s.n),
                                                                Real(0),
                                                                c,
                                                                number(s.n)};
#if defined(SMNN_HAVE_CUBLAS)
  network::detail::gemm_by_cublas(space, product);
#elif defined(SMNN_HAVE_LAPACK) && !defined(KOKKOS_ENABLE_CUDA)
  network::detail::gemm(product);
#else
  throw std::runtime_error("no BLAS in this build");
#endif
}

}  // namespace smnn::perf
