/// Lines of a text file that is not trusted. Internal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace smnn::io::detail {

/// Reads a file line by line, holding a bounded part of it in memory. Errors are IoErrors naming
/// file and line: no file, an empty one, bytes that are not text, a line without end.
class LineReader {
 public:
  static constexpr std::size_t longest_line = std::size_t{1} << 26;

  explicit LineReader(std::filesystem::path const& path);

  /// The next line without its end; may be changed, and lives until the next call. Nothing at the
  /// end of the file.
  std::optional<std::span<char>> next();

  /// Number of that line, from 1.
  std::int64_t line() const { return line_; }

  /// "file 'F'", and ", line N" of the last line.
  std::string const& file() const { return file_; }
  std::string where() const { return file_ + ", line " + std::to_string(line_); }

 private:
  bool refill();
  void check_text(std::span<char const> text) const;

  std::string file_;
  std::ifstream stream_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // what of the buffer is still to be read
  std::size_t end_ = 0;
  std::int64_t line_ = 0;
};

/// Lines of a file, the last one whether or not it is ended.
std::int64_t count_lines(std::filesystem::path const& path);

}  // namespace smnn::io::detail
