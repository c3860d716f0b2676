/// @file
/// How systems and time points are shared among ranks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/solver/extents.hpp"

namespace smnn::distributed {

/// Indices begin .. end-1.
struct Range {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t size() const { return end - begin; }
  bool operator==(Range const&) const = default;
};

/// Ranks along the batch and along time; rank r stands at (r / time, r % time), so that neighbours
/// in time are neighbours.
struct ProcessGrid {
  int batch = 1;
  int time = 1;
  int ranks() const { return batch * time; }
  bool operator==(ProcessGrid const&) const = default;
};

/// Systems are independent, cuts in time cost work and messages: as many ranks along the batch as
/// there are systems for, the others, if any, along time.
ProcessGrid default_grid(Extents const& extents, int ranks);

/// "2x3" as 2 ranks along the batch, 3 along time. Throws InvalidArgument unless it is of that form
/// and has so many ranks.
ProcessGrid grid_named(std::string const& text, int ranks);

/// How all ranks of a grid share a problem. Ranks may be left without work.
class Partition {
 public:
  /// Equal shares; ranks along time beyond what T allows have none. Throws InvalidArgument if the
  /// grid is not positive.
  Partition(Extents const& extents, ProcessGrid const& grid);

  /// Shares of the caller's: `time_cuts` holds the first time point of every rank along time but
  /// the first. Throws InvalidArgument unless every share is empty (at the end of the line) or has
  /// at least `least_points`.
  Partition(Extents const& extents, ProcessGrid const& grid,
            std::vector<std::int64_t> const& time_cuts);

  ProcessGrid const& grid() const { return grid_; }
  /// Ranks along time that have time points: the first ones.
  int active_time_ranks() const { return static_cast<int>(points_.size()); }
  Range systems(int rank) const { return systems_[static_cast<std::size_t>(rank / grid_.time)]; }
  Range points(int rank) const;

  /// Fewest time points of a share that is not empty: 1, or 2 with central smoothness.
  static std::int64_t least_points(Extents const& extents);

 private:
  ProcessGrid grid_;
  std::vector<Range> systems_;  // per rank along the batch
  std::vector<Range> points_;   // per active rank along time
};

/// The extents of a share: batch, time points and initial steps are its own, all else the whole's.
Extents local_extents(Extents const& whole, Range const& systems, Range const& points);

}  // namespace smnn::distributed
