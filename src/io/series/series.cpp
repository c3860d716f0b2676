#include "smnn/io/series.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string_view>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

std::string row_number(std::size_t row) { return std::to_string(row + 1); }

void check_shape(Series const& series, std::string const& where) {
  if (series.names.empty())
    throw IoError(where + ": has no column of numbers, expected at least one");
  if (series.time.size() < 2) {
    throw IoError(where + ": has " + (series.time.empty() ? "no rows" : "1 row") +
                  ", expected at least 2");
  }
  if (series.values.size() != series.time.size() * series.names.size()) {
    throw IoError(where + ": has " + std::to_string(series.values.size()) + " values, expected " +
                  std::to_string(series.time.size()) + " rows of " +
                  std::to_string(series.names.size()));
  }
}

void check_names(Series const& series, std::string const& where) {
  std::vector<std::string> sorted = series.names;
  std::sort(sorted.begin(), sorted.end());
  auto const twin = std::adjacent_find(sorted.begin(), sorted.end());
  if (twin == sorted.end()) return;
  throw IoError(where + ": two columns are called " + quote(*twin) +
                ", expected different names; choose columns by number");
}

void check_time(Series const& series, std::string const& where) {
  auto const& time = series.time;
  for (std::size_t i = 0; i < time.size(); ++i) {
    if (std::isfinite(time[i])) continue;
    throw IoError(where + ", row " + row_number(i) + ": the time is " + to_string(time[i]) + " (" +
                  series.time_source + "), expected a finite number");
  }
  std::size_t wrong = 0;
  std::size_t first = 0;
  for (std::size_t i = 1; i < time.size(); ++i) {
    if (time[i] > time[i - 1]) continue;
    if (wrong++ == 0) first = i;
  }
  if (wrong == 0) return;
  std::string const rows = "rows " + row_number(first - 1) + " and " + row_number(first);
  bool const equal = time[first] == time[first - 1];
  throw IoError(where + ": " + rows +
                (equal ? " have the same time " + to_string(time[first])
                       : " are out of order, with times " + to_string(time[first - 1]) + " and " +
                             to_string(time[first])) +
                (wrong > 1 ? " (and so " + std::to_string(wrong - 1) + " more)" : "") +
                ", expected times that increase (" + series.time_source + ")");
}

void check_values(Series const& series, std::string const& where) {
  auto const bad = std::find_if_not(series.values.begin(), series.values.end(),
                                    [](double value) { return std::isfinite(value); });
  if (bad == series.values.end()) return;
  auto const place = static_cast<std::size_t>(bad - series.values.begin());
  std::size_t const columns = series.names.size();
  throw IoError(where + ", row " + row_number(place / columns) + ", column " +
                quote(series.names[place % columns]) + ": is " + to_string(*bad) +
                ", expected a finite number; remove the row or fill it in");
}

}  // namespace

bool is_hdf5(std::filesystem::path const& path) {
  constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  std::ifstream stream(path, std::ios::binary);
  std::array<char, 8> bytes{};
  for (std::streamoff at = 0; stream; at = at == 0 ? 512 : 2 * at) {
    stream.seekg(at);
    if (!stream.read(bytes.data(), bytes.size())) return false;
    if (std::string_view(bytes.data(), bytes.size()) == signature) return true;
  }
  return false;
}

Series read_series(std::filesystem::path const& path, SeriesOptions const& options) {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::read");
  return is_hdf5(path) ? read_hdf5_series(path, options) : read_csv_series(path, options);
}

void check(Series const& series, std::string const& where) {
  check_shape(series, where);
  check_names(series, where);
  check_time(series, where);
  check_values(series, where);
}

}  // namespace smnn::io
