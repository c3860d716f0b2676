/// @file
/// A periodic axis whose points are shared among ranks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/process_grid.hpp"

namespace smnn::network {

/// Ranks along a periodic axis, each with a contiguous share of its points, in the order of the
/// ranks; the last is the first's neighbour. What layers need to know in order to be one layer of
/// the whole axis:
///
///     auto const line = std::make_shared<Line const>(communicator, 1 << 20);
///     ConvolutionOptions options{..., .length = line->points().size(),
///                                .padding_mode = PaddingMode::circular, .line = line};
///
/// Layers on a line are collective: all ranks call the same layers in the same order, with as many
/// samples. The whole's loss is the sum of the ranks' losses: what a rank gives to `backward` is
/// the gradient of its own part, and what a layer adds to the parameters' gradients is its part of
/// the whole's, the sum over the ranks (Communicator::sum_in_rank_order; the trainer does it).
class Line {
 public:
  /// Shares as equal as can be, of whole multiples of `multiple` points: the product of the strides
  /// to come. Throws InvalidArgument unless the length is such a multiple too and every rank gets
  /// points.
  Line(distributed::Communicator ranks, std::int64_t length, std::int64_t multiple = 1);

  /// Shares of the caller's: rank r has the points cuts[r] ... cuts[r + 1] - 1. Throws
  /// InvalidArgument unless the cuts ascend from 0 and are as many as ranks and one; on all ranks,
  /// also if they are not rank 0's. Collective.
  Line(distributed::Communicator ranks, std::vector<std::int64_t> cuts);

  distributed::Communicator const& communicator() const { return communicator_; }
  int ranks() const { return communicator_.size(); }
  int rank() const { return communicator_.rank(); }
  /// Neighbours; of one rank, itself.
  int left() const { return (rank() + ranks() - 1) % ranks(); }
  int right() const { return (rank() + 1) % ranks(); }

  /// Points of the whole axis.
  std::int64_t length() const { return cuts_.back(); }
  std::vector<std::int64_t> const& cuts() const { return cuts_; }
  distributed::Range points(int rank) const;
  /// This rank's.
  distributed::Range points() const { return points(rank()); }
  /// The first rank that has fewest points.
  int narrowest_rank() const;

  /// The same ranks on every `stride`-th point of the axis. `user` stands first in the message of
  /// the InvalidArgument that is thrown unless all cuts are multiples of the stride.
  Line strided(std::int64_t stride, std::string const& user = "line") const;

 private:
  distributed::Communicator communicator_;
  std::vector<std::int64_t> cuts_;  // one more than ranks
};

/// Layers share it. Null: the axis is all here.
using LinePointer = std::shared_ptr<Line const>;

}  // namespace smnn::network
