#include "smnn/pde/integration/integrating_factor.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

using namespace dormand_prince;

// Steps times the rate. Far from the 5.6 that the method is good for where all modes turn alike: if
// neighbouring modes turn by more than a radian in a step against each other, what the stages take
// from one to the other adds up in any way.
constexpr double stable = 1;

constexpr double rounding = std::numeric_limits<double>::epsilon();

// std::complex's product looks for infinities, at several times the price.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

/// sum += factor * term
void add(std::span<Complex> sum, double factor, std::span<Complex const> term) {
  for (std::size_t m = 0; m < sum.size(); ++m) sum[m] += factor * term[m];
}

}  // namespace

IntegratingFactor::IntegratingFactor(ModeSystem& system, distributed::Communicator const& ranks,
                                     Tolerance const& tolerance)
    : system_(system), ranks_(ranks), tolerance_(tolerance) {
  auto const sound = [](double value) { return std::isfinite(value) && value >= 0; };
  if (!sound(tolerance.relative) || !sound(tolerance.absolute) ||
      tolerance.relative + tolerance.absolute <= 0) {
    throw InvalidArgument("tolerance: got " + io::to_string(tolerance.relative) + " relative and " +
                          io::to_string(tolerance.absolute) +
                          " absolute, expected finite numbers, none negative, one positive");
  }
}

void IntegratingFactor::start(double time) {
  time_ = time;
  step_ = 0;
  phases_step_ = 0;
  has_first_slope_ = false;
  counts_ = {};
  std::size_t const modes = system_.frequencies().size();
  next_.resize(modes);
  for (Modes& slope : slopes_) slope.resize(modes);
  for (int stage = 1; stage < stages; ++stage)
    phases_[static_cast<std::size_t>(stage)].resize(modes);
}

void IntegratingFactor::set_phases(double step) {
  if (step == phases_step_) return;
  phases_step_ = step;
  std::span<double const> const frequencies = system_.frequencies();
  for (std::size_t stage = 1; stage < stages; ++stage) {
    double const time = nodes[stage] * step;
    for (std::size_t m = 0; m < frequencies.size(); ++m)
      phases_[stage][m] = std::polar(1.0, frequencies[m] * time);
  }
}

/// A hundredth of the time in which N would change the modes by their own size: the error estimate
/// soon knows better.
double IntegratingFactor::first_step(std::span<Complex const> modes) {
  std::array<double, 2> sums{};
  for (std::size_t m = 0; m < modes.size(); ++m) {
    sums[0] += system_.weights()[m] * squared(modes[m]);
    sums[1] += system_.weights()[m] * squared(slopes_[0][m]);
  }
  ranks_.sum_in_rank_order(std::span<double>(sums));
  double const step = 0.01 * std::sqrt(sums[0] / sums[1]);
  return std::isfinite(step) && step > 0 ? step : std::numeric_limits<double>::max();
}

double IntegratingFactor::error(std::span<Complex const> modes, double step) const {
  std::array<double, 3> sums{};  // squares of both estimates and of the modes
  for (std::size_t m = 0; m < modes.size(); ++m) {
    Complex five = 0;
    Complex three = 0;
    for (std::size_t stage = 0; stage < stages; ++stage) {
      Complex const slope = slopes_[stage][m];
      five += error5[stage] * slope;
      three += (solution[stage] - solution3[stage]) * slope;
    }
    double const weight = system_.weights()[m];
    sums[0] += weight * squared(five);
    sums[1] += weight * squared(three);
    sums[2] += weight * squared(modes[m]);
  }
  ranks_.sum_in_rank_order(std::span<double>(sums));
  double const denominator = std::sqrt(sums[0] + 0.01 * sums[1]);
  double const estimate = denominator == 0 ? 0 : step * sums[0] / denominator;
  double const norm = std::sqrt(sums[2]);
  double const tolerated = tolerance_.absolute + tolerance_.relative * norm;
  return estimate == 0 ? 0 : estimate / std::max(tolerated, 4 * rounding * norm);
}

double IntegratingFactor::try_step(std::span<Complex const> modes, double step) {
  set_phases(step);
  for (std::size_t stage = 1; stage < stages; ++stage) {
    std::copy(modes.begin(), modes.end(), next_.begin());
    for (std::size_t earlier = 0; earlier < stage; ++earlier) {
      double const factor = matrix[stage][earlier];
      if (factor != 0) add(next_, step * factor, slopes_[earlier]);
    }
    Modes const& phase = phases_[stage];
    Modes& slope = slopes_[stage];
    for (std::size_t m = 0; m < next_.size(); ++m) next_[m] = product(phase[m], next_[m]);
    system_.nonlinear(next_, slope);
    for (std::size_t m = 0; m < next_.size(); ++m)
      slope[m] = product(std::conj(phase[m]), slope[m]);
  }
  std::copy(modes.begin(), modes.end(), next_.begin());
  for (std::size_t stage = 0; stage < stages; ++stage) {
    if (solution[stage] != 0) add(next_, step * solution[stage], slopes_[stage]);
  }
  return error(modes, step);
}

void IntegratingFactor::prepare_slopes(std::span<Complex const> modes) {
  if (has_first_slope_) return;
  system_.nonlinear(modes, slopes_[0]);
  has_first_slope_ = true;
  double rate = system_.rate();
  ranks_.maximum(std::span(&rate, 1));
  longest_ = rate > 0 ? stable / rate : std::numeric_limits<double>::max();
  if (step_ == 0) step_ = first_step(modes);
}

void IntegratingFactor::advance(std::span<Complex> modes, double time) {
  Kokkos::Profiling::ScopedRegion const region("smnn::integrate");
  if (!(time >= time_) || !std::isfinite(time)) {
    throw InvalidArgument("time: got " + io::to_string(time) + ", expected a finite one from " +
                          io::to_string(time_) + " on");
  }
  bool rejected_before = false;
  while (time_ < time) {
    prepare_slopes(modes);
    // Equal steps up to the time wanted; they are as long as those before, whose phases are known,
    // if the difference is no more than that between the times and their representation.
    double const left = time - time_;
    double const pieces = std::max(1.0, std::ceil(left / std::min(step_, longest_) * (1 - 1e-10)));
    double step = left / pieces;
    double const resolution = 2 * rounding * std::max(std::abs(time), std::abs(time_));
    if (std::abs(step - phases_step_) <= resolution) step = phases_step_;
    if (pieces > 1 && !(step > 4 * resolution)) {
      throw NumericalError("integration: at time " + io::to_string(time_) + " even steps of " +
                           io::to_string(step) + " are too long, expected a finite solution");
    }
    double const error = try_step(modes, step);
    // Not so if it is not a number.
    bool const accepted = error <= 1;
    double const change =
        std::isfinite(error) ? 0.9 * std::pow(std::max(error, 1e-16), -1.0 / 8) : 0.1;
    step_ = step * std::clamp(change, 0.1, accepted && !rejected_before ? 6.0 : 1.0);
    rejected_before = !accepted;
    if (!accepted) {
      ++counts_.rejected;
      continue;
    }
    ++counts_.accepted;
    time_ = pieces == 1 ? time : time_ + step;
    for (std::size_t m = 0; m < modes.size(); ++m)
      modes[m] = product(phases_[stages - 1][m], next_[m]);
    has_first_slope_ = false;
  }
}

}  // namespace smnn::pde
