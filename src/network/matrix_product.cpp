#include "smnn/network/matrix_product.hpp"

#include <KokkosBlas3_gemm.hpp>
#include <algorithm>
#include <limits>
#include <string>

#include "smnn/network/detail/blas.hpp"
#include "smnn/network/detail/cublas.hpp"
#include "smnn/solver/baseline/lapack.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

template <class ExecutionSpace>
constexpr bool on_host =
    Kokkos::SpaceAccessibility<Kokkos::HostSpace,
                               typename ExecutionSpace::memory_space>::accessible;

// Blocks smaller than this along a side waste more in BLAS than further threads gain.
constexpr int smallest_block = 32;

// How C is cut into blocks for `threads` threads: as square as possible.
struct Cut {
  int rows = 1;
  int columns = 1;

  Cut(int m, int n, int threads) {
    int const most_rows = std::max(1, m / smallest_block);
    int const most_columns = std::max(1, n / smallest_block);
    double best = -1;
    for (int r = 1; r <= std::min(threads, most_rows); ++r) {
      int const c = std::min(threads / r, most_columns);
      double const height = static_cast<double>(m) / r;
      double const width = static_cast<double>(n) / c;
      // Work per number read, times the threads that have some.
      double const score = r * c * (height * width / (height + width));
      if (score > best) {
        best = score;
        rows = r;
        columns = c;
      }
    }
  }
};

#ifdef SMNN_HAVE_LAPACK
template <class Real, class ExecutionSpace>
void multiply_by_blas(ExecutionSpace const& space, detail::Product<Real> const& product) {
  smnn::detail::lapack::SingleThreaded const blas_on_one_thread;
  Cut const cut(product.m, product.n, static_cast<int>(space.concurrency()));
  if (cut.rows * cut.columns == 1) {
    space.fence("smnn::matrix_product: operands");
    detail::gemm(product);
    return;
  }
  auto const begin = [](int extent, int parts, int i) {
    return static_cast<int>(std::int64_t{extent} * i / parts);
  };
  Kokkos::parallel_for("smnn::matrix_product",
                       Kokkos::RangePolicy<ExecutionSpace, Kokkos::Schedule<Kokkos::Static>>(
                           space, 0, cut.rows * cut.columns, Kokkos::ChunkSize(1)),
                       [=](int task) {
                         int const row = task / cut.columns;
                         int const column = task % cut.columns;
                         int const i = begin(product.m, cut.rows, row);
                         int const j = begin(product.n, cut.columns, column);
                         detail::gemm(product.block(i, begin(product.m, cut.rows, row + 1) - i, j,
                                                    begin(product.n, cut.columns, column + 1) - j));
                       });
  // The number of BLAS' threads comes back when this returns.
  space.fence("smnn::matrix_product");
}
#endif

int checked(std::size_t extent, char const* what) {
  if (extent > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw InvalidArgument(std::string("matrix_product: ") + what + " is " + std::to_string(extent) +
                          ", expected at most 2147483647");
  }
  return static_cast<int>(extent);
}

template <class M>
std::string shape(M const& matrix) {
  return '(' + std::to_string(matrix.extent(0)) + ", " + std::to_string(matrix.extent(1)) + ')';
}

template <class Real, class A, class B, class C>
detail::Product<Real> describe(Transpose a_is, Transpose b_is, Real alpha, A const& a, B const& b,
                               Real beta, C const& c) {
  bool const at = a_is == Transpose::yes;
  bool const bt = b_is == Transpose::yes;
  std::size_t const k = a.extent(at ? 0 : 1);
  if (a.extent(at ? 1 : 0) != c.extent(0) || b.extent(bt ? 0 : 1) != c.extent(1) ||
      b.extent(bt ? 1 : 0) != k) {
    throw InvalidArgument("matrix_product: A " + shape(a) + (at ? "^T" : "") + " times B " +
                          shape(b) + (bt ? "^T" : "") + " does not give C " + shape(c));
  }
  int const lda = std::max(1, checked(a.extent(1), "the row length of A"));
  int const ldb = std::max(1, checked(b.extent(1), "the row length of B"));
  int const ldc = std::max(1, checked(c.extent(1), "the row length of C"));
  return {at,
          bt,
          checked(c.extent(0), "the number of rows"),
          checked(c.extent(1), "the number of columns"),
          checked(k, "the inner extent"),
          alpha,
          a.data(),
          lda,
          b.data(),
          ldb,
          beta,
          c.data(),
          ldc};
}

}  // namespace

template <class Real, class ExecutionSpace>
void matrix_product(
    ExecutionSpace const& space, Transpose a_is, Transpose b_is, Real alpha,
    std::type_identity_t<Matrix<Real const, typename ExecutionSpace::memory_space>> const& a,
    std::type_identity_t<Matrix<Real const, typename ExecutionSpace::memory_space>> const& b,
    Real beta, std::type_identity_t<Matrix<Real, typename ExecutionSpace::memory_space>> const& c) {
  detail::Product<Real> const product = describe(a_is, b_is, alpha, a, b, beta, c);
  if (product.m == 0 || product.n == 0) return;
#ifdef SMNN_HAVE_LAPACK
  if constexpr (on_host<ExecutionSpace>) {
    multiply_by_blas(space, product);
    return;
  }
#endif
#ifdef SMNN_HAVE_CUBLAS
  if constexpr (std::is_same_v<ExecutionSpace, Kokkos::Cuda>) {
    detail::gemm_by_cublas(space, product);
    return;
  }
#endif
  auto const code = [](Transpose is) { return is == Transpose::yes ? "T" : "N"; };
  KokkosBlas::gemm(space, code(a_is), code(b_is), alpha, a, b, beta, c);
}

#define SMNN_MATRIX_PRODUCT(Real, ExecutionSpace)                                             \
  template void matrix_product<Real, ExecutionSpace>(                                         \
      ExecutionSpace const&, Transpose, Transpose, Real,                                      \
      std::type_identity_t<Matrix<Real const, typename ExecutionSpace::memory_space>> const&, \
      std::type_identity_t<Matrix<Real const, typename ExecutionSpace::memory_space>> const&, \
      Real, std::type_identity_t<Matrix<Real, typename ExecutionSpace::memory_space>> const&);
SMNN_INSTANTIATE(SMNN_MATRIX_PRODUCT)

}  // namespace smnn::network
