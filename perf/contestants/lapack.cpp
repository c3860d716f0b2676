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
int solve(int order, int bandwidth, double const* band, double* x) {
  int info = 0;
  int const rows = bandwidth + 1;
  int const one = 1;
  dpbtrs_("L", &order, &bandwidth, &one, band, &rows, x, &order, &info);
  return info;
}
int solve(int order, int bandwidth, float const* band, float* x) {
  int info = 0;
  int const rows = bandwidth + 1;
  int const one = 1;
  spbtrs_("L", &order, &bandwidth, &one, band, &rows, x, &order, &info);
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

}  // namespace

std::unique_ptr<Contestant> make_lapack(Case const& item) {
  if (item.precision == Precision::double_precision)
    return std::make_unique<LapackContestant<double>>(item);
  return std::make_unique<LapackContestant<float>>(item);
}

}  // namespace smnn::perf

#endif  // SMNN_HAVE_LAPACK
