#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <string>
#include <system_error>

#include "smnn/io/detail/csv_cell.hpp"

namespace smnn::io::detail {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool says_missing(std::string_view text) {
  constexpr std::array<std::string_view, 5> words{"", "na", "n/a", "null", "none"};
  constexpr std::size_t longest = 4;
  if (text.size() > longest) return false;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::find(words.begin(), words.end(), lower) != words.end();
}

/// Takes a date or time apart from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<unsigned> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    unsigned value = 0;
    for (char const c : rest_.substr(0, count)) {
      if (!is_digit(c)) return std::nullopt;
      value = 10 * value + static_cast<unsigned>(c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  /// ".25", if there is a point.
  double fraction() {
    if (rest_.size() < 2 || rest_[0] != '.' || !is_digit(rest_[1])) return 0;
    double value = 0;
    auto const end =
        std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, std::chars_format::fixed);
    rest_.remove_prefix(static_cast<std::size_t>(end.ptr - rest_.data()));
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> day_of(std::optional<unsigned> year, std::optional<unsigned> month,
                                   std::optional<unsigned> day) {
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day const date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

/// hh:mm[:ss[.s]][Z] to the end, in seconds.
std::optional<double> second_of(Scanner& scanner) {
  auto const hour = scanner.digits(2);
  if (!hour || *hour > 23 || !scanner.take(':')) return std::nullopt;
  auto const minute = scanner.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  double second = 60.0 * (60.0 * *hour + *minute);
  if (scanner.take(':')) {
    auto const whole = scanner.digits(2);
    if (!whole || *whole > 60) return std::nullopt;  // 60: a leap second
    second += *whole + scanner.fraction();
  }
  scanner.take('Z');
  if (!scanner.done()) return std::nullopt;
  return second;
}

}  // namespace

Cell read_cell(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') digits.remove_prefix(1);
  double value = 0;
  char const* const end = digits.data() + digits.size();
  auto const [rest, error] = std::from_chars(digits.data(), end, value);
  if (rest != end || error == std::errc::invalid_argument)
    return {says_missing(text) ? CellKind::missing : CellKind::text, 0};
  if (error == std::errc::result_out_of_range) return {CellKind::too_large, 0};
  if (std::isnan(value)) return {CellKind::missing, 0};
  if (std::isinf(value)) return {CellKind::infinite, 0};
  return {CellKind::number, value};
}

std::optional<Instant> read_date(std::string_view text) {
  Scanner scanner(text);
  auto const year = scanner.digits(4);
  if (!scanner.take('-')) return std::nullopt;
  auto const month = scanner.digits(2);
  if (!scanner.take('-')) return std::nullopt;
  auto const day = day_of(year, month, scanner.digits(2));
  if (!day) return std::nullopt;
  if (scanner.done()) return Instant{*day, 0};
  if (!scanner.take('T') && !scanner.take(' ')) return std::nullopt;
  auto const second = second_of(scanner);
  if (!second) return std::nullopt;
  return Instant{*day, *second};
}

std::optional<Instant> read_compact_date(std::string_view text) {
  Scanner scanner(text);
  auto const year = scanner.digits(4);
  auto const month = scanner.digits(2);
  auto const day = day_of(year, month, scanner.digits(2));
  if (!day || !scanner.done() || *year < 1800 || *year > 2199) return std::nullopt;
  return Instant{*day, 0};
}

double days_between(Instant from, Instant to) {
  return static_cast<double>(to.day - from.day) + (to.second - from.second) / 86400;
}

}  // namespace smnn::io::detail
