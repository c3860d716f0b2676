/// @file
/// Fourier coefficients of real periodic functions, on one rank or distributed over several.
#pragma once

#include <complex>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/process_grid.hpp"

namespace smnn::pde {

using Complex = std::complex<double>;

/// |a|^2; std::norm may take a root on the way.
inline double squared(Complex a) { return a.real() * a.real() + a.imag() * a.imag(); }

/// u(x_j) = sum_k c_k exp(2 pi i k j / n) on n equidistant points j of a period. A rank has a range
/// of points and some of the modes k; which ones depends on n and the number of ranks alone.
///
/// Transforms are collective. Their results are the same in every run on the same number of ranks;
/// on other numbers they differ by rounding. Not for several threads at once.
class RealTransform {
 public:
  virtual ~RealTransform() = default;
  RealTransform(RealTransform const&) = delete;
  RealTransform& operator=(RealTransform const&) = delete;

  std::int64_t points() const { return points_; }  ///< n, of all ranks.
  distributed::Range own_points() const { return own_points_; }

  /// k of every own mode, -n/2 < k <= n/2.
  std::span<std::int64_t const> wavenumbers() const { return wavenumbers_; }
  /// How many modes an own mode stands for: 2 if that of -k is its conjugate and nowhere stored,
  /// else 1. The mean of u^2 is the sum of multiplicity |c|^2 over the modes of all ranks.
  std::span<double const> multiplicities() const { return multiplicities_; }

  /// Coefficients of the own modes from the values at the own points.
  virtual void forward(std::span<double const> values, std::span<Complex> modes) = 0;
  /// The inverse. Modes that cannot belong to a real function give its real part.
  virtual void backward(std::span<Complex const> modes, std::span<double> values) = 0;

 protected:
  RealTransform() = default;

  std::int64_t points_ = 0;
  distributed::Range own_points_;
  std::vector<std::int64_t> wavenumbers_;
  std::vector<double> multiplicities_;
};

/// For functions that this rank has alone; n >= 1. Throws InvalidArgument for other n.
std::unique_ptr<RealTransform> make_transform(std::int64_t points);

/// For functions that the ranks share. Some ranks may have no points, if there are many. Throws
/// InvalidArgument for n < 1, or if there are several ranks and smnn was built without FFTW's MPI
/// part. Collective; MPI must outlive the transform.
std::unique_ptr<RealTransform> make_transform(distributed::Communicator const& ranks,
                                              std::int64_t points);

/// Whether smnn was built with FFTW's MPI part.
bool transforms_on_ranks();

/// The trigonometric interpolant of values on equidistant points, on another number of points:
/// exact if the function has no modes beyond the smaller of both grids'.
std::vector<double> resample(std::span<double const> values, std::int64_t points);

/// The same for values at the own points of `from`, at those of `to`, which the ranks share by
/// make_transform. Collective.
std::vector<double> resample(distributed::Communicator const& ranks, RealTransform& from,
                             std::span<double const> values, RealTransform& to);

}  // namespace smnn::pde
