/// @file
/// Which cells of some rows are ocean, and what their temperatures are on the whole.
#pragma once

#include <cstdint>
#include <vector>

#include "smnn/climate/detail/grid/field.hpp"
#include "smnn/climate/detail/grid/region.hpp"
#include "smnn/climate/detail/moments.hpp"
#include "smnn/climate/detail/unpacking.hpp"

namespace smnn::climate::detail {

/// What is read of a field: times and rows as the file has them, columns in order.
struct Window {
  distributed::Range times, rows;
  Columns columns;

  /// The file's columns that hold them.
  distributed::Range stored_columns() const;
};

struct OceanScan {
  std::vector<std::int64_t> ocean;   ///< Cells (row * columns + column) of the window.
  std::vector<Moments> rows;         ///< Over ocean cells and times, per row.
  std::int64_t missing_values = 0;   ///< Of cells that have some temperatures and are no land.
  std::int64_t cells_with_gaps = 0;  ///< Those cells.
  std::int64_t land_by_mask = 0;     ///< Cells that have a temperature at every time.
  std::int64_t with_values = 0;      ///< Cells that have one at some time.
};

/// Scans rows begin .. end-1 of the window's, `land` being their cells that a mask tells, or empty.
/// Reads them in blocks of times.
OceanScan scan_ocean(Field const& field, Unpacking const& unpack, Window const& window,
                     distributed::Range const& rows, std::vector<char> const& land);

}  // namespace smnn::climate::detail
