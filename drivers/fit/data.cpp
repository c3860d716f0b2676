#include "fit/data.hpp"

#include <cmath>
#include <smnn/kernels/random.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::fitting {

Data damped_sine(std::int64_t points, double noise, std::uint64_t seed) {
  constexpr std::uint64_t stream = 0x66697431;  // of this noise
  Data data;
  data.source = "a damped sine with noise";
  data.names = {"x"};
  for (std::int64_t i = 0; i < points; ++i) {
    double const t = 0.1 * static_cast<double>(i);
    double const envelope = std::exp(-0.1 * t);
    double const sine = std::sin(2 * t);
    double const disturbance =
        noise * kernels::random_normal(seed, stream, static_cast<std::uint64_t>(i));
    data.time.push_back(t);
    data.truth.push_back(envelope * sine);
    data.values.push_back(envelope * (sine + disturbance));
  }
  return data;
}

Scaling scaling_of(Data const& data, bool standardise) {
  Scaling scaling{std::vector<double>(data.names.size(), 0.0),
                  std::vector<double>(data.names.size(), 1.0)};
  if (!standardise) return scaling;
  auto const count = data.time.size();
  for (std::size_t s = 0; s < data.names.size(); ++s) {
    double const* const values = &data.values[s * count];
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += values[i];
    double const mean = sum / static_cast<double>(count);
    double squares = 0;
    for (std::size_t i = 0; i < count; ++i) squares += (values[i] - mean) * (values[i] - mean);
    double const deviation = std::sqrt(squares / static_cast<double>(count));
    // Rounding alone leaves this much of a constant.
    if (!(deviation > 1e-13 * std::abs(mean))) {
      throw InvalidArgument("series '" + data.names[s] +
                            "' is constant: there is nothing to fit; leave it out with --columns");
    }
    scaling.mean[s] = mean;
    scaling.deviation[s] = deviation;
  }
  return scaling;
}

}  // namespace smnn::drivers::fitting
