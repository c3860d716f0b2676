#include <algorithm>

#include "smnn/pde/fourier/detail/check_points.hpp"
#include "smnn/pde/fourier/detail/fftw.hpp"
#include "smnn/pde/fourier/real_transform.hpp"

namespace smnn::pde {
namespace {

/// Modes 0 .. n/2 by FFTW's real transforms.
class SerialTransform final : public RealTransform {
 public:
  explicit SerialTransform(std::int64_t points) : values_(points), modes_(points / 2 + 1) {
    points_ = points;
    own_points_ = {0, points};
    for (std::int64_t k = 0; k <= points / 2; ++k) {
      wavenumbers_.push_back(k);
      multiplicities_.push_back(k == 0 || 2 * k == points ? 1 : 2);
    }
    auto const n = static_cast<int>(points);
    forward_.reset(fftw_plan_dft_r2c_1d(n, values_.data(), detail::as_fftw(modes_.data()),
                                        detail::plan_flags));
    backward_.reset(fftw_plan_dft_c2r_1d(n, detail::as_fftw(modes_.data()), values_.data(),
                                         detail::plan_flags));
    if (!forward_ || !backward_) throw Error("transform: FFTW cannot plan it");
  }

  void forward(std::span<double const> values, std::span<Complex> modes) override {
    detail::check_sizes(values.size(), values_.span().size(), modes.size(), modes_.span().size());
    std::copy(values.begin(), values.end(), values_.data());
    fftw_execute(forward_.get());
    double const scale = 1 / static_cast<double>(points_);
    for (std::size_t m = 0; m < modes.size(); ++m) modes[m] = scale * modes_[m];
  }

  void backward(std::span<Complex const> modes, std::span<double> values) override {
    detail::check_sizes(values.size(), values_.span().size(), modes.size(), modes_.span().size());
    std::copy(modes.begin(), modes.end(), modes_.data());
    fftw_execute(backward_.get());  // overwrites the modes
    std::copy(values_.data(), values_.data() + values.size(), values.begin());
  }

 private:
  detail::FftwArray<double> values_;
  detail::FftwArray<Complex> modes_;
  detail::FftwPlan forward_;
  detail::FftwPlan backward_;
};

}  // namespace

std::unique_ptr<RealTransform> make_transform(std::int64_t points) {
  detail::check_points(points);
  return std::make_unique<SerialTransform>(points);
}

std::vector<double> resample(std::span<double const> values, std::int64_t points) {
  auto const from = make_transform(static_cast<std::int64_t>(values.size()));
  auto const to = make_transform(points);
  std::vector<Complex> old_modes(from->wavenumbers().size());
  std::vector<Complex> modes(to->wavenumbers().size());
  from->forward(values, old_modes);
  std::int64_t const smaller = std::min(from->points(), points);
  for (std::size_t m = 0; m < std::min(old_modes.size(), modes.size()); ++m) {
    // The mode n/2 of an even grid is two modes of a finer one; from one to the other both ways.
    bool const last = from->points() != points && 2 * static_cast<std::int64_t>(m) == smaller;
    double const factor = !last ? 1 : smaller == points ? 2 : 0.5;
    modes[m] = factor * old_modes[m];
  }
  std::vector<double> result(static_cast<std::size_t>(points));
  to->backward(modes, result);
  return result;
}

}  // namespace smnn::pde
