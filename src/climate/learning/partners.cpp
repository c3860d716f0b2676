#include "smnn/climate/learning/partners.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

using distributed::Range;

// The ocean points of the row that a point lies in.
Range points_of_row(Grid const& grid, std::int64_t point) {
  std::int64_t const row = grid.ocean[static_cast<std::size_t>(point)] / grid.columns();
  auto const begin = std::lower_bound(grid.ocean.begin(), grid.ocean.end(), row * grid.columns());
  auto const end = std::lower_bound(begin, grid.ocean.end(), (row + 1) * grid.columns());
  return {begin - grid.ocean.begin(), end - grid.ocean.begin()};
}

// Calls act(point, candidate) for all pairs, from west to east for each point.
template <class Act>
void for_candidates(Grid const& grid, Range const& tile, std::int64_t reach, Act const& act) {
  std::int64_t const columns = grid.columns();
  std::int64_t const farthest = std::min(reach, (columns - 1) / 2);  // no cell twice
  for (std::int64_t point = tile.begin; point < tile.end; ++point) {
    std::int64_t const cell = grid.ocean[static_cast<std::size_t>(point)];
    std::int64_t const row = cell / columns;
    for (std::int64_t shift = -farthest; shift <= farthest; ++shift) {
      std::int64_t const other = row * columns + (cell % columns + shift + columns) % columns;
      auto const found = std::lower_bound(grid.ocean.begin(), grid.ocean.end(), other);
      if (shift != 0 && found != grid.ocean.end() && *found == other)
        act(point, found - grid.ocean.begin());
    }
  }
}

std::vector<std::int64_t> ghosts_of(Grid const& grid, Range const& tile, std::int64_t reach) {
  std::vector<std::int64_t> ghosts;
  for_candidates(grid, tile, reach, [&](std::int64_t, std::int64_t other) {
    if (other < tile.begin || other >= tile.end) ghosts.push_back(other);
  });
  std::sort(ghosts.begin(), ghosts.end());
  ghosts.erase(std::unique(ghosts.begin(), ghosts.end()), ghosts.end());
  return ghosts;
}

// Those of some ascending points that lie in a tile.
std::span<std::int64_t const> inside(std::vector<std::int64_t> const& points, Range const& tile) {
  auto const begin = std::lower_bound(points.begin(), points.end(), tile.begin);
  auto const end = std::lower_bound(begin, points.end(), tile.end);
  return {begin, end};
}

// Whether two tiles have points of one latitude.
bool share_a_row(Grid const& grid, Range const& a, Range const& b) {
  if (a.size() == 0 || b.size() == 0) return false;
  Range const& first = a.begin < b.begin ? a : b;
  Range const& second = a.begin < b.begin ? b : a;
  return points_of_row(grid, first.end - 1).end > second.begin;
}

}  // namespace

Partners::Partners(Grid const& grid, Range const& tile, std::int64_t reach) : tile_(tile) {
  if (reach < 0)
    throw InvalidArgument("partners: reach is " + std::to_string(reach) + ", expected 0 or more");
  ghosts_ = ghosts_of(grid, tile, reach);
  std::vector<std::vector<std::int64_t>> candidates(static_cast<std::size_t>(tile.size()));
  for_candidates(grid, tile, reach, [&](std::int64_t point, std::int64_t other) {
    bool const own = other >= tile.begin && other < tile.end;
    std::int64_t const ghost =
        std::lower_bound(ghosts_.begin(), ghosts_.end(), other) - ghosts_.begin();
    candidates[static_cast<std::size_t>(point - tile.begin)].push_back(own ? other - tile.begin
                                                                           : tile.size() + ghost);
  });
  first_.push_back(0);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].empty()) candidates[i].push_back(static_cast<std::int64_t>(i));
    rows_.insert(rows_.end(), candidates[i].begin(), candidates[i].end());
    first_.push_back(rows_.size());
  }
}

std::int64_t Partners::row(std::int64_t point, double random) const {
  auto const i = static_cast<std::size_t>(point - tile_.begin);
  std::size_t const count = first_[i + 1] - first_[i];
  auto const choice = static_cast<std::size_t>(random * static_cast<double>(count));
  return rows_[first_[i] + std::min(choice, count - 1)];
}

std::vector<float> with_ghosts(distributed::Communicator const& ranks, Record const& record,
                               std::int64_t reach) {
  Grid const& grid = record.grid;
  auto const times = static_cast<std::size_t>(record.time.size());
  std::vector<std::int64_t> const ghosts = ghosts_of(grid, record.points, reach);
  std::vector<float> values = record.values;
  values.resize(values.size() + ghosts.size() * times);
  float* arrived = values.data() + record.values.size();
  std::vector<std::vector<float>> sent;
  std::vector<distributed::PendingMessages> messages;
  sent.reserve(static_cast<std::size_t>(ranks.size()));  // what is under way must not move
  for (int other = 0; other < ranks.size(); ++other) {
    Range const theirs = tile(grid, other, ranks.size());
    if (other == ranks.rank() || !share_a_row(grid, record.points, theirs)) continue;
    std::vector<float>& packed = sent.emplace_back();
    std::vector<std::int64_t> const wanted = ghosts_of(grid, theirs, reach);
    for (std::int64_t const point : inside(wanted, record.points)) {
      float const* const series = record.series(point);
      packed.insert(packed.end(), series, series + times);
    }
    std::size_t const expected = inside(ghosts, theirs).size() * times;
    // One tag will do: two ranks exchange one message each way.
    distributed::Incoming<float> const incoming{std::span(arrived, expected), other};
    messages.push_back(ranks.start(std::span<float const>(packed),
                                   std::span(&other, packed.empty() ? 0 : 1),
                                   std::span(&incoming, expected == 0 ? 0 : 1), 0));
    arrived += expected;
  }
  for (distributed::PendingMessages& message : messages) message.wait();
  return values;
}

}  // namespace smnn::climate
