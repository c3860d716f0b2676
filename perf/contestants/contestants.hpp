/// Everybody who takes part. Free of Kokkos, so that the catalogue compiles quickly.
#pragma once

#include <memory>
#include <smnn/config.hpp>
#include <smnn/solver/options.hpp>

#include "../contestant.hpp"
#include "../workload/shape.hpp"

namespace smnn::perf {

/// Made<Real>(item, arguments...), in the case's precision.
template <template <class> class Made, class... Arguments>
std::unique_ptr<Contestant> make_in_precision(Case const& item, Arguments const&... arguments) {
  if (item.precision == Precision::double_precision)
    return std::make_unique<Made<double>>(item, arguments...);
  return std::make_unique<Made<float>>(item, arguments...);
}

/// Whether the default execution space is the host's.
bool runs_on_host();

/// Systems that the execution space works on at a time: all SIMD lanes of all threads.
std::int64_t concurrent_systems();

/// This library: assembles, factors and solves; with gradients where the operation says so.
std::unique_ptr<Contestant> make_smnn(Case const& item, SolverOptions const& options,
                                      Placement placement);

/// LAPACK's pbtrf and pbtrs (twice for an adjoint), one system a call, threaded over systems. Only
/// factor and solve: the band stands assembled in memory, and no gradient is computed.
#ifdef SMNN_HAVE_LAPACK
std::unique_ptr<Contestant> make_lapack(Case const& item);
#endif

/// Solutions for all right-hand sides of every system, by a factor made beforehand or in the run.
std::unique_ptr<Contestant> make_many_rhs(Case const& item, SolverOptions const& options,
                                          bool keeps_factor);

/// The same by LAPACK's pbtrs, matrices factored and right-hand sides assembled beforehand.
#ifdef SMNN_HAVE_LAPACK
std::unique_ptr<Contestant> make_lapack_many_rhs(Case const& item);
#endif

/// KokkosBatched::SerialPbtrf and SerialPbtrs, likewise.
std::unique_ptr<Contestant> make_kokkos_batched(Case const& item);

/// Intel MKL's compact potrf, trsm and gemm on blocks that are interleaved by SIMD lanes as ours
/// are: block Cholesky and substitutions, assembled and interleaved beforehand; else like LAPACK's.
#ifdef SMNN_HAVE_MKL_COMPACT
std::unique_ptr<Contestant> make_mkl_compact(Case const& item);
#endif

/// cuSOLVER's batched potrf, cuBLAS' batched trsm and gemm on the blocks of one time point of all
/// systems a call, assembled beforehand; else like LAPACK's.
#ifdef SMNN_HAVE_CUBLAS_BATCHED
std::unique_ptr<Contestant> make_cublas_batched(Case const& item);
#endif

/// Copies an array much larger than a core's cache; bytes count read and written.
std::unique_ptr<Contestant> make_copy();

/// Fused multiply-adds in registers, in every thread and lane.
std::unique_ptr<Contestant> make_multiply_add(Precision precision);

}  // namespace smnn::perf
