/// Data of the PDE experiment on this rank, and how ranks share them.
#pragma once

#include <cstdint>
#include <smnn/distributed/communicator.hpp>
#include <smnn/forecast/trajectories.hpp>
#include <smnn/network/line.hpp>
#include <smnn/pde/kdv/dataset.hpp>
#include <vector>

#include "kdv/fields/roll_out_options.hpp"
#include "kdv/model/model.hpp"

namespace smnn::drivers::kdv {

/// All ranks as lines of neighbours: those of a line share the points of the same trajectories.
struct RankGrid {
  network::LinePointer line;  ///< This rank's.
  int shards = 1;             ///< Lines.
  int shard = 0;              ///< This rank's line.
};

/// Lines of so many ranks, each with an equal share of the points. Throws InvalidArgument unless
/// they make up all ranks, on all of them. Collective.
RankGrid make_grid(distributed::Communicator const& ranks, int ranks_per_line, std::int64_t points);

/// Trajectories of one split of a file: the points of this rank's line.
struct FieldData {
  std::int64_t first = 0;             ///< Of the trajectories in the file.
  std::int64_t all_trajectories = 0;  ///< Of all ranks.
  std::int64_t trajectories = 0;
  std::int64_t levels = 0;
  distributed::Range own = {};  ///< This rank's points, of the whole axis.
  std::int64_t points = 0;      ///< As many.
  std::int64_t stride = 1;      ///< The axis is every so many-th point of the line's.
  double nonlinearity = 1;
  std::vector<double> values;  ///< (trajectories, levels, own points)
  std::vector<double> x;       ///< (trajectories, own points)
  std::vector<double> time;    ///< (trajectories, levels)
  std::vector<double> length;  ///< (trajectories): of the period
};

/// The first `samples` trajectories of a split (0: all; fewer if there are no more): all levels,
/// the points of this rank's line. `shared`: each line has a share of them, as equal as can be,
/// else all. Collective; throws IoError.
FieldData read_fields(pde::KdvDataset const& data, RankGrid const& grid, std::int64_t samples,
                      bool shared);

/// What forecasts are made from and compared with.
struct OpenedFields {
  RankGrid grid;
  FieldData data;  ///< All levels of this line's share of the trajectories.
  /// Forecasts at a time: no more than there are trajectories, for which models make room.
  std::int64_t batch = 1;
};

/// Collective; throws IoError, InvalidArgument.
OpenedFields open_fields(distributed::Communicator const& ranks, RollOutOptions const& options);

forecast::Trajectories<Real, Space> on_device(Space const& space, FieldData const& data);

/// Back from the device: all but values and levels is as `like` has it.
FieldData on_host(forecast::Trajectories<Real, Space> const& fields, FieldData const& like);

}  // namespace smnn::drivers::kdv
