#include "smnn/climate/synthetic/sst_file_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "smnn/climate/synthetic/detail/sst_file_fields.hpp"

namespace smnn::climate {
namespace {

using distributed::Communicator;

// As in the weekly files of observations.
constexpr detail::FieldStorage observations{io::NetcdfType::int16, 0.01, 32767};
// NetCDF's own number for what is missing, about 9.97e36.
constexpr detail::FieldStorage expectations{io::NetcdfType::float32, 0, 0x1.ep122};

}  // namespace

FieldStatistics write_climate(Communicator const& ranks, SyntheticClimate const& climate,
                              std::filesystem::path const& file, std::string const& program,
                              FieldsWritten const& written) {
  detail::FieldFile fields(ranks, climate, file, observations, climate.time());
  fields.describe("Synthetic sea-surface temperature", program);
  fields.define();
  std::int64_t const times = climate.time().size();
  SyntheticClimate::Walk walk(climate);
  for (std::int64_t done = 0; done < times;) {
    ClimateStates const states = walk.next(fields.block());
    fields.write(states, done);
    done = states.times.end;
    if (written) written(done, times);
  }
  fields.writer().commit();
  std::array<double, 3> const sums = fields.sums();
  double const mean = sums[1] / sums[0];
  return {mean, std::sqrt(std::max(0.0, sums[2] / sums[0] - mean * mean))};
}

void write_best_forecast(Communicator const& ranks, SyntheticClimate const& climate,
                         std::int64_t start, std::int64_t steps, std::filesystem::path const& file,
                         std::string const& program, FieldsWritten const& written) {
  ClimateStates const forecast = climate.best_forecast(start, steps);
  TimeAxis const times = climate.dates(forecast.times);
  detail::FieldFile fields(ranks, climate, file, expectations, times);
  fields.describe("The best possible forecast of synthetic sea-surface temperature", program);
  fields.writer().attribute(io::NetcdfText{"forecast_given_all_before", to_string(times.dates[0])});
  fields.define();
  std::int64_t const modes = climate.noise().modes();
  for (std::int64_t done = 0; done < steps;) {
    std::int64_t const end = std::min(steps, done + fields.block());
    ClimateStates part;
    part.times = {start + done, start + end};
    part.noise.assign(forecast.noise.begin() + done * modes, forecast.noise.begin() + end * modes);
    part.oscillator.assign(forecast.oscillator.begin() + done, forecast.oscillator.begin() + end);
    fields.write(part, done);
    done = end;
    if (written) written(done, steps);
  }
  fields.writer().commit();
}

}  // namespace smnn::climate
