#include "sst/spans.hpp"

#include <cmath>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::sst {

std::int64_t steps_of(climate::Sampling sampling, double years) {
  return std::llround(years * climate::times_of_a_year(sampling));
}

Spans spans_of(climate::TimeAxis const& time, climate::WindowForm const& form,
               std::int64_t first_start, std::string const& end, double validation_years) {
  Spans spans;
  spans.test_begin = end.empty() ? time.size() - form.horizon : time.find(climate::date_named(end));
  spans.validation_begin = spans.test_begin - steps_of(time.sampling, validation_years);
  spans.validation = {spans.validation_begin, spans.test_begin - form.horizon};
  spans.training = {first_start, spans.validation_begin - form.horizon};
  if (spans.validation.first > spans.validation.last) {
    throw InvalidArgument("--validation-years: got " + std::to_string(validation_years) +
                          ", expected as many as the horizon of " + std::to_string(form.horizon) +
                          " times has, or more");
  }
  if (spans.training.first > spans.training.last) {
    throw InvalidArgument(
        "--end: the record has " + std::to_string(spans.test_begin) +
        " times before the test begins, expected " +
        std::to_string(first_start + form.horizon + spans.test_begin - spans.validation_begin) +
        " or more: window or seasonal cycle (" + std::to_string(first_start) + "), horizon (" +
        std::to_string(form.horizon) + ") and validation (" +
        std::to_string(spans.test_begin - spans.validation_begin) + ")");
  }
  return spans;
}

}  // namespace smnn::drivers::sst
