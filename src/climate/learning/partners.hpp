/// @file
/// A second view of each ocean point: a neighbour of the same latitude.
#pragma once

#include <cstdint>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/distributed/communicator.hpp"

namespace smnn::climate {

/// For every point of a tile, the ocean points of its row within `reach` columns, around the globe;
/// itself where there is no other. Those of other ranks are known to `ghosts`.
class Partners {
 public:
  /// Throws InvalidArgument if reach is negative.
  Partners(Grid const& grid, distributed::Range const& tile, std::int64_t reach);

  /// A partner of a point of the tile, as `random` in [0, 1) has it: its local row, which is its
  /// place in the tile or, for ghosts, behind it.
  std::int64_t row(std::int64_t point, double random) const;

  /// Points of other tiles that are partners, ascending.
  std::vector<std::int64_t> const& ghosts() const { return ghosts_; }

 private:
  distributed::Range tile_;
  std::vector<std::int64_t> ghosts_;
  std::vector<std::size_t> first_;  // of a point's candidates; one more than points
  std::vector<std::int64_t> rows_;  // of candidates
};

/// The series of the tile, followed by those of its ghosts from the ranks that have them, (points,
/// times). Collective; a rank exchanges messages only with those that share a latitude with it.
std::vector<float> with_ghosts(distributed::Communicator const& ranks, Record const& record,
                               std::int64_t reach);

}  // namespace smnn::climate
