#include "smnn/climate/detail/ocean_scan.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "smnn/io/memory.hpp"

namespace smnn::climate::detail {

distributed::Range Window::stored_columns() const {
  auto const [low, high] = std::minmax_element(columns.stored.begin(), columns.stored.end());
  return {*low, *high + 1};
}

namespace {

// Adds a block's temperatures to the moments of the cells.
void add_block(Block const& block, Unpacking const& unpack, Window const& window,
               std::int64_t times, std::vector<Moments>& cells) {
  auto const columns = static_cast<std::int64_t>(window.columns.stored.size());
  std::int64_t const first_column = window.stored_columns().begin;
  auto const rows = static_cast<std::int64_t>(cells.size()) / columns;
  for (std::int64_t time = 0; time < times; ++time) {
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t column = 0; column < columns; ++column) {
        std::int64_t const stored = window.columns.stored[static_cast<std::size_t>(column)];
        double const value = unpack(block.at(time, row, stored - first_column));
        if (!std::isnan(value)) cells[static_cast<std::size_t>(row * columns + column)].add(value);
      }
    }
  }
}

}  // namespace

OceanScan scan_ocean(Field const& field, Unpacking const& unpack, Window const& window,
                     distributed::Range const& rows, std::vector<char> const& land) {
  OceanScan scan;
  if (rows.size() == 0) return scan;
  auto const columns = static_cast<std::int64_t>(window.columns.stored.size());
  distributed::Range const stored_columns = window.stored_columns();
  distributed::Range const stored_rows{window.rows.begin + rows.begin,
                                       window.rows.begin + rows.end};
  io::require_memory(static_cast<std::uint64_t>(rows.size() * columns) * sizeof(Moments),
                     field.reader().where(field.name()));
  std::vector<Moments> cells(static_cast<std::size_t>(rows.size() * columns));
  std::int64_t const step = field.times_per_block(rows.size(), stored_columns.size());
  for (std::int64_t time = window.times.begin; time < window.times.end; time += step) {
    std::int64_t const end = std::min(time + step, window.times.end);
    Block const block = field.read({time, end}, stored_rows, stored_columns);
    add_block(block, unpack, window, end - time, cells);
  }
  auto const all = static_cast<double>(window.times.size());
  scan.rows.resize(static_cast<std::size_t>(rows.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Moments const& cell = cells[i];
    bool const is_land = !land.empty() && land[i] != 0;
    if (cell.count > 0) ++scan.with_values;
    if (cell.count == all && !is_land) {
      scan.ocean.push_back(rows.begin * columns + static_cast<std::int64_t>(i));
      scan.rows[i / static_cast<std::size_t>(columns)].add(cell);
    } else if (cell.count == all) {
      ++scan.land_by_mask;
    } else if (cell.count > 0 && !is_land) {
      ++scan.cells_with_gaps;
      scan.missing_values += static_cast<std::int64_t>(all - cell.count);
    }
  }
  return scan;
}

}  // namespace smnn::climate::detail
