/// Collects the numbers of a CSV file's rows. Internal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "smnn/io/detail/csv_cell.hpp"
#include "smnn/io/detail/csv_rows.hpp"
#include "smnn/io/series.hpp"

namespace smnn::io::detail {

/// Turns the fields of one column into times. How they are written is found out at the first.
class TimeReader {
 public:
  /// The first row's field and its column's name.
  TimeReader(std::string_view first, std::string const& name);

  /// The time, or nothing if the field is no time of the first one's kind.
  std::optional<double> operator()(std::string_view field) const;

  /// "a date as YYYY-MM-DD".
  std::string expected() const;
  /// "column 'date', in days from 1990-01-03".
  std::string const& source() const { return source_; }

 private:
  enum class Form { number, date, compact_date };

  Form form_ = Form::number;
  Instant first_{};
  std::string source_;
};

/// The table that grows row by row. Throws IoError naming row, line and column for values that are
/// missing, infinite or too large, and for text among numbers or in a column that was asked for.
class TableBuilder {
 public:
  struct Columns {
    std::vector<std::string> names;   ///< Of the file.
    std::optional<std::size_t> time;  ///< Its place in the file.
    std::vector<std::size_t> values;  ///< Likewise.
    bool all_needed = false;          ///< Else those without any number are dropped.
  };

  /// `cells` is an upper bound of the numbers to come.
  TableBuilder(Columns columns, Fields const& first_row, std::string file, std::size_t cells);

  void add(Fields const& row, std::int64_t line);

  /// Without times if no column has them. The builder is then empty.
  Series finish();

 private:
  /// What a column is, as far as it was seen.
  struct Seen {
    bool numbers = false;
    std::int64_t first_other_row = 0;  // neither number nor infinite; 0: none
    std::int64_t first_other_line = 0;
    std::string first_other;
  };

  void add_time(std::string_view field, std::int64_t line);
  double number(std::size_t column, std::string_view field, std::int64_t line);
  void drop_columns_without_numbers();
  [[noreturn]] void fail(std::int64_t row, std::int64_t line, std::size_t column,
                         std::string const& what) const;

  Columns columns_;
  std::string file_;
  std::optional<TimeReader> time_;
  std::vector<Seen> seen_;
  Series series_;
  std::int64_t rows_ = 0;
};

}  // namespace smnn::io::detail
