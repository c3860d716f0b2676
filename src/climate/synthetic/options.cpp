#include "smnn/climate/synthetic/options.hpp"

#include <algorithm>
#include <string>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

constexpr int last_year = 9999;  // that four digits can say

void require(bool good, char const* name, std::string const& got, std::string const& expected) {
  if (good) return;
  throw InvalidArgument(std::string(name) + ": got " + got + ", expected " + expected);
}

void check_count(char const* name, std::int64_t count, std::int64_t least, std::int64_t most) {
  require(count >= least && count <= most, name, std::to_string(count),
          std::to_string(least) + " to " + std::to_string(most));
}

void check_number(char const* name, double value, double least, double most) {
  require(value >= least && value <= most, name, io::to_string(value),
          io::to_string(least) + " to " + io::to_string(most));
}

void check_times(SyntheticOptions const& options) {
  check_count("steps", options.steps, 1, 100'000);
  Date const& first = options.first;
  bool const valid = first.year >= 1 && first.year <= last_year && first.month >= 1 &&
                     first.month <= 12 && first.day >= 1 &&
                     first.day <= days_in_month(first.year, first.month);
  require(valid, "first", to_string(first), "a day of the years 1 to 9999");
  require(options.sampling != Sampling::monthly || first.day == 1, "first", to_string(first),
          "the first day of a month, as times are monthly");
  Date const last = steps_later(first, options.sampling, options.steps - 1);
  require(last.year <= last_year, "steps", std::to_string(options.steps),
          "times that end before the year 10000");
}

}  // namespace

void check(SyntheticOptions const& options) {
  check_count("rows", options.rows, 2, 10'800);
  check_count("columns", options.columns, 4, 21'600);
  check_times(options);
  // Together they stay within what 16 bits hold in steps of 0.01 K.
  check_number("season", options.season, 0, 20);
  double const decades =
      static_cast<double>(options.steps) * days_of_a_step(options.sampling) / 3652.425;
  double const fastest = 60 / std::max(decades, 1.0);
  check_number("trend", options.trend, -fastest, fastest);
  check_number("oscillator", options.oscillator, 0, 10);
  check_number("noise", options.noise, 0, 10);
  check_number("period", options.period, 180, 36'525);
  check_number("forcing", options.forcing, 0, 1);
  check_number("noise_time", options.noise_time, 1, 36'525);
  check_number("noise_scale", options.noise_scale, 5, 90);
}

double days_of_a_step(Sampling sampling) {
  switch (sampling) {
    case Sampling::weekly:
      return 7;
    case Sampling::daily:
      return 1;
    default:
      return 365.2425 / 12;
  }
}

}  // namespace smnn::climate
