#include "contestants.hpp"

#ifdef SMNN_HAVE_MKL_COMPACT

#include <mkl.h>

#include <stdexcept>
#include <vector>

#include "band_batch.hpp"

namespace smnn::perf {
namespace {

// One operation on the blocks of several systems, of which as many are interleaved as there are
// SIMD lanes; square blocks have `order` rows.
struct Blocks {
  MKL_COMPACT_PACK format;
  MKL_INT order;
  MKL_INT count;

  void factor(double* block) const {
    MKL_INT info = 0;
    mkl_dpotrf_compact(MKL_COL_MAJOR, MKL_LOWER, order, block, order, &info, format, count);
  }
  void factor(float* block) const {
    MKL_INT info = 0;
    mkl_spotrf_compact(MKL_COL_MAJOR, MKL_LOWER, order, block, order, &info, format, count);
  }
  void solve(MKL_SIDE side, MKL_TRANSPOSE transposed, double const* triangle, double* x) const {
    mkl_dtrsm_compact(MKL_COL_MAJOR, side, MKL_LOWER, transposed, MKL_NONUNIT, order, columns(side),
                      1, triangle, order, x, order, format, count);
  }
  void solve(MKL_SIDE side, MKL_TRANSPOSE transposed, float const* triangle, float* x) const {
    mkl_strsm_compact(MKL_COL_MAJOR, side, MKL_LOWER, transposed, MKL_NONUNIT, order, columns(side),
                      1, triangle, order, x, order, format, count);
  }
  // result -= op(a) op(b), of `columns` columns.
  void subtract_product(MKL_TRANSPOSE op_a, MKL_TRANSPOSE op_b, MKL_INT columns, double const* a,
                        double const* b, double* result) const {
    mkl_dgemm_compact(MKL_COL_MAJOR, op_a, op_b, order, columns, order, -1, a, order, b, order, 1,
                      result, order, format, count);
  }
  void subtract_product(MKL_TRANSPOSE op_a, MKL_TRANSPOSE op_b, MKL_INT columns, float const* a,
                        float const* b, float* result) const {
    mkl_sgemm_compact(MKL_COL_MAJOR, op_a, op_b, order, columns, order, -1, a, order, b, order, 1,
                      result, order, format, count);
  }

 private:
  // A triangle on the right meets a square block, one on the left a right-hand side.
  MKL_INT columns(MKL_SIDE side) const { return side == MKL_RIGHT ? order : 1; }
};

// The layer of threads must be chosen before anything else is called; the threads are ours.
MKL_COMPACT_PACK format_without_threads() {
  mkl_set_threading_layer(MKL_THREADING_SEQUENTIAL);
  return mkl_get_format_compact();
}

std::int64_t lanes_of(MKL_COMPACT_PACK format, std::size_t number_size) {
  std::size_t const bytes = format == MKL_COMPACT_AVX512 ? 64 : format == MKL_COMPACT_AVX ? 32 : 16;
  return static_cast<std::int64_t>(bytes / number_size);
}

// Of one call, so that its own cost is shared.
constexpr std::int64_t packs_of_a_call = 8;

template <class Real>
class MklCompactContestant final : public Contestant {
  using HostSpace = Kokkos::DefaultHostExecutionSpace;

 public:
  explicit MklCompactContestant(Case const& item)
      : shape_(item.shape),
        adjoint_(item.operation == Operation::forward_adjoint),
        format_(format_without_threads()),
        lanes_(lanes_of(format_, sizeof(Real))),
        systems_of_a_call_(packs_of_a_call * lanes_),
        calls_((shape_.systems + systems_of_a_call_ - 1) / systems_of_a_call_),
        bands_(assemble_band<Real>(shape_)),
        diagonal_(numbers(square())),
        below_(numbers(square())),
        rhs_(numbers(order())) {}

  void prepare() override {
    Kokkos::parallel_for("perf::restore_blocks", policy(), [this](std::int64_t call) {
      for (std::int64_t t = 0; t < shape_.time_points; ++t) restore(call, t);
    });
  }

  void run() override {
    Kokkos::parallel_for("perf::mkl_compact", policy(), [this](std::int64_t call) {
      Blocks const blocks{format_, static_cast<MKL_INT>(order()),
                          static_cast<MKL_INT>(systems_of(call))};
      factor_and_substitute(blocks, call);
      substitute_back(blocks, call);
      if (!adjoint_) return;
      substitute(blocks, call);
      substitute_back(blocks, call);
    });
  }

  Quality quality() override {
    Quality quality;
    if (adjoint_) return quality;
    auto const compared = std::min(shape_.systems, distinct_systems);
    HostSolutions<Real> const first("perf::first_solutions", shape_.unknowns(), compared);
    for (std::int64_t b = 0; b < compared; ++b) {
      for (std::int64_t i = 0; i < shape_.unknowns(); ++i) {
        first(i, b) = rhs(0, i / order())[place(b, i % order(), order())];
      }
    }
    quality.difference = difference_to_reference<Real>(shape_, first);
    return quality;
  }

