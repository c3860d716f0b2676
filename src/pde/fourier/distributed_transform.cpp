#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "smnn/pde/fourier/detail/check_points.hpp"
#include "smnn/pde/fourier/detail/fftw.hpp"
#include "smnn/pde/fourier/real_transform.hpp"

#ifdef SMNN_HAVE_FFTW_MPI
#include <fftw3-mpi.h>
#endif

namespace smnn::pde {

#ifdef SMNN_HAVE_FFTW_MPI
namespace {

/// A complex transform: all n modes are stored, those of -k too. FFTW's MPI part has real
/// transforms of two and more dimensions only (its manual, "Multi-dimensional MPI DFTs of Real
/// Data"). One by a complex transform of n/2 points would halve the work, but wants what FFTW does
/// not offer either: the modes k and n/2 - k, which different ranks have, together.
class DistributedTransform final : public RealTransform {
 public:
  DistributedTransform(distributed::Communicator const& ranks, std::int64_t points)
      : ranks_(ranks) {
    fftw_mpi_init();
    points_ = points;
    std::array<std::ptrdiff_t, 4> const to = layout(FFTW_FORWARD);
    std::array<std::ptrdiff_t, 4> const back = layout(FFTW_BACKWARD);
    ranks.together([&] {
      // Holds for FFTW 3.3, which does not promise it.
      if (back[0] != to[2] || back[1] != to[3] || back[2] != to[0] || back[3] != to[1])
        throw Error("transform: FFTW distributes the inverse in another way");
    });
    own_points_ = {to[1], to[1] + to[0]};
    for (std::int64_t index = to[3]; index < to[3] + to[2]; ++index)
      wavenumbers_.push_back(2 * index <= points ? index : index - points);
    multiplicities_.assign(wavenumbers_.size(), 1);
    data_.emplace(capacity_);
    forward_.reset(plan(FFTW_FORWARD));
    backward_.reset(plan(FFTW_BACKWARD));
    ranks.together([&] {
      if (!forward_ || !backward_) throw Error("transform: FFTW cannot plan it");
    });
  }

  void forward(std::span<double const> values, std::span<Complex> modes) override {
    check(values.size(), modes.size());
    std::copy(values.begin(), values.end(), data_->data());
    fftw_execute(forward_.get());
    double const scale = 1 / static_cast<double>(points_);
    for (std::size_t m = 0; m < modes.size(); ++m) modes[m] = scale * (*data_)[m];
  }

  void backward(std::span<Complex const> modes, std::span<double> values) override {
    check(values.size(), modes.size());
    std::copy(modes.begin(), modes.end(), data_->data());
    fftw_execute(backward_.get());
    for (std::size_t j = 0; j < values.size(); ++j) values[j] = (*data_)[j].real();
  }

 private:
  /// Own entries and the first of them, of input and output.
  std::array<std::ptrdiff_t, 4> layout(int sign) {
    std::array<std::ptrdiff_t, 4> part{};
    std::ptrdiff_t const capacity = fftw_mpi_local_size_1d(
        points_, ranks_.handle(), sign, detail::plan_flags, &part[0], &part[1], &part[2], &part[3]);
    capacity_ = std::max(capacity_, capacity);
    return part;
  }
  fftw_plan plan(int sign) const {
    fftw_complex* const data = detail::as_fftw(data_->data());
    return fftw_mpi_plan_dft_1d(points_, data, data, ranks_.handle(), sign, detail::plan_flags);
  }
  void check(std::size_t values, std::size_t modes) const {
    detail::check_sizes(values, static_cast<std::size_t>(own_points_.size()), modes,
                        wavenumbers_.size());
  }

  distributed::Communicator ranks_;
  std::ptrdiff_t capacity_ = 0;
  std::optional<detail::FftwArray<Complex>> data_;
  detail::FftwPlan forward_;
  detail::FftwPlan backward_;
};

}  // namespace
#endif

bool transforms_on_ranks() {
#ifdef SMNN_HAVE_FFTW_MPI
  return true;
#else
  return false;
#endif
}

std::unique_ptr<RealTransform> make_transform(distributed::Communicator const& ranks,
                                              std::int64_t points) {
  if (ranks.size() == 1) return make_transform(points);
  detail::check_points(points);
#ifdef SMNN_HAVE_FFTW_MPI
  return std::make_unique<DistributedTransform>(ranks, points);
#else
  throw InvalidArgument("transform: got " + std::to_string(ranks.size()) +
                        " ranks, expected 1: this smnn was built without FFTW's MPI part");
#endif
}

}  // namespace smnn::pde
