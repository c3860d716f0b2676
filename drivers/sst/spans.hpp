/// Which times of a record are learned from, validated on and kept for the test.
#pragma once

#include <cstdint>
#include <smnn/climate/learning/windows.hpp>
#include <smnn/climate/record.hpp>
#include <string>

namespace smnn::drivers::sst {

/// First and last time at which a forecast starts, both included.
struct Starts {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

struct Spans {
  Starts training, validation;
  std::int64_t validation_begin = 0;  ///< No target of the training lies at this time or later,
  std::int64_t test_begin = 0;        ///< nor one of the validation at this one.
};

/// Times of so many years, to the nearest.
std::int64_t steps_of(climate::Sampling sampling, double years);

/// The test begins at the date, or, if that is empty, a horizon before the record's end; the
/// `validation_years` before it are for validation, all before these for training. Throws
/// InvalidArgument, naming the options, if either is left without a forecast.
Spans spans_of(climate::TimeAxis const& time, climate::WindowForm const& form,
               std::int64_t first_start, std::string const& end, double validation_years);

}  // namespace smnn::drivers::sst
