// The products that the site's libraries offer, on row-major blocks.
#pragma once

#include <smnn/config.hpp>

#include "smnn/network/matrix_product.hpp"

#ifdef SMNN_HAVE_LAPACK
extern "C" {
void dgemm_(char const* transa, char const* transb, int const* m, int const* n, int const* k,
            double const* alpha, double const* a, int const* lda, double const* b, int const* ldb,
            double const* beta, double* c, int const* ldc);
void sgemm_(char const* transa, char const* transb, int const* m, int const* n, int const* k,
            float const* alpha, float const* a, int const* lda, float const* b, int const* ldb,
            float const* beta, float* c, int const* ldc);
}
#endif

namespace smnn::network::detail {

// Row-major operands of one product; ld: distance of rows.
template <class Real>
struct Product {
  bool a_transposed, b_transposed;
  int m, n, k;
  Real alpha;
  Real const* a;
  int lda;
  Real const* b;
  int ldb;
  Real beta;
  Real* c;
  int ldc;

  // The rows [i, i+mi) and columns [j, j+nj) of C.
  Product block(int i, int mi, int j, int nj) const {
    Product part = *this;
    part.m = mi;
    part.n = nj;
    part.a = a + (a_transposed ? std::int64_t{i} : std::int64_t{i} * lda);
    part.b = b + (b_transposed ? std::int64_t{j} * ldb : std::int64_t{j});
    part.c = c + std::int64_t{i} * ldc + j;
    return part;
  }
};

#ifdef SMNN_HAVE_LAPACK
// BLAS counts by columns: what it sees is C^T = op(B)^T op(A)^T.
inline void gemm(Product<double> const& p) {
  char const first = p.b_transposed ? 'T' : 'N';
  char const second = p.a_transposed ? 'T' : 'N';
  dgemm_(&first, &second, &p.n, &p.m, &p.k, &p.alpha, p.b, &p.ldb, p.a, &p.lda, &p.beta, p.c,
         &p.ldc);
}
inline void gemm(Product<float> const& p) {
  char const first = p.b_transposed ? 'T' : 'N';
  char const second = p.a_transposed ? 'T' : 'N';
  sgemm_(&first, &second, &p.n, &p.m, &p.k, &p.alpha, p.b, &p.ldb, p.a, &p.lda, &p.beta, p.c,
         &p.ldc);
}
#endif

}  // namespace smnn::network::detail
