#include "smnn/network/training/history.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <memory>
#include <system_error>

#include "smnn/solver/error.hpp"

namespace smnn::network {

namespace {

// The shortest text that reads back as the same number.
std::string to_text(double value) {
  char text[32];
  auto const end = std::to_chars(text, text + sizeof(text), value).ptr;
  return {text, end};
}

std::string line_of(std::span<double const> row) {
  std::string line;
  for (double const value : row) line += (line.empty() ? "" : ",") + to_text(value);
  return line + '\n';
}

// Opened and closed for every row: it comes once an epoch, and nothing is lost with the process.
void write(std::filesystem::path const& file, char const* mode, std::string const& text) {
  auto const close = [](std::FILE* stream) { std::fclose(stream); };
  std::unique_ptr<std::FILE, decltype(close)> stream(std::fopen(file.c_str(), mode), close);
  bool const written =
      stream && std::fwrite(text.data(), 1, text.size(), stream.get()) == text.size();
  if (!written || std::fclose(stream.release()) != 0) {
    throw IoError("file '" + file.string() +
                  "': the history cannot be written: " + std::generic_category().message(errno));
  }
}

}  // namespace

std::int64_t History::rows() const {
  return columns_.empty() ? 0 : static_cast<std::int64_t>(values_.size() / columns_.size());
}

std::span<double const> History::row(std::int64_t i) const {
  return std::span(values_).subspan(static_cast<std::size_t>(i) * columns_.size(), columns_.size());
}

std::vector<double> History::column(std::string const& name) const {
  auto const found = std::find(columns_.begin(), columns_.end(), name);
  if (found == columns_.end()) throw InvalidArgument("the history has no column '" + name + "'");
  auto const place = static_cast<std::size_t>(found - columns_.begin());
  std::vector<double> result;
  for (std::size_t i = place; i < values_.size(); i += columns_.size())
    result.push_back(values_[i]);
  return result;
}

void History::append(std::span<double const> row) {
  if (row.size() != columns_.size()) {
    throw InvalidArgument("history: got a row of " + std::to_string(row.size()) +
                          " numbers, expected " + std::to_string(columns_.size()));
  }
  values_.insert(values_.end(), row.begin(), row.end());
}

std::vector<std::string> history_columns(std::vector<std::string> const& training_losses,
                                         std::vector<std::string> const& validation_losses) {
  std::vector<std::string> columns{"epoch", "seconds", "learning_rate", "gradient_norm"};
  for (auto const& name : training_losses) columns.push_back("train_" + name);
  for (auto const& name : validation_losses) columns.push_back("validation_" + name);
  return columns;
}

void write_csv(std::filesystem::path const& file, History const& history) {
  std::string text;
  for (auto const& name : history.columns()) text += (text.empty() ? "" : ",") + name;
  text += '\n';
  for (std::int64_t i = 0; i < history.rows(); ++i) text += line_of(history.row(i));
  write(file, "w", text);
}

void append_csv(std::filesystem::path const& file, History const& history) {
  write(file, "a", line_of(history.row(history.rows() - 1)));
}

}  // namespace smnn::network
