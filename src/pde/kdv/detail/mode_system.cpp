#include "smnn/pde/kdv/detail/mode_system.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace smnn::pde::detail {

KdvModes::KdvModes(std::unique_ptr<RealTransform> transform, double nonlinearity)
    : transform_(std::move(transform)),
      nonlinearity_(nonlinearity),
      // The sum of two kept wavenumbers, less the n of an alias, is beyond those kept.
      highest_((transform_->points() - 1) / 3),
      values_(static_cast<std::size_t>(transform_->own_points().size())),
      modes_(transform_->wavenumbers().size()),
      squares_(modes_.size()) {
  for (std::size_t m = 0; m < modes_.size(); ++m) {
    if (std::abs(transform_->wavenumbers()[m]) > highest_) continue;
    kept_.push_back(m);
    multiplicities_.push_back(transform_->multiplicities()[m]);
  }
  weights_.resize(kept_.size());
  wavenumbers_.resize(kept_.size());
  frequencies_.resize(kept_.size());
}

double KdvModes::rate() const {
  double const k = 2 * std::numbers::pi / length_ * static_cast<double>(highest_);
  return std::abs(nonlinearity_) * std::sqrt(largest_square_) * k;
}

void KdvModes::set_length(double length) {
  length_ = length;
  for (std::size_t m = 0; m < kept_.size(); ++m) {
    auto const periods = static_cast<double>(transform_->wavenumbers()[kept_[m]]);
    double const k = 2 * std::numbers::pi / length * periods;
    wavenumbers_[m] = k;
    frequencies_[m] = k * k * k;
    weights_[m] = multiplicities_[m] * (1 + k * k);
  }
}

void KdvModes::nonlinear(std::span<Complex const> modes, std::span<Complex> result) {
  to_values(modes, values_);
  largest_square_ = 0;
  for (double& value : values_) {
    value *= value;
    largest_square_ = std::max(largest_square_, value);
  }
  transform_->forward(values_, squares_);
  for (std::size_t m = 0; m < kept_.size(); ++m) {
    Complex const square = squares_[kept_[m]];
    double const factor = 0.5 * nonlinearity_ * wavenumbers_[m];
    result[m] = {factor * square.imag(), -factor * square.real()};
  }
}

void KdvModes::to_modes(std::span<double const> values, std::span<Complex> modes) {
  transform_->forward(values, squares_);
  for (std::size_t m = 0; m < kept_.size(); ++m) modes[m] = squares_[kept_[m]];
}

void KdvModes::to_values(std::span<Complex const> modes, std::span<double> values) {
  for (std::size_t m = 0; m < kept_.size(); ++m) modes_[kept_[m]] = modes[m];
  transform_->backward(modes_, values);
}

}  // namespace smnn::pde::detail
