#include "smnn/pde/kdv/random_sines.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "smnn/io/text.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

constexpr std::uint64_t kdv_stream = 0x6b6476;  // "kdv": no other user of the seed has it
constexpr int numbers_of_a_sample = 20;         // as a power of 2

}  // namespace

SampleRandom::SampleRandom(std::uint64_t seed, std::uint64_t split, std::int64_t sample)
    : seed_(seed),
      stream_(kdv_stream << 8 | split),
      index_(static_cast<std::uint64_t>(sample) << numbers_of_a_sample) {}

double SampleRandom::uniform() { return kernels::random_uniform(seed_, stream_, index_++); }

double SampleRandom::uniform(double from, double to) { return from + (to - from) * uniform(); }

void check(SineRanges const& ranges) {
  constexpr std::int64_t most = 300'000;
  if (ranges.count < 0 || ranges.count > most) {
    throw InvalidArgument("sines: got " + std::to_string(ranges.count) + ", expected 0 to " +
                          std::to_string(most));
  }
  if (!std::isfinite(ranges.amplitude)) {
    throw InvalidArgument("amplitude: got " + io::to_string(ranges.amplitude) +
                          ", expected a finite number");
  }
  if (ranges.frequencies.empty()) throw InvalidArgument("frequencies: got none, expected some");
  for (std::int64_t const frequency : ranges.frequencies) {
    if (frequency < 0) {
      throw InvalidArgument("frequencies: got " + std::to_string(frequency) +
                            ", expected none below 0");
    }
  }
}

SineSum::SineSum(SineRanges const& ranges, SampleRandom& random) {
  check(ranges);
  std::size_t const choices = ranges.frequencies.size();
  for (std::int64_t i = 0; i < ranges.count; ++i) {
    double const amplitude = random.uniform(-ranges.amplitude, ranges.amplitude);
    auto const choice = static_cast<std::size_t>(random.uniform() * static_cast<double>(choices));
    double const phase = random.uniform(0, 2 * std::numbers::pi);
    sines_.push_back({amplitude, ranges.frequencies[std::min(choice, choices - 1)], phase});
  }
}

double SineSum::operator()(double position) const {
  double sum = 0;
  for (Sine const& sine : sines_) {
    double const turns = static_cast<double>(sine.frequency) * position;
    sum += sine.amplitude * std::sin(2 * std::numbers::pi * turns + sine.phase);
  }
  return sum;
}

}  // namespace smnn::pde
