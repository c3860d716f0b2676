/// Tables for a terminal and for a CSV file.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace smnn::drivers {

/// Columns as wide as their widest cell; text to the left, numbers (cells under a heading that
/// begins with '>') to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> headings);
  void add(std::vector<std::string> cells);
  void add_rule();  // a horizontal line
  std::string text() const;

 private:
  std::vector<std::string> headings_;
  std::vector<bool> to_right_;
  std::vector<std::vector<std::string>> rows_;  // an empty one is a rule
};

/// "1.2e-03"; "-" for none or NaN.
std::string scientific(std::optional<double> value);

/// "34 us", "1.2 ms", "2.5 s".
std::string duration(double seconds);

/// One line of a CSV file (RFC 4180), quoted where necessary, with its end of line.
std::string csv_line(std::vector<std::string> const& cells);

/// All digits of a number; empty for none.
std::string csv_number(std::optional<double> value);

/// Replaces the file's contents. Throws IoError.
void write_text_file(std::string const& path, std::string const& text);

}  // namespace smnn::drivers
