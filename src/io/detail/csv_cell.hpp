/// What stands in one field of a CSV file. Internal.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace smnn::io::detail {

enum class CellKind { number, infinite, too_large, missing, text };

struct Cell {
  CellKind kind;
  double value;  ///< Of a number, else 0.
};

/// Reads a number with a decimal point, in any locale. Missing: nothing, NA, N/A, NaN, null, none.
Cell read_cell(std::string_view text);

/// A day and the seconds since it began.
struct Instant {
  std::int64_t day;
  double second;
};

/// YYYY-MM-DD, YYYY-MM-DDThh:mm[:ss[.s]][Z], or that with a blank instead of the T.
std::optional<Instant> read_date(std::string_view text);

/// YYYYMMDD from 1800 to 2199: other numbers of eight digits are hardly dates.
std::optional<Instant> read_compact_date(std::string_view text);

/// Days from one to the other.
double days_between(Instant from, Instant to);

}  // namespace smnn::io::detail
