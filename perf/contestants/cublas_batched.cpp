#include "contestants.hpp"

#ifdef SMNN_HAVE_CUBLAS_BATCHED

#include <cublas_v2.h>
#include <cusolverDn.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "band_batch.hpp"

namespace smnn::perf {
namespace {

template <class Status>
void check(Status status, char const* call) {
  if (status != Status{}) {
    throw std::runtime_error(std::string(call) + ": status " +
                             std::to_string(static_cast<int>(status)));
  }
}

// One operation on a block of every system, enqueued on the default execution space. Blocks are
// stored by columns and have `order` rows.
class Blocks {
 public:
  Blocks(int order, int count) : order_(order), count_(count) {
    check(cublasCreate(&blas_), "cublasCreate");
    check(cusolverDnCreate(&solver_), "cusolverDnCreate");
    auto const stream = Kokkos::Cuda().cuda_stream();
    check(cublasSetStream(blas_, stream), "cublasSetStream");
    check(cusolverDnSetStream(solver_, stream), "cusolverDnSetStream");
  }
  ~Blocks() {
    cusolverDnDestroy(solver_);
    cublasDestroy(blas_);
  }
  Blocks(Blocks const&) = delete;
  Blocks& operator=(Blocks const&) = delete;

  void factor(double** block, int* info) const {
    check(cusolverDnDpotrfBatched(solver_, CUBLAS_FILL_MODE_LOWER, order_, block, order_, info,
                                  count_),
          "cusolverDnDpotrfBatched");
  }
  void factor(float** block, int* info) const {
    check(cusolverDnSpotrfBatched(solver_, CUBLAS_FILL_MODE_LOWER, order_, block, order_, info,
                                  count_),
          "cusolverDnSpotrfBatched");
  }
  // A triangle on the right meets a square block, one on the left a right-hand side.
  void solve(cublasSideMode_t side, cublasOperation_t transposed, double** triangle,
             double** x) const {
    double const one = 1;
    check(cublasDtrsmBatched(blas_, side, CUBLAS_FILL_MODE_LOWER, transposed, CUBLAS_DIAG_NON_UNIT,
                             order_, columns(side), &one, triangle, order_, x, order_, count_),
          "cublasDtrsmBatched");
  }
  void solve(cublasSideMode_t side, cublasOperation_t transposed, float** triangle,
             float** x) const {
    float const one = 1;
    check(cublasStrsmBatched(blas_, side, CUBLAS_FILL_MODE_LOWER, transposed, CUBLAS_DIAG_NON_UNIT,
                             order_, columns(side), &one, triangle, order_, x, order_, count_),
          "cublasStrsmBatched");
  }
  // result -= op(a) op(b), of `columns` columns.
  void subtract_product(cublasOperation_t op_a, cublasOperation_t op_b, int columns,
                        double const* a, double const* b, double* result) const {
    double const factor = -1;
    double const one = 1;
    check(cublasDgemmStridedBatched(blas_, op_a, op_b, order_, columns, order_, &factor, a, order_,
                                    size(order_), b, order_, size(columns), &one, result, order_,
                                    size(columns), count_),
          "cublasDgemmStridedBatched");
  }
  void subtract_product(cublasOperation_t op_a, cublasOperation_t op_b, int columns, float const* a,
                        float const* b, float* result) const {
    float const factor = -1;
    float const one = 1;
    check(cublasSgemmStridedBatched(blas_, op_a, op_b, order_, columns, order_, &factor, a, order_,
                                    size(order_), b, order_, size(columns), &one, result, order_,
                                    size(columns), count_),
          "cublasSgemmStridedBatched");
  }

 private:
  int columns(cublasSideMode_t side) const { return side == CUBLAS_SIDE_RIGHT ? order_ : 1; }
  long long size(int columns) const { return static_cast<long long>(order_) * columns; }

  int order_;
  int count_;
  cublasHandle_t blas_ = nullptr;
  cusolverDnHandle_t solver_ = nullptr;
};

// A block of every system and time point, and where each begins in device memory.
template <class Real>
class BlockArray {
 public:
  using Numbers = Kokkos::View<Real***, Kokkos::LayoutLeft, Memory>;  // (entry, system, t)

  BlockArray(char const* label, std::int64_t entries, Shape const& shape)
      : numbers(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing),
                static_cast<std::size_t>(entries), static_cast<std::size_t>(shape.systems),
                static_cast<std::size_t>(shape.time_points)),
        starts_("perf::starts", numbers.extent(1), numbers.extent(2)) {
    auto const host = Kokkos::create_mirror_view(starts_);
    for (std::size_t t = 0; t < numbers.extent(2); ++t) {
      for (std::size_t b = 0; b < numbers.extent(1); ++b)
        host(b, t) = reinterpret_cast<std::uintptr_t>(&numbers(0, b, t));
    }
    Kokkos::deep_copy(starts_, host);
  }

  // Those of a time point.
  Real* blocks(std::int64_t t) const { return &numbers(0, 0, static_cast<std::size_t>(t)); }
  Real** starts(std::int64_t t) const {
    return reinterpret_cast<Real**>(&starts_(0, static_cast<std::size_t>(t)));
  }

  Numbers numbers;

