#include "smnn/climate/synthetic/sst_file_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "smnn/io/detail/provenance_fields.hpp"
#include "smnn/io/netcdf/writer.hpp"

namespace smnn::climate {
namespace {

using distributed::Communicator;
using distributed::Range;
using io::NetcdfNumber;
using io::NetcdfType;

constexpr double packing = 0.01;             // K
constexpr double packed_land = 32767;        // as in the weekly files of observations
constexpr double unpacked_land = 0x1.ep122;  // NetCDF's own default, about 9.97e36
constexpr std::int64_t block_values = std::int64_t{1} << 22;  // 32 MiB of doubles a rank

// How temperatures stand in the file.
struct Storage {
  NetcdfType type;
  bool packed;
  double land;
  double store(double celsius) const { return packed ? std::round(celsius / packing) : celsius; }
};
constexpr Storage observations{NetcdfType::int16, true, packed_land};
constexpr Storage expectations{NetcdfType::float32, false, unpacked_land};

double days_since_1800(Date const& date) {
  static std::int64_t const origin = days_since_1970({1800, 1, 1});
  return static_cast<double>(days_since_1970(date) - origin);
}

// Rows of a rank, and the most that any has.
Range band(std::int64_t rows, Communicator const& ranks) {
  return {rows * ranks.rank() / ranks.size(), rows * (ranks.rank() + 1) / ranks.size()};
}
std::int64_t widest_band(std::int64_t rows, Communicator const& ranks) {
  return (rows + ranks.size() - 1) / ranks.size();
}

class FieldFile {
 public:
  FieldFile(Communicator const& ranks, SyntheticClimate const& climate,
            std::filesystem::path const& file, Storage const& storage)
      : climate_(climate),
        storage_(storage),
        rows_(band(climate.grid().rows(), ranks)),
        writer_(ranks, file) {
    auto const widest = widest_band(climate.grid().rows(), ranks);
    block_ = std::max<std::int64_t>(1, block_values / (widest * climate.grid().columns()));
    ocean_.resize(static_cast<std::size_t>(rows_.size() * columns()));
    for (std::int64_t const cell : climate.grid().ocean) {
      std::int64_t const own = cell - rows_.begin * columns();
      if (own >= 0 && own < rows_.size() * columns()) ocean_[static_cast<std::size_t>(own)] = true;
    }
  }

  io::NetcdfWriter& writer() { return writer_; }

  /// Times that are written at once.
  std::int64_t block() const { return block_; }

  void describe(std::string const& title, std::string const& program, int ranks);
  void define(TimeAxis const& times);

  /// Writes the fields of some times, the first of which is the file's time `first`.
  void write(ClimateStates const& states, std::int64_t first);

  /// Sums over ocean cells and times of this rank of what has been written: number, values,
  /// squares.
  std::array<double, 3> const& sums() const { return sums_; }

 private:
  std::int64_t columns() const { return climate_.grid().columns(); }

