#include <algorithm>
#include <charconv>
#include <cmath>

#include "smnn/io/detail/series_columns.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::string_view no_time = "none";

/// "time" of "Time (s)".
std::string first_word(std::string const& name) {
  std::string word;
  for (char const c : name.substr(0, name.find_first_of(" ([/"))) {
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return word;
}

/// "3" as the third of `count`.
std::optional<std::size_t> number_of(std::string const& text, std::size_t count) {
  std::size_t number = 0;
  char const* const end = text.data() + text.size();
  auto const [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || number < 1 || number > count) return std::nullopt;
  return number - 1;
}

}  // namespace

std::string ColumnNames::list() const {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(size(), most); ++i)
    text += (i == 0 ? "" : ", ") + quote(names_[i]);
  if (size() > most) text += " or " + std::to_string(size() - most) + " more";
  return text;
}

std::size_t ColumnNames::find(std::string const& name) const {
  auto const found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    if (auto const number = number_of(name, size())) return *number;
    throw InvalidArgument(where_ + ": has no " + kind_ + " " + quote(name) +
                          (size() == 0 ? ", it has none of numbers" : ", expected " + list()));
  }
  auto const second = std::find(found + 1, names_.end(), name);
  if (second != names_.end()) {
    throw InvalidArgument(where_ + ": " + kind_ + "s " +
                          std::to_string(found - names_.begin() + 1) + " and " +
                          std::to_string(second - names_.begin() + 1) + " are both called " +
                          quote(name) + ", expected the number of one of them");
  }
  return static_cast<std::size_t>(found - names_.begin());
}

std::optional<std::size_t> ColumnNames::time(SeriesOptions const& options) const {
  if (options.time_column) {
    bool const exists =
        std::find(names_.begin(), names_.end(), *options.time_column) != names_.end();
    if (*options.time_column == no_time && !exists) return std::nullopt;
    return find(*options.time_column);
  }
  auto const asked = this->asked(options, std::nullopt);
  for (char const* const word : {"time", "date", "datetime", "timestamp", "t"}) {
    for (std::size_t i = 0; i < size(); ++i) {
      bool const free = std::find(asked.begin(), asked.end(), i) == asked.end();
      if (free && first_word(names_[i]) == word) return i;
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> ColumnNames::asked(SeriesOptions const& options,
                                            std::optional<std::size_t> time) const {
  std::vector<std::size_t> columns;
  for (std::string const& name : options.columns) {
    std::size_t const column = find(name);
    if (column == time) {
      throw InvalidArgument(where_ + ": " + kind_ + " " + quote(names_[column]) +
                            " has the times, expected it not among the series");
    }
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      throw InvalidArgument(where_ + ": " + kind_ + " " + quote(names_[column]) +
                            " is asked for twice, expected once");
    }
    columns.push_back(column);
  }
  return columns;
}

void check_step(SeriesOptions const& options) {
  if (options.step > 0 && std::isfinite(options.step)) return;
  throw InvalidArgument("time step of a series: is " + to_string(options.step) +
                        ", expected a positive number");
}

void set_time_by_step(SeriesOptions const& options, std::size_t points, Series& series) {
  series.time_source = "steps of " + to_string(options.step);
  series.time.resize(points);
  for (std::size_t i = 0; i < points; ++i) series.time[i] = static_cast<double>(i) * options.step;
}

}  // namespace smnn::io::detail
