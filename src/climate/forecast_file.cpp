#include "smnn/climate/forecast_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

#include "smnn/climate/sst_file.hpp"
#include "smnn/io/detail/provenance_fields.hpp"
#include "smnn/io/netcdf/reader.hpp"
#include "smnn/io/netcdf/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

using distributed::Communicator;
using io::NetcdfType;

constexpr char const* forecast_name = "sst_forecast";
constexpr double land = 0x1.ep122;  // NetCDF's own default for floats, about 9.97e36
constexpr std::int64_t block_values = std::int64_t{1} << 22;  // 32 MiB of doubles a rank

// A rectangle of cells.
struct Piece {
  std::int64_t row, column, rows, columns;
};

// The first cell of a rank whose points begin with this one: the land before it is its
// predecessor's, save that before the first.
std::int64_t first_cell(Grid const& grid, std::int64_t point) {
  if (point == 0) return 0;
  if (point == grid.points()) return grid.rows() * grid.columns();
  return grid.ocean[static_cast<std::size_t>(point)];
}

// Cells begin .. end-1 as the rest of a row, whole rows and the start of a row; some are empty.
std::array<Piece, 3> pieces_of(std::int64_t begin, std::int64_t end, std::int64_t columns) {
  std::int64_t const row = begin / columns, column = begin % columns;
  std::int64_t const head = column == 0 ? 0 : std::min(end - begin, columns - column);
  std::int64_t const rows = (end - begin - head) / columns;
  std::int64_t const tail = end - begin - head - rows * columns;
  std::int64_t const next = row + (head > 0 ? 1 : 0);
  return {{{row, column, head > 0 ? 1 : 0, head},
           {next, 0, rows, rows > 0 ? columns : 0},
           {next + rows, 0, tail > 0 ? 1 : 0, tail}}};
}

class FileOfFields {
 public:
  FileOfFields(Communicator const& ranks, std::filesystem::path const& file,
               Forecast const& forecast)
      : forecast_(forecast),
        begin_(first_cell(forecast.grid, forecast.points.begin)),
        end_(first_cell(forecast.grid, forecast.points.end)),
        writer_(ranks, file) {
    auto most = static_cast<double>(std::max<std::int64_t>(end_ - begin_, 1));
    ranks.maximum(std::span(&most, 1));
    // All ranks write as many blocks.
    block_ = std::max<std::int64_t>(1, block_values / static_cast<std::int64_t>(most));
  }

  void describe(std::string const& program, int ranks);
  void define(ForecastCompanions const& companions);
  void write(std::string const& name, std::span<float const> values);
  void commit() { writer_.commit(); }

 private:
  void axis(std::string const& name, std::string const& units, std::string const& standard_name,
            std::string const& letter);
  void field(std::string const& name, std::string const& description);

  Forecast const& forecast_;
  std::int64_t begin_, end_;  // cells of this rank
  std::int64_t block_ = 1;    // times
  io::NetcdfWriter writer_;
};

void FileOfFields::describe(std::string const& program, int ranks) {
  writer_.attribute(io::NetcdfText{"Conventions", "CF-1.8"});
  writer_.attribute(io::NetcdfText{"title", "Forecast of sea-surface temperature"});
  writer_.attribute(io::NetcdfText{"model", forecast_.model});
  writer_.attribute(io::NetcdfText{"start_date", to_string(forecast_.time.dates.front())});
  writer_.attribute(io::NetcdfText{"sampling", to_string(forecast_.time.sampling)});
  writer_.attribute(
      io::NetcdfNumber{"window", static_cast<double>(forecast_.window), NetcdfType::int32});
  io::Provenance provenance = io::current_provenance(program);
  provenance.ranks = ranks;
  io::detail::for_each_field(provenance, [&](char const* name, auto const& value) {
    if constexpr (std::is_convertible_v<decltype(value), std::string>)
      writer_.attribute(io::NetcdfText{name, value});
    else
      writer_.attribute(io::NetcdfText{name, std::to_string(value)});
  });
}

void FileOfFields::axis(std::string const& name, std::string const& units,
                        std::string const& standard_name, std::string const& letter) {
  io::NetcdfVariableOptions options;
  options.type = NetcdfType::float64;
  options.texts = {{"units", units}, {"standard_name", standard_name}, {"axis", letter}};
  if (letter == "T") options.texts.push_back({"calendar", "standard"});
  writer_.variable(name, {name}, options);
}

void FileOfFields::field(std::string const& name, std::string const& description) {
  io::NetcdfVariableOptions options;
  options.type = NetcdfType::float32;
  options.compress = true;
  options.texts = {
      {"long_name", description}, {"standard_name", "sea_surface_temperature"}, {"units", "degC"}};
  options.numbers = {{"_FillValue", land, NetcdfType::float32}};
  writer_.variable(name, {"time", "lat", "lon"}, options);
}

