/// @file
/// The Korteweg-de Vries equation in the modes that dealiasing keeps.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "smnn/pde/fourier/real_transform.hpp"
#include "smnn/pde/integration/integrating_factor.hpp"

namespace smnn::pde::detail {

/// c_t = i k^3 c - (a/2) i k [u^2], where [u^2] are the coefficients of the square and k are the
/// wavenumbers per length. Modes are those kept of the transform's own, in its order.
class KdvModes final : public ModeSystem {
 public:
  KdvModes(std::unique_ptr<RealTransform> transform, double nonlinearity);

  /// The period, on which k depends.
  void set_length(double length);

  RealTransform const& transform() const { return *transform_; }
  std::int64_t highest() const { return highest_; }  ///< Kept wavenumber, in periods.
  std::span<double const> frequencies() const override { return frequencies_; }
  /// The norm is the root mean square of u and u_x: small errors at high wavenumbers, which nothing
  /// damps, count before they are large ones.
  std::span<double const> weights() const override { return weights_; }
  /// See RealTransform::multiplicities.
  std::span<double const> multiplicities() const { return multiplicities_; }
  /// 2 pi k / L of every mode.
  std::span<double const> wavenumbers() const { return wavenumbers_; }

  void nonlinear(std::span<Complex const> modes, std::span<Complex> result) override;
  /// Of waves that a u carries along, at the highest kept wavenumber.
  double rate() const override;

  void to_modes(std::span<double const> values, std::span<Complex> modes);
  void to_values(std::span<Complex const> modes, std::span<double> values);

 private:
  std::unique_ptr<RealTransform> transform_;
  double nonlinearity_;
  std::int64_t highest_;
  double length_ = 1;
  double largest_square_ = 0;      // of the values that `nonlinear` was last asked for
  std::vector<std::size_t> kept_;  // of the transform's modes
  std::vector<double> multiplicities_;
  std::vector<double> weights_;
  std::vector<double> wavenumbers_;
  std::vector<double> frequencies_;
  std::vector<double> values_;
  std::vector<Complex> modes_;  // the transform's; those that are not kept stay zero
  std::vector<Complex> squares_;
};

}  // namespace smnn::pde::detail
