#include "contestants.hpp"

#ifdef SMNN_HAVE_LAPACK

#include <stdexcept>

#include "band_batch.hpp"

extern "C" {
void dpbtrf_(char const*, int const*, int const*, double*, int const*, int*);
void spbtrf_(char const*, int const*, int const*, float*, int const*, int*);
void dpbtrs_(char const*, int const*, int const*, int const*, double const*, int const*, double*,
             int const*, int*);
void spbtrs_(char const*, int const*, int const*, int const*, float const*, int const*, float*,
             int const*, int*);
#ifdef SMNN_HAVE_OPENBLAS
void openblas_set_num_threads(int);
#endif
}

namespace smnn::perf {
namespace {

int factor(int order, int bandwidth, double* band) {
  int info = 0;
  int const rows = bandwidth + 1;
  dpbtrf_("L", &order, &bandwidth, band, &rows, &info);
  return info;
}
int factor(int order, int bandwidth, float* band) {
  int info = 0;
  int const rows = bandwidth + 1;
  spbtrf_("L", &order, &bandwidth, band, &rows, &info);
  return info;
}
int solve(int order, int bandwidth, double const* band, double* x, int columns = 1) {
  int info = 0;
  int const rows = bandwidth + 1;
  dpbtrs_("L", &order, &bandwidth, &columns, band, &rows, x, &order, &info);
  return info;
}
int solve(int order, int bandwidth, float const* band, float* x, int columns = 1) {
  int info = 0;
  int const rows = bandwidth + 1;
  spbtrs_("L", &order, &bandwidth, &columns, band, &rows, x, &order, &info);
  return info;
}

template <class Real>
class LapackContestant final : public Contestant {
  using HostSpace = Kokkos::DefaultHostExecutionSpace;

 public:
  explicit LapackContestant(Case const& item)
      : order_(static_cast<int>(item.shape.unknowns())),
        bandwidth_(item.shape.bandwidth()),
        adjoint_(item.operation == Operation::forward_adjoint),
        bands_(item.shape) {
#ifdef SMNN_HAVE_OPENBLAS
    openblas_set_num_threads(1);  // the threads are ours, over systems
#endif
  }

  void prepare() override { bands_.restore(); }

  void run() override {
    int failures = 0;
    auto const& batch = bands_.batch;
    auto const body = [&](std::int64_t b, int& failed) {
      Real* const band = &batch.matrix(0, 0, b);
      Real* const x = &batch.rhs(0, b);
      failed += factor(order_, bandwidth_, band) != 0 ? 1 : 0;
      failed += solve(order_, bandwidth_, band, x) != 0 ? 1 : 0;
      // An adjoint's second solve; its right-hand side does not matter, the first solution serves.
      if (adjoint_) failed += solve(order_, bandwidth_, band, x) != 0 ? 1 : 0;
    };
    Kokkos::parallel_reduce("perf::lapack", bands_.policy(), body, failures);
    if (failures > 0) throw std::runtime_error("LAPACK: " + std::to_string(failures) + " failures");
  }

  Quality quality() override {
    Quality quality;
    if (!adjoint_) quality.difference = bands_.difference();
    return quality;
  }

 private:
  int order_;
  int bandwidth_;
  bool adjoint_;
  BandBatch<Real, HostSpace> bands_;
};

/// Substitutes alone: the matrices are factored beforehand. A call takes the columns of one system,
/// or a thread's share of them where there are fewer systems than threads.
template <class Real>
class LapackManyRhsContestant final : public Contestant {
  using HostSpace = Kokkos::DefaultHostExecutionSpace;
  using Columns = Kokkos::View<Real***, Kokkos::LayoutLeft, Kokkos::HostSpace>;

 public:
  explicit LapackManyRhsContestant(Case const& item)
      : shape_(with_one_column(item.shape)),
        order_(static_cast<int>(item.shape.unknowns())),
        bandwidth_(item.shape.bandwidth()),
        systems_(item.shape.systems),
        columns_(item.shape.right_hand_sides),
        parts_(std::min(columns_, (HostSpace().concurrency() + systems_ - 1) / systems_)),
        bands_(shape_),
        rhs_("perf::rhs", order_, columns_, systems_),
        solution_("perf::solution", order_, columns_, systems_) {
#ifdef SMNN_HAVE_OPENBLAS
    openblas_set_num_threads(1);  // the threads are ours
#endif
    bands_.restore();
    for (std::int64_t b = 0; b < systems_; ++b) {
      for (std::int64_t m = 0; m < columns_; ++m)
        for (int i = 0; i < order_; ++i) rhs_(i, m, b) = bands_.batch.rhs(i, b);
      if (factor(order_, bandwidth_, &bands_.batch.matrix(0, 0, b)) != 0)
        throw std::runtime_error("LAPACK: a matrix is not positive definite");
    }
  }

  void prepare() override { Kokkos::deep_copy(solution_, rhs_); }

  void run() override {
    auto const body = [&](std::int64_t task) {
      std::int64_t const b = task / parts_;
      std::int64_t const part = task % parts_;
      std::int64_t const first = columns_ * part / parts_;
      std::int64_t const end = columns_ * (part + 1) / parts_;
      solve(order_, bandwidth_, &bands_.batch.matrix(0, 0, b), &solution_(0, first, b),
            static_cast<int>(end - first));
    };
    using Policy = Kokkos::RangePolicy<HostSpace, Kokkos::Schedule<Kokkos::Static>,
                                       Kokkos::IndexType<std::int64_t>>;
    Kokkos::parallel_for("perf::lapack_substitutes", Policy(0, systems_ * parts_), body);
  }

  Quality quality() override {
    Quality quality;
    HostSolutions<Real> const first("perf::first_solutions", order_,
                                    std::min(systems_, distinct_systems));
    for (std::size_t b = 0; b < first.extent(1); ++b)
      for (int i = 0; i < order_; ++i) first(i, b) = solution_(i, 0, b);
    quality.difference = difference_to_reference<Real>(shape_, first);
    return quality;
  }

 private:
  Shape shape_;
  int order_;
  int bandwidth_;
  std::int64_t systems_;
  std::int64_t columns_;
  std::int64_t parts_;  // of a system's columns
  BandBatch<Real, HostSpace> bands_;
  Columns rhs_;
  Columns solution_;
};

}  // namespace

std::unique_ptr<Contestant> make_lapack_many_rhs(Case const& item) {
  return make_in_precision<LapackManyRhsContestant>(item);
}

std::unique_ptr<Contestant> make_lapack(Case const& item) {
  return make_in_precision<LapackContestant>(item);
}

}  // namespace smnn::perf

#endif  // SMNN_HAVE_LAPACK