void FileOfFields::define(ForecastCompanions const& companions) {
  writer_.dimension("time", forecast_.steps());
  writer_.dimension("lat", forecast_.grid.rows());
  writer_.dimension("lon", forecast_.grid.columns());
  axis("time", "days since 1800-01-01 00:00:00", "time", "T");
  axis("lat", "degrees_north", "latitude", "Y");
  axis("lon", "degrees_east", "longitude", "X");
  field(forecast_name, "forecast of sea-surface temperature");
  if (companions.climatology) field("sst_climatology", "climatology of the past");
  if (companions.truth) field("sst_truth", "sea-surface temperature as it came");
  std::vector<double> days;
  std::int64_t const origin = days_since_1970({1800, 1, 1});
  for (Date const& date : forecast_.time.dates)
    days.push_back(static_cast<double>(days_since_1970(date) - origin));
  writer_.write_replicated("time", days);
  writer_.write_replicated("lat", forecast_.grid.latitudes);
  writer_.write_replicated("lon", forecast_.grid.longitudes);
}

void FileOfFields::write(std::string const& name, std::span<float const> values) {
  Grid const& grid = forecast_.grid;
  auto const cells = static_cast<std::size_t>(end_ - begin_);
  for (std::int64_t time = 0; time < forecast_.steps(); time += block_) {
    std::int64_t const times = std::min(block_, forecast_.steps() - time);
    std::vector<double> fields(static_cast<std::size_t>(times) * cells, land);  // (times, cells)
    for (std::int64_t point = forecast_.points.begin; point < forecast_.points.end; ++point) {
      float const* const series =
          values.data() + (point - forecast_.points.begin) * forecast_.steps() + time;
      auto const cell =
          static_cast<std::size_t>(grid.ocean[static_cast<std::size_t>(point)] - begin_);
      for (std::size_t i = 0; i < static_cast<std::size_t>(times); ++i)
        fields[i * cells + cell] = static_cast<double>(series[i]);
    }
    std::size_t first = 0;
    for (Piece const& piece : pieces_of(begin_, end_, grid.columns())) {
      auto const size = static_cast<std::size_t>(piece.rows * piece.columns);
      std::vector<double> part;
      part.reserve(static_cast<std::size_t>(times) * size);
      for (std::size_t i = 0; i < static_cast<std::size_t>(times); ++i) {
        auto const from = fields.begin() + static_cast<std::ptrdiff_t>(i * cells + first);
        part.insert(part.end(), from, from + static_cast<std::ptrdiff_t>(size));
      }
      first += size;
      // An empty block lies at the origin, where every file has a place for it.
      std::array<std::int64_t, 3> start{time, piece.row, piece.column};
      std::array<std::int64_t, 3> count{times, piece.rows, piece.columns};
      if (size == 0) start = count = {0, 0, 0};
      writer_.write(name, start, count, part);
    }
  }
}

void check(Forecast const& forecast, ForecastCompanions const& companions) {
  if (forecast.steps() == 0 || forecast.grid.points() == 0) {
    throw InvalidArgument("a forecast of " + std::to_string(forecast.grid.points()) +
                          " points and " + std::to_string(forecast.steps()) +
                          " steps, expected 1 of each at least");
  }
  auto const expected = static_cast<std::size_t>(forecast.points.size() * forecast.steps());
  auto const check_size = [&](char const* what, std::span<float const> values) {
    if (values.size() == expected) return;
    throw InvalidArgument("forecast: the " + std::string(what) + " has " +
                          std::to_string(values.size()) + " values, expected " +
                          std::to_string(expected));
  };
  check_size("forecast", forecast.values);
  if (companions.climatology) check_size("climatology", *companions.climatology);
  if (companions.truth) check_size("truth", *companions.truth);
}

}  // namespace

void write_forecast(Communicator const& ranks, std::filesystem::path const& file,
                    Forecast const& forecast, ForecastCompanions const& companions,
                    std::string const& program) {
  ranks.together([&] { check(forecast, companions); });
  FileOfFields fields(ranks, file, forecast);
  fields.describe(program, ranks.size());
  fields.define(companions);
  fields.write(forecast_name, forecast.values);
  if (companions.climatology) fields.write("sst_climatology", *companions.climatology);
  if (companions.truth) fields.write("sst_truth", *companions.truth);
  fields.commit();
}

Forecast read_forecast(Communicator const& ranks, std::filesystem::path const& file) {
  Forecast forecast;
  SstSelection selection;
  {
    io::NetcdfReader const reader(ranks, file);
    ranks.together([&] {
      if (reader.has(forecast_name)) selection.variable = forecast_name;
      forecast.model = reader.text("", "model").value_or(file.stem().string());
      double const window = reader.number("", "window").value_or(0);
      if (window > 0 && window < 1e9) forecast.window = static_cast<std::int64_t>(window);
    });
  }
  SstFile const source(ranks, file, selection);
  Record record = source.read();
  forecast.grid = std::move(record.grid);
  forecast.time = std::move(record.time);
  forecast.points = record.points;
  forecast.values = std::move(record.values);
  return forecast;
}

}  // namespace smnn::climate
