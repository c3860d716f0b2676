// Products by cuBLAS, in builds for CUDA whose toolkit has it.
#pragma once

#ifdef SMNN_HAVE_CUBLAS
#include <cublas_v2.h>

#include <Kokkos_Core.hpp>
#include <stdexcept>
#include <string>

#include "smnn/network/detail/blas.hpp"

namespace smnn::network::detail {

inline void check(cublasStatus_t status, char const* call) {
  if (status != CUBLAS_STATUS_SUCCESS)
    throw std::runtime_error(std::string(call) + ": " + cublasGetStatusString(status));
}

// One per thread of the host: a handle works on one stream at a time.
inline cublasHandle_t cublas_handle() {
  struct Owner {
    cublasHandle_t handle = nullptr;
    Owner() { check(cublasCreate(&handle), "cublasCreate"); }
    ~Owner() { cublasDestroy(handle); }
  };
  thread_local Owner const owner;
  return owner.handle;
}

// By columns cuBLAS computes C^T = op(B)^T op(A)^T.
template <class Real>
void gemm_by_cublas(Kokkos::Cuda const& space, Product<Real> const& p) {
  cublasHandle_t const handle = cublas_handle();
  check(cublasSetStream(handle, space.cuda_stream()), "cublasSetStream");
  cublasOperation_t const first = p.b_transposed ? CUBLAS_OP_T : CUBLAS_OP_N;
  cublasOperation_t const second = p.a_transposed ? CUBLAS_OP_T : CUBLAS_OP_N;
  if constexpr (std::is_same_v<Real, double>) {
    check(cublasDgemm(handle, first, second, p.n, p.m, p.k, &p.alpha, p.b, p.ldb, p.a, p.lda,
                      &p.beta, p.c, p.ldc),
          "cublasDgemm");
  } else {
    check(cublasSgemm(handle, first, second, p.n, p.m, p.k, &p.alpha, p.b, p.ldb, p.a, p.lda,
                      &p.beta, p.c, p.ldc),
          "cublasSgemm");
  }
}

}  // namespace smnn::network::detail
#endif
