/// @file
/// Which samples make up which batch, and which rank has which of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace smnn::network {

/// Numbers 0 ... samples - 1 in an order that is a function of seed and epoch alone.
std::vector<std::int64_t> shuffled(std::int64_t samples, std::uint64_t seed, std::int64_t epoch);

/// A rank's contiguous share of a batch; possibly empty. In rank order the shares make up the
/// batch, and their sizes differ by one at most.
std::span<std::int64_t const> share(std::span<std::int64_t const> batch, int rank, int ranks);

/// The batches of one epoch after the other.
class Sampler {
 public:
  struct Options {
    std::int64_t batch = 0;  ///< Over all ranks; 0: all samples at once.
    bool shuffle = true;
    bool drop_last = false;  ///< Leave out a last batch that is not full.
    std::uint64_t seed = 0;
  };

  /// Throws InvalidArgument if there are no samples, or if dropping the last batch drops all.
  Sampler(std::int64_t samples, Options const& options);

  /// Puts the samples in the order of that epoch, counted from 0.
  void start(std::int64_t epoch);

  std::int64_t batches() const;
  std::int64_t batch_size() const { return options_.batch; }
  std::int64_t samples() const { return static_cast<std::int64_t>(order_.size()); }
  /// Batch i of the epoch, on all ranks together; valid until the next `start`.
  std::span<std::int64_t const> batch(std::int64_t i) const;

 private:
  Options options_;
  std::vector<std::int64_t> order_;
};

}  // namespace smnn::network
