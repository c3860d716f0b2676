#include <algorithm>
#include <cstdio>
#include <cstring>

#include "smnn/io/detail/csv_lines.hpp"
#include "smnn/io/memory.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 18;

/// Control characters that no text has.
bool is_binary(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

std::ifstream open(std::filesystem::path const& path, std::string const& file) {
  std::error_code error;
  auto const status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw IoError(file + ": no such file");
  if (!std::filesystem::is_regular_file(status)) throw IoError(file + ": not a regular file");
  if (std::filesystem::file_size(path, error) == 0)
    throw IoError(file + ": is empty, expected a table");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw IoError(file + ": cannot be opened for reading");
  return stream;
}

}  // namespace

LineReader::LineReader(std::filesystem::path const& path)
    : file_("file " + quote(path.string())), stream_(open(path, file_)), buffer_(chunk) {
  refill();
  std::string_view const start(buffer_.data(), std::min<std::size_t>(end_, 3));
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
    throw IoError(file_ + ": is UTF-16, expected a table in UTF-8; save it as that");
  if (start == "\xef\xbb\xbf") begin_ = 3;  // a byte-order mark
}

bool LineReader::refill() {
  std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
  end_ -= begin_;
  begin_ = 0;
  if (end_ == buffer_.size()) {
    if (buffer_.size() >= longest_line) {
      throw IoError(file_ + ", line " + std::to_string(line_ + 1) + ": is longer than " +
                    format_bytes(longest_line) + ", expected a row of a table");
    }
    buffer_.resize(2 * buffer_.size());
  }
  stream_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
  if (stream_.bad()) throw IoError(file_ + ": cannot be read");
  end_ += static_cast<std::size_t>(stream_.gcount());
  return stream_.gcount() > 0;
}

std::optional<std::span<char>> LineReader::next() {
  std::size_t searched = 0;
  char* newline = nullptr;
  for (;;) {
    char* const from = buffer_.data() + begin_ + searched;
    std::size_t const length = end_ - begin_ - searched;
    newline = length == 0 ? nullptr : static_cast<char*>(std::memchr(from, '\n', length));
    searched = end_ - begin_;
    if (newline != nullptr || !refill()) break;
  }
  if (newline == nullptr && begin_ == end_) return std::nullopt;
  ++line_;
  char* const first = buffer_.data() + begin_;
  char* last = newline != nullptr ? newline : buffer_.data() + end_;
  begin_ = newline != nullptr ? static_cast<std::size_t>(newline + 1 - buffer_.data()) : end_;
  if (last > first && last[-1] == '\r') --last;
  std::span<char> const line(first, last);
  check_text(line);
  return line;
}

void LineReader::check_text(std::span<char const> text) const {
  auto const found = std::find_if(text.begin(), text.end(), is_binary);
  if (found == text.end()) return;
  if (*found == '\r')
    throw IoError(where() +
                  ": has a carriage return inside, expected lines that end with newlines");
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned>(*found));
  throw IoError(where() + ": has the byte " + byte + ", expected text (CSV) or an HDF5 file");
}

std::int64_t count_lines(std::filesystem::path const& path) {
  std::ifstream stream(path, std::ios::binary);
  std::vector<char> buffer(chunk);
  std::int64_t lines = 1;
  while (stream.read(buffer.data(), chunk), stream.gcount() > 0)
    lines += std::count(buffer.data(), buffer.data() + stream.gcount(), '\n');
  return lines;
}

}  // namespace smnn::io::detail