 private:
  using Policy = Kokkos::RangePolicy<HostSpace, Kokkos::Schedule<Kokkos::Static>,
                                     Kokkos::IndexType<std::int64_t>>;

  std::int64_t order() const { return shape_.block_order(); }
  std::int64_t square() const { return order() * order(); }
  Policy policy() const { return Policy(0, calls_); }
  std::int64_t systems_of(std::int64_t call) const {
    return std::min(systems_of_a_call_, shape_.systems - call * systems_of_a_call_);
  }

  std::vector<Real> numbers(std::int64_t of_a_system) const {
    return std::vector<Real>(
        static_cast<std::size_t>(calls_ * shape_.time_points * of_a_system * systems_of_a_call_));
  }
  Real* at(std::vector<Real>& data, std::int64_t call, std::int64_t t, std::int64_t of_a_system) {
    return &data[static_cast<std::size_t>((call * shape_.time_points + t) * of_a_system *
                                          systems_of_a_call_)];
  }
  Real* diagonal(std::int64_t call, std::int64_t t) { return at(diagonal_, call, t, square()); }
  // Of the block row t, left of the diagonal; none in the first.
  Real* below(std::int64_t call, std::int64_t t) { return at(below_, call, t, square()); }
  Real* rhs(std::int64_t call, std::int64_t t) { return at(rhs_, call, t, order()); }

  // Of entry `entry` of a call's system `b` in blocks of `entries`.
  std::int64_t place(std::int64_t b, std::int64_t entry, std::int64_t entries) const {
    return (b / lanes_ * entries + entry) * lanes_ + b % lanes_;
  }

  void restore(std::int64_t call, std::int64_t t) {
    std::int64_t const n = order();
    for (std::int64_t b = 0; b < systems_of_a_call_; ++b) {  // also those that fill the last pack
      std::int64_t const from =
          (call * systems_of_a_call_ + b) % std::min(shape_.systems, distinct_systems);
      for (std::int64_t i = 0; i < n; ++i) {
        rhs(call, t)[place(b, i, n)] = bands_.rhs(t * n + i, from);
        for (std::int64_t j = 0; j < n; ++j) {
          auto const here = place(b, j * n + i, n * n);
          diagonal(call, t)[here] = band_entry(bands_, t * n + i, t * n + j, from);
          if (t > 0) below(call, t)[here] = band_entry(bands_, t * n + i, t * n + j - n, from);
        }
      }
    }
  }

  void factor_and_substitute(Blocks const& blocks, std::int64_t call) {
    for (std::int64_t t = 0; t < shape_.time_points; ++t) {
      if (t > 0) {
        blocks.solve(MKL_RIGHT, MKL_TRANS, diagonal(call, t - 1), below(call, t));
        blocks.subtract_product(MKL_NOTRANS, MKL_TRANS, blocks.order, below(call, t),
                                below(call, t), diagonal(call, t));
      }
      blocks.factor(diagonal(call, t));
      substitute(blocks, call, t);
    }
  }

  void substitute(Blocks const& blocks, std::int64_t call, std::int64_t t) {
    if (t > 0) {
      blocks.subtract_product(MKL_NOTRANS, MKL_NOTRANS, 1, below(call, t), rhs(call, t - 1),
                              rhs(call, t));
    }
    blocks.solve(MKL_LEFT, MKL_NOTRANS, diagonal(call, t), rhs(call, t));
  }

  void substitute(Blocks const& blocks, std::int64_t call) {
    for (std::int64_t t = 0; t < shape_.time_points; ++t) substitute(blocks, call, t);
  }

  void substitute_back(Blocks const& blocks, std::int64_t call) {
    for (std::int64_t t = shape_.time_points; t-- > 0;) {
      blocks.solve(MKL_LEFT, MKL_TRANS, diagonal(call, t), rhs(call, t));
      if (t > 0) {
        blocks.subtract_product(MKL_TRANS, MKL_NOTRANS, 1, below(call, t), rhs(call, t),
                                rhs(call, t - 1));
      }
    }
  }

  Shape shape_;
  bool adjoint_;
  MKL_COMPACT_PACK format_;
  std::int64_t lanes_;
  std::int64_t systems_of_a_call_;
  std::int64_t calls_;
  BandSystems<Real, Kokkos::HostSpace> bands_;
  std::vector<Real> diagonal_;
  std::vector<Real> below_;
  std::vector<Real> rhs_;
};

}  // namespace

std::unique_ptr<Contestant> make_mkl_compact(Case const& item) {
  return make_in_precision<MklCompactContestant>(item);
}

}  // namespace smnn::perf

#endif  // SMNN_HAVE_MKL_COMPACT
