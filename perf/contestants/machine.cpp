#include <smnn/kernels/portability/pack.hpp>

#include "../workload/workload.hpp"
#include "contestants.hpp"

namespace smnn::perf {
namespace {

using Policy =
    Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>, Kokkos::IndexType<std::int64_t>>;

/// A thread of a CPU copies pieces of 32 KiB, one of a GPU single numbers.
struct CopyPieces {
  static constexpr std::int64_t piece = on_host ? 4096 : 1;
  Kokkos::View<double const*, Memory> from;
  Kokkos::View<double*, Memory> to;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    double const* KOKKOS_RESTRICT const source = from.data() + index * piece;
    double* KOKKOS_RESTRICT const target = to.data() + index * piece;
    for (std::int64_t i = 0; i < piece; ++i) target[i] = source[i];
  }
};

class CopyContestant final : public Contestant {
  static constexpr std::int64_t numbers = std::int64_t{1} << (on_host ? 24 : 27);

 public:
  void run() override {
    Kokkos::parallel_for("perf::copy", Policy(0, numbers / CopyPieces::piece),
                         CopyPieces{from_, to_});
    Kokkos::fence("smnn::perf: run");
  }

  Quality quality() override {
    Quality quality;
    quality.work_per_run = 2.0 * sizeof(double) * numbers;
    return quality;
  }

 private:
  Kokkos::View<double*, Memory> from_{"perf::copy_from", numbers};
  Kokkos::View<double*, Memory> to_{"perf::copy_to", numbers};
};

template <class Real>
struct MultiplyAdd {
  using Scalar = kernels::native_scalar_t<Real, Space>;
  static constexpr int chains = 16;  // hide the latency of two units
  static constexpr int length = 4096;
  Kokkos::View<Real*, Memory> result;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    Scalar const factor(Real(0.5));
    Scalar const term(static_cast<Real>(index));
    Scalar chain[chains];
    for (int c = 0; c < chains; ++c) chain[c] = Scalar(static_cast<Real>(c));
    for (int i = 0; i < length; ++i) {
      SMNN_UNROLL
      for (int c = 0; c < chains; ++c) chain[c] = Kokkos::fma(chain[c], factor, term);
    }
    Scalar sum(0);
    for (int c = 0; c < chains; ++c) sum += chain[c];
    // Depends on every lane and chain, yet costs a store only if never true.
    if (kernels::any(sum == Scalar(Real(-1)))) result(index) = Real(1);
  }
};

template <class Real>
class MultiplyAddContestant final : public Contestant {
 public:
  void run() override {
    Kokkos::parallel_for("perf::multiply_add", Policy(0, static_cast<std::int64_t>(tasks_)),
                         MultiplyAdd<Real>{result_});
    Kokkos::fence("smnn::perf: run");
  }

  Quality quality() override {
    using Body = MultiplyAdd<Real>;
    Quality quality;
    quality.work_per_run = 2.0 * kernels::width_v<typename Body::Scalar> * Body::chains *
                           Body::length * static_cast<double>(tasks_);
    return quality;
  }

 private:
  std::size_t tasks_ = static_cast<std::size_t>(Space().concurrency()) * 64;
  Kokkos::View<Real*, Memory> result_{"perf::multiply_add", tasks_};
};

}  // namespace

bool runs_on_host() { return on_host; }

std::int64_t concurrent_systems() {
  return std::int64_t{Space().concurrency()} *
         kernels::width_v<kernels::native_scalar_t<double, Space>>;
}

std::unique_ptr<Contestant> make_copy() { return std::make_unique<CopyContestant>(); }

std::unique_ptr<Contestant> make_multiply_add(Precision precision) {
  if (precision == Precision::double_precision)
    return std::make_unique<MultiplyAddContestant<double>>();
  return std::make_unique<MultiplyAddContestant<float>>();
}

}  // namespace smnn::perf
