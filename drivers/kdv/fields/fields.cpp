#include "kdv/fields/fields.hpp"

#include <algorithm>
#include <smnn/solver/error.hpp>
#include <string>

namespace smnn::drivers::kdv {

RankGrid make_grid(distributed::Communicator const& ranks, int ranks_per_line,
                   std::int64_t points) {
  if (ranks_per_line < 1 || ranks.size() % ranks_per_line != 0) {
    throw InvalidArgument("--ranks-per-line: got " + std::to_string(ranks_per_line) + " for " +
                          std::to_string(ranks.size()) + " MPI ranks, expected a divisor of it");
  }
  RankGrid grid;
  grid.shards = ranks.size() / ranks_per_line;
  grid.shard = ranks.rank() / ranks_per_line;
  grid.line = std::make_shared<network::Line const>(ranks.split(grid.shard), points);
  return grid;
}

FieldData read_fields(pde::KdvDataset const& data, RankGrid const& grid, std::int64_t samples,
                      bool shared) {
  FieldData result;
  result.all_trajectories = samples == 0 ? data.samples() : std::min(samples, data.samples());
  auto const begin_of = [&](std::int64_t shard) {
    // Of fewer trajectories than lines, the first ones have them.
    return shared ? (result.all_trajectories * shard + grid.shards - 1) / grid.shards : 0;
  };
  result.first = begin_of(grid.shard);
  std::int64_t const end = shared ? begin_of(grid.shard + 1) : result.all_trajectories;
  result.trajectories = end - result.first;
  result.levels = data.levels();
  result.own = grid.line->points();
  result.points = result.own.size();
  result.nonlinearity = data.nonlinearity();
  pde::KdvSelection selection = data.all({result.first, end});
  selection.points = result.own;
  pde::KdvSamples<double> read = data.read<double>(selection);
  result.values = std::move(read.fields);
  result.x = std::move(read.x);
  result.time = std::move(read.t);
  result.length = std::move(read.length);
  return result;
}

OpenedFields open_fields(distributed::Communicator const& ranks, RollOutOptions const& options) {
  pde::KdvDataset const set(ranks, options.data, options.split);
  OpenedFields result;
  result.grid = make_grid(ranks, options.ranks_per_line, set.points());
  result.data = read_fields(set, result.grid, options.samples, true);
  result.batch = std::clamp<std::int64_t>(result.data.trajectories, 1, options.batch);
  return result;
}

forecast::Trajectories<Real, Space> on_device(Space const& space, FieldData const& data) {
  return {space, data.values, data.trajectories, data.levels, data.points};
}

FieldData on_host(forecast::Trajectories<Real, Space> const& fields, FieldData const& like) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), fields.fields());
  FieldData result = like;
  result.levels = fields.levels();
  result.values.assign(host.data(), host.data() + host.size());
  return result;
}

}  // namespace smnn::drivers::kdv
