#include "smnn/pde/kdv/solitons.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {

void check(Soliton const& soliton, double nonlinearity, char const* where) {
  if (!(soliton.speed > 0) || !std::isfinite(soliton.speed) || !std::isfinite(soliton.position)) {
    throw InvalidArgument(std::string(where) + ": got a soliton of speed " +
                          io::to_string(soliton.speed) + " at " + io::to_string(soliton.position) +
                          ", expected a positive, finite speed and a finite position");
  }
  if (nonlinearity == 0 || !std::isfinite(nonlinearity)) {
    throw InvalidArgument(std::string(where) + ": got a soliton with the nonlinearity " +
                          io::to_string(nonlinearity) + ", expected a finite one that is not 0");
  }
}

namespace {

double shape(double speed, double nonlinearity, double distance) {
  // 4 e^-|2y| / (1 + e^-|2y|)^2 is sech^2 y without overflow.
  double const decay = std::exp(-std::sqrt(speed) * std::abs(distance));
  return 3 * speed / nonlinearity * 4 * decay / ((1 + decay) * (1 + decay));
}

}  // namespace

double soliton(Soliton const& wave, double nonlinearity, double x, double t) {
  return shape(wave.speed, nonlinearity, x - wave.position - wave.speed * t);
}

double periodic_soliton(Soliton const& wave, double nonlinearity, double length, double x) {
  return shape(wave.speed, nonlinearity, std::remainder(x - wave.position, length));
}

double two_solitons(Soliton const& first, Soliton const& second, double nonlinearity, double x,
                    double t) {
  double const k1 = std::sqrt(first.speed);
  double const k2 = std::sqrt(second.speed);
  double const exponent1 = k1 * (x - first.position - first.speed * t);
  double const exponent2 = k2 * (x - second.position - second.speed * t);
  double const interaction = 2 * std::log(std::abs((k1 - k2) / (k1 + k2)));
  // The second derivative of log F, F = sum exp(e_i), e_i' = k_i, is the variance of the k_i under
  // the weights exp(e_i) / F.
  std::array<double, 4> const exponents = {0, exponent1, exponent2,
                                           exponent1 + exponent2 + interaction};
  std::array<double, 4> const slopes = {0, k1, k2, k1 + k2};
  double const largest = *std::max_element(exponents.begin(), exponents.end());
  double sum = 0;
  double mean = 0;
  double variance = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    double const weight = std::exp(exponents[i] - largest);
    sum += weight;
    mean += weight * slopes[i];
  }
  mean /= sum;
  for (std::size_t i = 0; i < 4; ++i)
    variance += std::exp(exponents[i] - largest) * (slopes[i] - mean) * (slopes[i] - mean);
  return 12 / nonlinearity * variance / sum;
}

}  // namespace smnn::pde
