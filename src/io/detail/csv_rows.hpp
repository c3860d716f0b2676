/// Rows of a CSV file, split into fields. Internal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "smnn/io/detail/csv_lines.hpp"

namespace smnn::io::detail {

using Fields = std::vector<std::string_view>;

/// Skips comments and lines that are empty (before the first row and after the last only), finds
/// out the separator, removes quotes and blanks around fields, and sees to it that all rows have
/// the same number of fields. Errors are IoErrors naming file and line.
class RowReader {
 public:
  static constexpr std::size_t most_columns = std::size_t{1} << 20;

  explicit RowReader(std::filesystem::path const& path) : lines_(path) {}

  /// Reads the next row; false at the end of the file. The fields live until the next call.
  bool next(Fields& fields);

  std::string const& file() const { return lines_.file(); }
  std::int64_t line() const { return lines_.line(); }

 private:
  std::string_view take_field(char*& at, char* end) const;
  void split(std::span<char> line, Fields& fields) const;
  void check_count(std::size_t count);

  LineReader lines_;
  char separator_ = '\0';  // ' ' is any number of blanks
  std::size_t columns_ = 0;
  std::int64_t first_row_ = 0;
  std::int64_t empty_line_ = 0;
};

}  // namespace smnn::io::detail
