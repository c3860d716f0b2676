#include <KokkosBatched_Pbtrf.hpp>
#include <KokkosBatched_Pbtrs.hpp>

#include "band_batch.hpp"
#include "contestants.hpp"

namespace smnn::perf {
namespace {

/// Factors and solves system b. Of Kokkos Kernels 5.0 the lower variant is right only where a
/// column of the band is contiguous (it scales columns with stride 1), so systems cannot be
/// interleaved.
template <class Systems>
struct FactorAndSolve {
  Systems batch;
  bool adjoint;

  KOKKOS_FUNCTION void operator()(std::int64_t b) const {
    using namespace KokkosBatched;
    auto const band = Kokkos::subview(batch.matrix, Kokkos::ALL, Kokkos::ALL, b);
    auto const x = Kokkos::subview(batch.rhs, Kokkos::ALL, b);
    SerialPbtrf<Uplo::Lower, Algo::Pbtrf::Unblocked>::invoke(band);
    SerialPbtrs<Uplo::Lower, Algo::Pbtrs::Unblocked>::invoke(band, x);
    if (adjoint) SerialPbtrs<Uplo::Lower, Algo::Pbtrs::Unblocked>::invoke(band, x);
  }
};

template <class Real>
class KokkosBatchedContestant final : public Contestant {
 public:
  explicit KokkosBatchedContestant(Case const& item)
      : adjoint_(item.operation == Operation::forward_adjoint), bands_(item.shape) {}

  void prepare() override { bands_.restore(); }

  void run() override {
    using Systems = typename BandBatch<Real, Space>::Systems;
    Kokkos::parallel_for("perf::kokkos_batched", bands_.policy(),
                         FactorAndSolve<Systems>{bands_.batch, adjoint_});
    Kokkos::fence("smnn::perf: run");
  }

  Quality quality() override {
    Quality quality;
    if (!adjoint_) quality.difference = bands_.difference();
    return quality;
  }

 private:
  bool adjoint_;
  BandBatch<Real, Space> bands_;
};

}  // namespace

std::unique_ptr<Contestant> make_kokkos_batched(Case const& item) {
  return make_in_precision<KokkosBatchedContestant>(item);
}

}  // namespace smnn::perf
