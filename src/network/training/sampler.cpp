#include "smnn/network/training/sampler.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "smnn/kernels/random.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::network {

namespace {

// "shuffle": keeps these random numbers apart from others of the same seed.
constexpr std::uint64_t shuffle_stream = 0x73687566'666c6500ULL;

// Uniform in [0, bound), up to 2^-32 relative: the upper half of bound times 64 random bits.
std::uint64_t below(std::uint64_t bound, std::uint64_t bits) {
  std::uint64_t const high = bits >> 32;
  std::uint64_t const low = bits & 0xffffffffULL;
  return (high * bound + (low * bound >> 32)) >> 32;
}

}  // namespace

std::vector<std::int64_t> shuffled(std::int64_t samples, std::uint64_t seed, std::int64_t epoch) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(samples));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::uint64_t const stream = shuffle_stream + static_cast<std::uint64_t>(epoch);
  for (std::size_t i = order.size(); i > 1; --i) {
    kernels::RandomWords const words = kernels::random_words(seed, stream, i);
    std::uint64_t const bits = std::uint64_t{words.word[0]} << 32 | words.word[1];
    std::swap(order[i - 1], order[below(i, bits)]);
  }
  return order;
}

std::span<std::int64_t const> share(std::span<std::int64_t const> batch, int rank, int ranks) {
  auto const r = static_cast<std::size_t>(rank);
  auto const parts = static_cast<std::size_t>(ranks);
  std::size_t const begin = batch.size() * r / parts;
  return batch.subspan(begin, batch.size() * (r + 1) / parts - begin);
}

Sampler::Sampler(std::int64_t samples, Options const& options) : options_(options) {
  if (samples < 1) {
    throw InvalidArgument("training: got " + std::to_string(samples) +
                          " samples, expected at least 1");
  }
  if (samples > std::int64_t{1} << 32) {
    throw InvalidArgument("training: got " + std::to_string(samples) +
                          " samples, expected at most 2^32");
  }
  if (options_.batch < 0) {
    throw InvalidArgument("training: batch is " + std::to_string(options_.batch) +
                          ", expected at least 1, or 0 for all samples");
  }
  if (options_.batch > samples && options_.drop_last) {
    throw InvalidArgument("training: batches of " + std::to_string(options_.batch) + " out of " +
                          std::to_string(samples) +
                          " samples, of which the incomplete one is dropped, leave nothing");
  }
  if (options_.batch == 0 || options_.batch > samples) options_.batch = samples;
  order_.resize(static_cast<std::size_t>(samples));
  std::iota(order_.begin(), order_.end(), std::int64_t{0});
}

void Sampler::start(std::int64_t epoch) {
  if (options_.shuffle) order_ = shuffled(samples(), options_.seed, epoch);
}

std::int64_t Sampler::batches() const {
  std::int64_t const whole = samples() / options_.batch;
  return whole + (samples() % options_.batch != 0 && !options_.drop_last ? 1 : 0);
}

std::span<std::int64_t const> Sampler::batch(std::int64_t i) const {
  auto const begin = static_cast<std::size_t>(i * options_.batch);
  auto const most = static_cast<std::size_t>(options_.batch);
  return std::span(order_).subspan(begin, std::min(most, order_.size() - begin));
}

}  // namespace smnn::network
