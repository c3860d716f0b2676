/// @file
/// What the baselines share: the checks of their arguments, and phases of a year.
#pragma once

#include <cstdint>
#include <vector>

#include "smnn/climate/record.hpp"

namespace smnn::climate::detail {

/// Throws InvalidArgument, naming the baseline, unless it has `least` times from `begin` on, before
/// `start`, and something to forecast.
void check_past(char const* baseline, Record const& record, std::int64_t begin, std::int64_t start,
                std::int64_t steps, std::int64_t least);

/// Phases of the year of the times begin .. end-1, also those behind the record's last.
std::vector<std::int64_t> phases_of(TimeAxis const& time, std::int64_t begin, std::int64_t end);

/// The part of the year that has passed at these times, 0 <= . < 1; months are equal.
std::vector<double> year_parts(TimeAxis const& time, std::int64_t begin, std::int64_t end);

/// Means by phase of one series' values begin .. begin + phases.size() - 1.
class PhaseMeans {
 public:
  /// Of which times there are which phases: the same for all series.
  PhaseMeans(std::vector<std::int64_t> phases, std::int64_t phases_of_year);
  /// (phases of the year)
  void of(float const* values, std::vector<double>& means) const;

 private:
  std::vector<std::int64_t> phases_;
  std::vector<double> counts_;
  std::vector<std::int64_t> source_;  // of every phase: itself, or the nearest that has values
};

}  // namespace smnn::climate::detail