  SyntheticClimate const& climate_;
  Storage storage_;
  Range rows_;
  io::NetcdfWriter writer_;
  std::int64_t block_ = 1;
  std::vector<bool> ocean_;  // of this rank's rows
  std::vector<double> values_;
  std::array<double, 3> sums_{};
};

void FieldFile::describe(std::string const& title, std::string const& program, int ranks) {
  writer_.attribute(io::NetcdfText{"Conventions", "CF-1.8"});
  writer_.attribute(io::NetcdfText{"title", title});
  writer_.attribute(
      io::NetcdfText{"source",
                     "smnn's synthetic climate: mean, season and trend by latitude, a delayed "
                     "oscillator, red noise; nothing in it was observed"});
  SyntheticOptions const& options = climate_.options();
  writer_.attribute(io::NetcdfText{"sampling", to_string(options.sampling)});
  writer_.attribute(io::NetcdfText{"first_date", to_string(options.first)});
  for (NetcdfNumber const& number : {
           NetcdfNumber{"season_amplitude", options.season},
           NetcdfNumber{"trend_per_decade", options.trend},
           NetcdfNumber{"oscillator_amplitude", options.oscillator},
           NetcdfNumber{"oscillator_period_days", options.period},
           NetcdfNumber{"oscillator_forcing", options.forcing},
           NetcdfNumber{"noise_variance", options.noise * options.noise},
           NetcdfNumber{"noise_autocorrelation", climate_.noise().memory()},
           NetcdfNumber{"noise_time_days", options.noise_time},
           NetcdfNumber{"noise_scale_degrees", options.noise_scale},
       }) {
    writer_.attribute(number);
  }
  io::Provenance provenance = io::current_provenance(program);
  provenance.ranks = ranks;
  provenance.seed = options.seed;
  io::detail::for_each_field(provenance, [&](char const* name, auto const& value) {
    if constexpr (std::is_convertible_v<decltype(value), std::string>) {
      writer_.attribute(io::NetcdfText{name, value});
    } else {  // a seed has 64 bits, which no number of every reader has
      writer_.attribute(io::NetcdfText{name, std::to_string(value)});
    }
  });
}

void FieldFile::define(TimeAxis const& times) {
  Grid const& grid = climate_.grid();
  writer_.dimension("time", times.size());
  writer_.dimension("lat", grid.rows());
  writer_.dimension("lon", grid.columns());
  auto const axis = [&](std::string const& name, std::string const& units,
                        std::string const& standard_name, std::string const& letter) {
    io::NetcdfVariableOptions options;
    options.type = NetcdfType::float64;
    options.texts = {{"units", units}, {"standard_name", standard_name}, {"axis", letter}};
    if (letter == "T") options.texts.push_back({"calendar", "standard"});
    writer_.variable(name, {name}, options);
  };
  axis("time", "days since 1800-01-01 00:00:00", "time", "T");
  axis("lat", "degrees_north", "latitude", "Y");
  axis("lon", "degrees_east", "longitude", "X");
  io::NetcdfVariableOptions sst;
  sst.type = storage_.type;
  sst.compress = true;
  sst.texts = {{"long_name", "Sea Surface Temperature"},
               {"standard_name", "sea_surface_temperature"},
               {"units", "degC"}};
  sst.numbers = {{"_FillValue", storage_.land, storage_.type},
                 {"missing_value", storage_.land, storage_.type}};
  if (storage_.packed) {
    sst.numbers.push_back({"scale_factor", packing, NetcdfType::float64});
    sst.numbers.push_back({"add_offset", 0, NetcdfType::float64});
  }
  writer_.variable("sst", {"time", "lat", "lon"}, sst);
  std::vector<double> days;
  for (Date const& date : times.dates) days.push_back(days_since_1800(date));
  writer_.write_replicated("time", days);
  writer_.write_replicated("lat", grid.latitudes);
  writer_.write_replicated("lon", grid.longitudes);
}

void FieldFile::write(ClimateStates const& states, std::int64_t first) {
  std::int64_t const cells = rows_.size() * columns();
  values_.resize(static_cast<std::size_t>(states.times.size() * cells));
  climate_.evaluate(states, rows_, values_);
  auto value = values_.begin();
  for (std::int64_t time = 0; time < states.times.size(); ++time) {
    for (bool const is_ocean : ocean_) {
      if (is_ocean) {
        sums_[0] += 1;
        sums_[1] += *value;
        sums_[2] += *value * *value;
      }
      *value = is_ocean ? storage_.store(*value) : storage_.land;
      ++value;
    }
  }
  std::int64_t const start[] = {first, rows_.begin, 0};
  std::int64_t const count[] = {states.times.size(), rows_.size(), columns()};
  writer_.write("sst", start, count, values_);
}

}  // namespace

FieldStatistics write_climate(Communicator const& ranks, SyntheticClimate const& climate,
                              std::filesystem::path const& file, std::string const& program,
                              FieldsWritten const& written) {
  FieldFile fields(ranks, climate, file, observations);
  fields.describe("Synthetic sea-surface temperature", program, ranks.size());
  fields.define(climate.time());
  std::int64_t const times = climate.time().size();
  SyntheticClimate::Walk walk(climate);
  for (std::int64_t done = 0; done < times;) {
    ClimateStates const states = walk.next(fields.block());
    fields.write(states, done);
    done = states.times.end;
    if (written) written(done, times);
  }
  fields.writer().commit();
  std::array<double, 3> sums = fields.sums();
  ranks.sum_in_rank_order(std::span<double>(sums));
  double const mean = sums[1] / sums[0];
  return {mean, std::sqrt(std::max(0.0, sums[2] / sums[0] - mean * mean))};
}

void write_best_forecast(Communicator const& ranks, SyntheticClimate const& climate,
                         std::int64_t start, std::int64_t steps, std::filesystem::path const& file,
                         std::string const& program, FieldsWritten const& written) {
  ClimateStates const forecast = climate.best_forecast(start, steps);
  FieldFile fields(ranks, climate, file, expectations);
  fields.describe("The best possible forecast of synthetic sea-surface temperature", program,
                  ranks.size());
  fields.writer().attribute(io::NetcdfText{"forecast_given_all_before",
                                           to_string(climate.dates({start, start + 1}).dates[0])});
  fields.define(climate.dates(forecast.times));
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
