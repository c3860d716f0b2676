#include "smnn/climate/detail/grid/field.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "smnn/io/memory.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {

Field::Field(io::NetcdfReader reader, std::string const& variable)
    : reader_(std::move(reader)),
      variable_(reader_.variable(variable)),
      axes_(axes_of(reader_, variable_)) {
  if (!axes_.on_grid()) throw IoError(reader_.where(variable) + ": " + axes_.problem);
  if (times() < 1 || rows() < 1 || columns() < 1) {
    throw IoError(reader_.where(variable) + ": " + std::to_string(times()) + " times on " +
                  std::to_string(rows()) + " x " + std::to_string(columns()) +
                  " cells, expected at least one of each");
  }
  // Products of any of these are safe from here on.
  std::array const all = {times(), rows(), columns()};
  if (!io::bytes(all, sizeof(double))) {
    throw IoError(reader_.where(variable) + ": shape " + io::to_string(all) +
                  ", expected fewer numbers than 64 bits can count");
  }
}

std::int64_t Field::extent(Axis const& axis) const {
  return axis.there() ? variable_.dimensions[static_cast<std::size_t>(axis.dimension)].size : 1;
}

Block Field::read(distributed::Range const& times, distributed::Range const& rows,
                  distributed::Range const& columns) const {
  std::size_t const dimensions = variable_.dimensions.size();
  std::vector<std::int64_t> start(dimensions, 0);
  std::vector<std::int64_t> count(dimensions, 1);
  auto const set = [&](Axis const& axis, distributed::Range const& range) {
    if (!axis.there()) return;
    start[static_cast<std::size_t>(axis.dimension)] = range.begin;
    count[static_cast<std::size_t>(axis.dimension)] = range.size();
  };
  set(axes_.time, times);
  set(axes_.latitude, rows);
  set(axes_.longitude, columns);
  auto const bytes = io::bytes(count, sizeof(double));
  if (!bytes) {
    throw IoError(reader_.where(variable_.name) + ": a block of more bytes than 64 bits can count");
  }
  io::require_memory(static_cast<std::uint64_t>(*bytes), reader_.where(variable_.name));

  Block block;
  block.values = reader_.read(variable_.name, start, count);
  auto const stride = [&](Axis const& axis) {
    std::int64_t product = axis.there() ? 1 : 0;
    for (std::size_t d = dimensions;
         axis.there() && d-- > static_cast<std::size_t>(axis.dimension) + 1;)
      product *= count[d];
    return product;
  };
  block.time_stride = stride(axes_.time);
  block.row_stride = stride(axes_.latitude);
  block.column_stride = stride(axes_.longitude);
  return block;
}

std::int64_t Field::times_per_block(std::int64_t rows, std::int64_t columns) const {
  // Large enough that chunks of many times are seldom unpacked twice.
  constexpr std::int64_t most = std::int64_t{32} << 20;
  std::int64_t const cells = std::max<std::int64_t>(rows, 1) * std::max<std::int64_t>(columns, 1);
  return std::clamp<std::int64_t>(most / static_cast<std::int64_t>(sizeof(double)) / cells, 1,
                                  times());
}

}  // namespace smnn::climate::detail
