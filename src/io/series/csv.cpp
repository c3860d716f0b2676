// CSV: the first line, the choice of columns, and then row by row.
#include <algorithm>
#include <utility>

#include "smnn/io/detail/csv_cell.hpp"
#include "smnn/io/detail/csv_rows.hpp"
#include "smnn/io/detail/csv_table.hpp"
#include "smnn/io/detail/series_columns.hpp"
#include "smnn/io/series.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using detail::CellKind;
using detail::ColumnNames;
using detail::Fields;
using detail::RowReader;
using detail::TableBuilder;

bool is_header(Fields const& row) {
  bool const text = std::any_of(row.begin(), row.end(), [](std::string_view field) {
    return detail::read_cell(field).kind == CellKind::text;
  });
  return text && std::none_of(row.begin(), row.end(), [](std::string_view field) {
           CellKind const kind = detail::read_cell(field).kind;
           bool const value = kind != CellKind::text && kind != CellKind::missing;
           return value || detail::read_date(field);
         });
}

std::vector<std::string> column_names(Fields const& row, bool header) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < row.size(); ++i) {
    bool const named = header && !row[i].empty();
    names.push_back(named ? std::string(row[i]) : "x" + std::to_string(i + 1));
  }
  return names;
}

TableBuilder::Columns choose(ColumnNames const& names, Fields const& first_row,
                             SeriesOptions const& options) {
  TableBuilder::Columns columns;
  columns.time = names.time(options);
  columns.values = names.asked(options, columns.time);
  columns.all_needed = !options.columns.empty();
  auto const is_asked = [&](std::size_t i) {
    return std::find(columns.values.begin(), columns.values.end(), i) != columns.values.end();
  };
  bool const guess = !columns.time && !options.time_column;
  if (guess && !is_asked(0) && detail::read_date(first_row[0])) columns.time = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    columns.names.push_back(names[i]);
    if (!columns.all_needed && i != columns.time) columns.values.push_back(i);
  }
  return columns;
}

/// Every number in the file is followed by a separator or the end, and every row has a line.
std::size_t most_cells(std::filesystem::path const& path, std::size_t columns) {
  auto const lines = static_cast<std::size_t>(detail::count_lines(path));
  return std::min<std::size_t>(lines * columns, std::filesystem::file_size(path) + 1);
}

}  // namespace

Series read_csv_series(std::filesystem::path const& path, SeriesOptions const& options) {
  detail::check_step(options);
  RowReader reader(path);
  std::string const file = reader.file();
  Fields row;
  if (!reader.next(row)) throw IoError(file + ": has no rows, expected at least 2");
  bool const header = is_header(row);
  std::vector<std::string> names = column_names(row, header);
  if (header && !reader.next(row))
    throw IoError(file + ": has a header but no rows, expected at least 2");

  ColumnNames const columns(std::move(names), file, "column");
  auto chosen = choose(columns, row, options);
  std::size_t const cells = most_cells(path, chosen.values.size());
  TableBuilder table(std::move(chosen), row, file, cells);
  std::size_t points = 0;
  do {
    table.add(row, reader.line());
    ++points;
  } while (reader.next(row));
  Series series = table.finish();
  if (series.time_source.empty()) detail::set_time_by_step(options, points, series);
  check(series, file);
  return series;
}

}  // namespace smnn::io