 private:
  Kokkos::View<std::uintptr_t**, Kokkos::LayoutLeft, Memory> starts_;
};

// Blocks and right-hand sides of the whole batch, from the bands of its distinct systems.
template <class Real>
struct FillBlocks {
  using Numbers = typename BlockArray<Real>::Numbers;

  BandSystems<Real, Memory> bands;
  std::int64_t order, distinct;
  Numbers diagonal, below, rhs;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    auto const systems = static_cast<std::int64_t>(rhs.extent(1));
    std::int64_t const b = index % systems;
    std::int64_t const t = index / systems;
    std::int64_t const from = b % distinct;
    for (std::int64_t i = 0; i < order; ++i) {
      rhs(i, b, t) = bands.rhs(t * order + i, from);
      for (std::int64_t j = 0; j < order; ++j) {
        diagonal(j * order + i, b, t) = band_entry(bands, t * order + i, t * order + j, from);
        below(j * order + i, b, t) =
            t > 0 ? band_entry(bands, t * order + i, (t - 1) * order + j, from) : Real(0);
      }
    }
  }
};

template <class Real>
class CublasBatchedContestant final : public Contestant {
 public:
  explicit CublasBatchedContestant(Case const& item)
      : shape_(item.shape),
        adjoint_(item.operation == Operation::forward_adjoint),
        blocks_(static_cast<int>(order()), static_cast<int>(shape_.systems)),
        diagonal_("perf::diagonal", order() * order(), shape_),
        below_("perf::below", order() * order(), shape_),
        rhs_("perf::rhs", order(), shape_),
        info_("perf::info", static_cast<std::size_t>(shape_.systems)) {
    auto const bands = assemble_band<Real>(shape_);
    bands_ = {Kokkos::create_mirror_view_and_copy(Memory(), bands.matrix),
              Kokkos::create_mirror_view_and_copy(Memory(), bands.rhs)};
  }

  void prepare() override {
    using Policy = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>;
    Kokkos::parallel_for(
        "perf::fill_blocks", Policy(0, shape_.systems * shape_.time_points),
        FillBlocks<Real>{bands_, order(), std::min(shape_.systems, distinct_systems),
                         diagonal_.numbers, below_.numbers, rhs_.numbers});
    Kokkos::fence("smnn::perf: blocks filled");
  }

  void run() override {
    for (std::int64_t t = 0; t < shape_.time_points; ++t) {
      if (t > 0) {
        blocks_.solve(CUBLAS_SIDE_RIGHT, CUBLAS_OP_T, diagonal_.starts(t - 1), below_.starts(t));
        blocks_.subtract_product(CUBLAS_OP_N, CUBLAS_OP_T, static_cast<int>(order()),
                                 below_.blocks(t), below_.blocks(t), diagonal_.blocks(t));
      }
      blocks_.factor(diagonal_.starts(t), info_.data());
      substitute(t);
    }
    substitute_back();
    if (adjoint_) {
      for (std::int64_t t = 0; t < shape_.time_points; ++t) substitute(t);
      substitute_back();
    }
    Kokkos::fence("smnn::perf: run");
  }

  Quality quality() override {
    Quality quality;
    if (adjoint_) return quality;
    auto const compared = std::min(shape_.systems, distinct_systems);
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), rhs_.numbers);
    HostSolutions<Real> const first("perf::first_solutions", shape_.unknowns(), compared);
    for (std::int64_t b = 0; b < compared; ++b) {
      for (std::int64_t i = 0; i < shape_.unknowns(); ++i)
        first(i, b) = host(i % order(), b, i / order());
    }
    quality.difference = difference_to_reference<Real>(shape_, first);
    return quality;
  }

 private:
  std::int64_t order() const { return shape_.block_order(); }

  void substitute(std::int64_t t) const {
    if (t > 0) {
      blocks_.subtract_product(CUBLAS_OP_N, CUBLAS_OP_N, 1, below_.blocks(t), rhs_.blocks(t - 1),
                               rhs_.blocks(t));
    }
    blocks_.solve(CUBLAS_SIDE_LEFT, CUBLAS_OP_N, diagonal_.starts(t), rhs_.starts(t));
  }

  void substitute_back() const {
    for (std::int64_t t = shape_.time_points; t-- > 0;) {
      blocks_.solve(CUBLAS_SIDE_LEFT, CUBLAS_OP_T, diagonal_.starts(t), rhs_.starts(t));
      if (t > 0) {
        blocks_.subtract_product(CUBLAS_OP_T, CUBLAS_OP_N, 1, below_.blocks(t), rhs_.blocks(t),
                                 rhs_.blocks(t - 1));
      }
    }
  }

  Shape shape_;
  bool adjoint_;
  Blocks blocks_;
  BandSystems<Real, Memory> bands_;
  BlockArray<Real> diagonal_;
  BlockArray<Real> below_;  // of the block row t, left of the diagonal
  BlockArray<Real> rhs_;
  Kokkos::View<int*, Memory> info_;
};

}  // namespace

std::unique_ptr<Contestant> make_cublas_batched(Case const& item) {
  return make_in_precision<CublasBatchedContestant>(item);
}

}  // namespace smnn::perf

#endif  // SMNN_HAVE_CUBLAS_BATCHED
