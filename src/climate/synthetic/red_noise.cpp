#include "smnn/climate/synthetic/red_noise.hpp"

#include <cmath>
#include <cstddef>

#include "smnn/climate/synthetic/detail/degree.hpp"
#include "smnn/climate/synthetic/detail/streams.hpp"
#include "smnn/kernels/random.hpp"

namespace smnn::climate {
namespace {

using detail::degree;
constexpr double widths_kept = 3;  // the spectrum's: what is beyond has 0.3 % of the variance

}  // namespace

RedNoise::RedNoise(Settings const& settings)
    : seed_(settings.seed),
      order_(static_cast<std::int64_t>(std::ceil(widths_kept / (settings.scale * degree)))),
      memory_(std::exp(-settings.step_days / settings.time)) {
  double sum = 0;
  for (std::int64_t k = 0; k <= order_; ++k) {
    double const wave = static_cast<double>(k) * settings.scale * degree;
    roots_.push_back((k == 0 ? 1 : 2) * std::exp(-wave * wave / 2));
    sum += roots_.back();
  }
  for (double& root : roots_) root = std::sqrt(root / sum);
}

std::vector<double> RedNoise::weighted_harmonics(double degrees) const {
  std::vector<double> values = {roots_[0]};
  for (std::int64_t k = 1; k <= order_; ++k) {
    double const angle = static_cast<double>(k) * degrees * degree;
    values.push_back(roots_[static_cast<std::size_t>(k)] * std::cos(angle));
    values.push_back(roots_[static_cast<std::size_t>(k)] * std::sin(angle));
  }
  return values;
}

void RedNoise::step_forward(std::vector<double>& coefficients, std::int64_t i) const {
  double const old = i == 0 ? 0 : memory_;
  double const fresh = std::sqrt(1 - old * old);
  auto const count = static_cast<std::uint64_t>(modes());
  coefficients.resize(count);
  for (std::uint64_t mode = 0; mode < count; ++mode) {
    double const normal = kernels::random_normal(seed_, detail::noise_stream,
                                                 static_cast<std::uint64_t>(i) * count + mode);
    coefficients[mode] = old * coefficients[mode] + fresh * normal;
  }
}

}  // namespace smnn::climate
