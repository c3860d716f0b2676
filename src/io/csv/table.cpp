#include <algorithm>

#include "smnn/io/detail/csv_table.hpp"
#include "smnn/io/memory.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

/// What is wrong with a field that is no number, and what to do about it.
std::string complaint(std::string_view field) {
  std::string const text = quote(std::string(field));
  switch (read_cell(field).kind) {
    case CellKind::missing:
      return "the value is missing (" + text + "); remove the row, or fill it in";
    case CellKind::infinite:
      return "is infinite (" + text + "), expected a finite number";
    case CellKind::too_large:
      return "is " + text + ", expected a number in the range of double precision";
    default:
      break;
  }
  if (read_date(field))
    return "is the date " + text + ", expected a number (dates are for the times only)";
  bool const comma = field.find(',') != std::string_view::npos;
  return "is " + text + ", expected a number" + (comma ? " with a decimal point" : "");
}

}  // namespace

TimeReader::TimeReader(std::string_view first, std::string const& name)
    : source_("column " + quote(name)) {
  if (auto const date = read_date(first)) {
    form_ = Form::date;
    first_ = *date;
  } else if (auto const compact = read_compact_date(first)) {
    form_ = Form::compact_date;
    first_ = *compact;
  }
  if (form_ != Form::number) source_ += ", in days from " + std::string(first);
}

std::optional<double> TimeReader::operator()(std::string_view field) const {
  if (form_ == Form::number) {
    Cell const cell = read_cell(field);
    return cell.kind == CellKind::number ? std::optional(cell.value) : std::nullopt;
  }
  auto const instant = form_ == Form::date ? read_date(field) : read_compact_date(field);
  return instant ? std::optional(days_between(first_, *instant)) : std::nullopt;
}

std::string TimeReader::expected() const {
  if (form_ == Form::date) return "a date as YYYY-MM-DD or YYYY-MM-DDThh:mm:ss, like the first";
  if (form_ == Form::compact_date) return "a date as YYYYMMDD, like the first";
  return "a number or, in all rows, a date";
}

TableBuilder::TableBuilder(Columns columns, Fields const& first_row, std::string file,
                           std::size_t cells)
    : columns_(std::move(columns)), file_(std::move(file)), seen_(columns_.values.size()) {
  if (columns_.time) time_.emplace(first_row[*columns_.time], columns_.names[*columns_.time]);
  require_memory((time_ ? 2 : 1) * cells * sizeof(double), file_);
  series_.values.reserve(cells);
  if (time_) series_.time.reserve(cells / std::max<std::size_t>(columns_.values.size(), 1));
}

void TableBuilder::fail(std::int64_t row, std::int64_t line, std::size_t column,
                        std::string const& what) const {
  throw IoError(file_ + ", row " + std::to_string(row) + " (line " + std::to_string(line) +
                "), column " + quote(columns_.names[column]) + ": " + what);
}

void TableBuilder::add_time(std::string_view field, std::int64_t line) {
  if (auto const time = (*time_)(field)) {
    series_.time.push_back(*time);
    return;
  }
  Cell const cell = read_cell(field);
  std::string const what =
      cell.kind == CellKind::missing ? "the time is missing (" : "the time is ";
  fail(rows_, line, *columns_.time,
       what + quote(std::string(field)) + (cell.kind == CellKind::missing ? ")" : "") +
           ", expected " + time_->expected());
}

double TableBuilder::number(std::size_t column, std::string_view field, std::int64_t line) {
  Seen& seen = seen_[column];
  std::size_t const place = columns_.values[column];
  Cell const cell = read_cell(field);
  bool const is_number = cell.kind == CellKind::number;
  bool const other = cell.kind == CellKind::text || cell.kind == CellKind::missing;
  if (other && !seen.numbers && !columns_.all_needed) {
    if (seen.first_other_row == 0) seen = {false, rows_, line, std::string(field.substr(0, 256))};
    return 0;
  }
  if (seen.first_other_row > 0) {
    fail(seen.first_other_row, seen.first_other_line, place,
         complaint(seen.first_other) + " as elsewhere in this column");
  }
  if (!is_number) fail(rows_, line, place, complaint(field));
  seen.numbers = true;
  return cell.value;
}

void TableBuilder::add(Fields const& row, std::int64_t line) {
  ++rows_;
  if (time_) add_time(row[*columns_.time], line);
  for (std::size_t i = 0; i < columns_.values.size(); ++i)
    series_.values.push_back(number(i, row[columns_.values[i]], line));
}

void TableBuilder::drop_columns_without_numbers() {
  std::size_t const width = columns_.values.size();
  if (std::all_of(seen_.begin(), seen_.end(), [](Seen const& seen) { return seen.numbers; }))
    return;
  auto& values = series_.values;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (seen_[i % width].numbers) values[kept++] = values[i];
  }
  values.resize(kept);
}

Series TableBuilder::finish() {
  drop_columns_without_numbers();
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i].numbers) series_.names.push_back(columns_.names[columns_.values[i]]);
  }
  if (time_) series_.time_source = time_->source();
  return std::move(series_);
}

}  // namespace smnn::io::detail
