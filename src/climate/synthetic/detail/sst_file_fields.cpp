#include "smnn/climate/synthetic/detail/sst_file_fields.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

#include "smnn/io/detail/provenance_fields.hpp"
#include "smnn/io/parallel/dataset_options.hpp"

namespace smnn::climate::detail {
namespace {

using distributed::Range;
using io::NetcdfNumber;
using io::NetcdfType;

double days_since_1800(Date const& date) {
  static std::int64_t const origin = days_since_1970({1800, 1, 1});
  return static_cast<double>(days_since_1970(date) - origin);
}

std::size_t bytes_of(NetcdfType type) { return type == NetcdfType::int16 ? 2 : 4; }

}  // namespace

double FieldStorage::store(double celsius) const {
  return step > 0 ? std::round(celsius / step) : celsius;
}

FieldFile::FieldFile(distributed::Communicator const& ranks, SyntheticClimate const& climate,
                     std::filesystem::path const& file, FieldStorage const& storage,
                     TimeAxis const& times)
    : ranks_(ranks), climate_(climate), storage_(storage), times_(times), writer_(ranks, file) {
  Grid const& grid = climate.grid();
  std::int64_t const shape[] = {times.size(), grid.rows(), grid.columns()};
  io::Shape const chunk =
      io::automatic_chunk({shape[0], shape[1], shape[2]}, bytes_of(storage.type));
  block_ = chunk[0];
  share_rows(chunk[1]);
  ocean_.resize(static_cast<std::size_t>(grid.rows() * columns()));
  for (std::int64_t const cell : grid.ocean) ocean_[static_cast<std::size_t>(cell)] = true;
}

void FieldFile::share_rows(std::int64_t rows_of_a_chunk) {
  std::int64_t const rows = climate_.grid().rows();
  std::int64_t const chunks = (rows + rows_of_a_chunk - 1) / rows_of_a_chunk;
  // Where ranks share a chunk all the same, they write it together at once.
  bool const whole_chunks = chunks >= ranks_.size();
  std::int64_t const unit = whole_chunks ? rows_of_a_chunk : 1;
  std::int64_t const units = (rows + unit - 1) / unit;
  rows_ = {std::min(rows, units * ranks_.rank() / ranks_.size() * unit),
           std::min(rows, units * (ranks_.rank() + 1) / ranks_.size() * unit)};
  std::int64_t const most = (units + ranks_.size() - 1) / ranks_.size();
  group_ = whole_chunks ? unit : most;
  groups_ = whole_chunks ? most : 1;
}

void FieldFile::describe(std::string const& title, std::string const& program) {
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
  provenance.ranks = ranks_.size();
  provenance.seed = options.seed;
  io::detail::for_each_field(provenance, [&](char const* name, auto const& value) {
    if constexpr (std::is_convertible_v<decltype(value), std::string>) {
      writer_.attribute(io::NetcdfText{name, value});
    } else {  // a seed has 64 bits, which no number of every reader has
      writer_.attribute(io::NetcdfText{name, std::to_string(value)});
    }
  });
}

void FieldFile::define_axis(std::string const& name, std::string const& units,
                            std::string const& standard_name, std::string const& letter) {
  io::NetcdfVariableOptions options;
  options.type = NetcdfType::float64;
  options.texts = {{"units", units}, {"standard_name", standard_name}, {"axis", letter}};
  if (letter == "T") options.texts.push_back({"calendar", "standard"});
  writer_.variable(name, {name}, options);
}

void FieldFile::define() {
  Grid const& grid = climate_.grid();
  writer_.dimension("time", times_.size());
  writer_.dimension("lat", grid.rows());
  writer_.dimension("lon", grid.columns());
  define_axis("time", "days since 1800-01-01 00:00:00", "time", "T");
  define_axis("lat", "degrees_north", "latitude", "Y");
  define_axis("lon", "degrees_east", "longitude", "X");
  io::NetcdfVariableOptions sst;
  sst.type = storage_.type;
  sst.compress = true;
  sst.texts = {{"long_name", "Sea Surface Temperature"},
               {"standard_name", "sea_surface_temperature"},
               {"units", "degC"}};
  sst.numbers = {{"_FillValue", storage_.land, storage_.type},
                 {"missing_value", storage_.land, storage_.type}};
  if (storage_.step > 0) {
    sst.numbers.push_back({"scale_factor", storage_.step, NetcdfType::float64});
    sst.numbers.push_back({"add_offset", 0, NetcdfType::float64});
  }
  writer_.variable("sst", {"time", "lat", "lon"}, sst);
  std::vector<double> days;
  for (Date const& date : times_.dates) days.push_back(days_since_1800(date));
  writer_.write_replicated("time", days);
  writer_.write_replicated("lat", grid.latitudes);
  writer_.write_replicated("lon", grid.longitudes);
}

void FieldFile::write(ClimateStates const& states, std::int64_t first) {
  for (std::int64_t i = 0; i < groups_; ++i) {
    Range const rows = {std::min(rows_.end, rows_.begin + i * group_),
                        std::min(rows_.end, rows_.begin + (i + 1) * group_)};
    write_rows(states, first, rows);
  }
}

void FieldFile::write_rows(ClimateStates const& states, std::int64_t first, Range const& rows) {
  values_.resize(static_cast<std::size_t>(states.times.size() * rows.size() * columns()));
  climate_.evaluate(states, rows, values_);
  auto value = values_.begin();
  for (std::int64_t time = 0; time < states.times.size(); ++time) {
    auto is_ocean = ocean_.begin() + rows.begin * columns();
    for (std::int64_t cell = 0; cell < rows.size() * columns(); ++cell, ++value, ++is_ocean) {
      if (*is_ocean) {
        sums_[0] += 1;
        sums_[1] += *value;
        sums_[2] += *value * *value;
      }
      *value = *is_ocean ? storage_.store(*value) : storage_.land;
    }
  }
  std::int64_t const start[] = {first, rows.size() > 0 ? rows.begin : 0, 0};
  std::int64_t const count[] = {states.times.size(), rows.size(), columns()};
  writer_.write("sst", start, count, values_);
}

std::array<double, 3> FieldFile::sums() const {
  std::array<double, 3> sums = sums_;
  ranks_.sum_in_rank_order(std::span<double>(sums));
  return sums;
}

}  // namespace smnn::climate::detail
