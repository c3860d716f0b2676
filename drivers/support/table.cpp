#include "support/table.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <smnn/solver/error.hpp>

namespace smnn::drivers {
namespace {

template <class... Arguments>
std::string format(char const* pattern, Arguments... arguments) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, arguments...);
  return text;
}

std::string padded(std::string const& cell, std::size_t width, bool to_right) {
  std::string const padding(width - cell.size(), ' ');
  return to_right ? padding + cell : cell + padding;
}

}  // namespace

Table::Table(std::vector<std::string> headings) : headings_(std::move(headings)) {
  for (auto& heading : headings_) {
    to_right_.push_back(heading.starts_with('>'));
    if (to_right_.back()) heading.erase(0, 1);
  }
}

void Table::add(std::vector<std::string> cells) {
  cells.resize(headings_.size());
  rows_.push_back(std::move(cells));
}

void Table::add_rule() { rows_.emplace_back(); }

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (auto const& heading : headings_) widths.push_back(heading.size());
  for (auto const& row : rows_) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }
  std::size_t total = 2 * (widths.size() - 1);
  for (std::size_t const width : widths) total += width;
  std::string text;
  auto const add_row = [&](std::vector<std::string> const& row) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c)
      line += padded(row[c], widths[c], to_right_[c]) + "  ";
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  std::string const rule = std::string(total, '-') + '\n';
  add_row(headings_);
  text += rule;
  for (auto const& row : rows_) {
    if (row.empty()) {
      text += rule;
    } else {
      add_row(row);
    }
  }
  return text;
}

std::string scientific(std::optional<double> value) {
  if (!value || std::isnan(*value)) return "-";
  return *value == 0 ? "0" : format("%.1e", *value);
}

std::string duration(double seconds) {
  if (seconds < 1e-3) return format("%.0f us", 1e6 * seconds);
  if (seconds < 1) return format("%.1f ms", 1e3 * seconds);
  return format("%.2f s", seconds);
}

std::string csv_line(std::vector<std::string> const& cells) {
  std::string line;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c > 0) line += ',';
    if (cells[c].find_first_of(",\"\r\n") == std::string::npos) {
      line += cells[c];
      continue;
    }
    line += '"';
    for (char const character : cells[c])
      line += character == '"' ? std::string("\"\"") : std::string(1, character);
    line += '"';
  }
  return line + '\n';
}

std::string csv_number(std::optional<double> value) {
  return value ? format("%.17g", *value) : std::string();
}

void write_text_file(std::string const& path, std::string const& text) {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::write");
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  bool complete = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  int const error = errno;
  if (file != nullptr && std::fclose(file) != 0) complete = false;
  if (!complete) throw IoError("file '" + path + "': cannot be written: " + std::strerror(error));
}

}  // namespace smnn::drivers
