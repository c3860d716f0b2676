// The LAPACK routines that the dense baseline calls, by precision, and OpenBLAS' number of threads.
#pragma once

#include <mutex>

extern "C" {
void dpotrf_(char const* uplo, int const* n, double* a, int const* lda, int* info);
void spotrf_(char const* uplo, int const* n, float* a, int const* lda, int* info);
void dpotrs_(char const* uplo, int const* n, int const* nrhs, double const* a, int const* lda,
             double* b, int const* ldb, int* info);
void spotrs_(char const* uplo, int const* n, int const* nrhs, float const* a, int const* lda,
             float* b, int const* ldb, int* info);
#ifdef SMNN_HAVE_OPENBLAS
void openblas_set_num_threads(int threads);
int openblas_get_num_threads();
#endif
}

namespace smnn::detail::lapack {

// Cholesky factorisation of the lower triangle, by columns.
inline int potrf(int n, double* a) {
  int info = 0;
  dpotrf_("L", &n, a, &n, &info);
  return info;
}
inline int potrf(int n, float* a) {
  int info = 0;
  spotrf_("L", &n, a, &n, &info);
  return info;
}

// Solves for `count` right-hand sides, columns of b with leading dimension ldb.
inline void potrs(int n, int count, double const* a, double* b, int ldb) {
  int info = 0;
  dpotrs_("L", &n, &count, a, &n, b, &ldb, &info);
}
inline void potrs(int n, int count, float const* a, float* b, int ldb) {
  int info = 0;
  spotrs_("L", &n, &count, a, &n, b, &ldb, &info);
}

// While any of these lives, OpenBLAS works on one thread, since ours work on systems.
class SingleThreaded {
 public:
  SingleThreaded() {
#ifdef SMNN_HAVE_OPENBLAS
    std::lock_guard const lock(mutex());
    if (users()++ == 0) {
      threads_before() = openblas_get_num_threads();
      openblas_set_num_threads(1);
    }
#endif
  }
  ~SingleThreaded() {
#ifdef SMNN_HAVE_OPENBLAS
    std::lock_guard const lock(mutex());
    if (--users() == 0) openblas_set_num_threads(threads_before());
#endif
  }
  SingleThreaded(SingleThreaded const&) = delete;
  SingleThreaded& operator=(SingleThreaded const&) = delete;

#ifdef SMNN_HAVE_OPENBLAS
 private:
  static std::mutex& mutex() {
    static std::mutex instance;
    return instance;
  }
  static int& users() {
    static int count = 0;
    return count;
  }
  static int& threads_before() {
    static int count = 1;
    return count;
  }
#endif
};

}  // namespace smnn::detail::lapack
