/// @file
/// Blocks of a variable over times, rows and columns, in whatever order its dimensions stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "smnn/climate/detail/grid/axes.hpp"
#include "smnn/distributed/process_grid.hpp"
#include "smnn/io/netcdf/reader.hpp"

namespace smnn::climate::detail {

/// Numbers as stored.
struct Block {
  std::vector<double> values;
  std::int64_t time_stride = 0, row_stride = 0, column_stride = 0;

  /// Counted from the block's first.
  double at(std::int64_t time, std::int64_t row, std::int64_t column) const {
    return values[static_cast<std::size_t>(time * time_stride + row * row_stride +
                                           column * column_stride)];
  }
};

class Field {
 public:
  /// Throws IoError unless the variable is there and a field over latitude and longitude, with or
  /// without time, of at least one row and column.
  Field(io::NetcdfReader reader, std::string const& variable);

  io::NetcdfReader const& reader() const { return reader_; }
  std::string const& name() const { return variable_.name; }
  Axes const& axes() const { return axes_; }
  /// 1 without an axis of time.
  std::int64_t times() const { return extent(axes_.time); }
  std::int64_t rows() const { return extent(axes_.latitude); }
  std::int64_t columns() const { return extent(axes_.longitude); }

  Block read(distributed::Range const& times, distributed::Range const& rows,
             distributed::Range const& columns) const;

  /// So many times at a go that a block over rows and columns stays in a few megabytes.
  std::int64_t times_per_block(std::int64_t rows, std::int64_t columns) const;

 private:
  std::int64_t extent(Axis const& axis) const;

  io::NetcdfReader reader_;
  io::NetcdfVariable variable_;
  Axes axes_;
};

}  // namespace smnn::climate::detail
