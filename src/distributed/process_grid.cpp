#include "smnn/distributed/process_grid.hpp"

#include <algorithm>
#include <charconv>

#include "smnn/solver/error.hpp"

namespace smnn::distributed {
namespace {

std::vector<Range> equal_shares(std::int64_t count, std::int64_t parts) {
  std::vector<Range> shares;
  for (std::int64_t i = 0; i < parts; ++i)
    shares.push_back({count * i / parts, count * (i + 1) / parts});
  return shares;
}

void check_grid(ProcessGrid const& grid) {
  if (grid.batch >= 1 && grid.time >= 1) return;
  throw InvalidArgument("grid: got " + std::to_string(grid.batch) + "x" +
                        std::to_string(grid.time) + ", expected positive numbers of ranks");
}

}  // namespace

ProcessGrid default_grid(Extents const& extents, int ranks) {
  // The divisor of the number of ranks that uses most of them along the batch.
  int batch = 1;
  for (int divisor = 1; divisor <= ranks; ++divisor) {
    if (ranks % divisor == 0 && divisor <= extents.batch) batch = divisor;
  }
  return {batch, ranks / batch};
}

ProcessGrid grid_named(std::string const& text, int ranks) {
  ProcessGrid grid;
  char const* const end = text.data() + text.size();
  auto const first = std::from_chars(text.data(), end, grid.batch);
  bool good = first.ec == std::errc() && first.ptr != end && *first.ptr == 'x';
  if (good) {
    auto const second = std::from_chars(first.ptr + 1, end, grid.time);
    good = second.ec == std::errc() && second.ptr == end;
  }
  good = good && grid.batch >= 1 && grid.time >= 1 && ranks % grid.batch == 0 &&
         ranks / grid.batch == grid.time;
  if (good) return grid;
  throw InvalidArgument("grid is '" + text + "', expected BATCHxTIME with " +
                        std::to_string(ranks) + " ranks in all, such as " + std::to_string(ranks) +
                        "x1");
}

std::int64_t Partition::least_points(Extents const& extents) {
  return extents.smoothness == Smoothness::central ? 2 : 1;
}

Partition::Partition(Extents const& extents, ProcessGrid const& grid) : grid_(grid) {
  check_grid(grid);
  systems_ = equal_shares(extents.batch, grid.batch);
  std::int64_t const most = std::max<std::int64_t>(1, extents.time_points / least_points(extents));
  points_ = equal_shares(extents.time_points, std::min<std::int64_t>(grid.time, most));
}

Partition::Partition(Extents const& extents, ProcessGrid const& grid,
                     std::vector<std::int64_t> const& time_cuts)
    : grid_(grid) {
  check_grid(grid);
  if (static_cast<int>(time_cuts.size()) + 1 != grid.time) {
    throw InvalidArgument("time cuts: got " + std::to_string(time_cuts.size()) + ", expected " +
                          std::to_string(grid.time - 1) + ", one between two ranks");
  }
  systems_ = equal_shares(extents.batch, grid.batch);
  std::int64_t begin = 0;
  for (std::size_t i = 0; i <= time_cuts.size(); ++i) {
    std::int64_t const end = i < time_cuts.size() ? time_cuts[i] : extents.time_points;
    bool const rest_is_empty = begin == extents.time_points && end == begin && i > 0;
    if (rest_is_empty) continue;
    if (end - begin < least_points(extents) || end > extents.time_points) {
      throw InvalidArgument(
          "time cuts: rank " + std::to_string(i) + " has time points " + std::to_string(begin) +
          " to " + std::to_string(end) + " (excluded), expected at least " +
          std::to_string(least_points(extents)) + " of " + std::to_string(extents.time_points));
    }
    points_.push_back({begin, end});
    begin = end;
  }
}

Range Partition::points(int rank) const {
  auto const place = static_cast<std::size_t>(rank % grid_.time);
  if (place < points_.size()) return points_[place];
  return {points_.back().end, points_.back().end};
}

Extents local_extents(Extents const& whole, Range const& systems, Range const& points) {
  Extents local = whole;
  local.batch = systems.size();
  local.time_points = points.size();
  local.initial_steps =
      std::clamp<std::int64_t>(whole.initial_steps - points.begin, 0, points.size());
  return local;
}

}  // namespace smnn::distributed
