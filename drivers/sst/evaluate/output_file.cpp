#include <array>
#include <limits>
#include <smnn/climate/baselines.hpp>
#include <smnn/io/netcdf/writer.hpp>
#include <smnn/io/provenance.hpp>

#include "sst/evaluate/output.hpp"

namespace smnn::drivers::sst {
namespace {

using climate::Record;
using distributed::Communicator;

constexpr double missing = 0x1.ep122;  // NetCDF's own default for floats, about 9.97e36

// Appends a map over all cells.
void append_map(std::vector<double>& maps, climate::Grid const& grid,
                std::vector<double> const& points) {
  std::size_t const first = maps.size();
  maps.resize(first + static_cast<std::size_t>(grid.rows() * grid.columns()), missing);
  for (std::size_t i = 0; i < points.size(); ++i)
    maps[first + static_cast<std::size_t>(grid.ocean[i])] = points[i];
}

class Output {
 public:
  Output(Communicator const& ranks, std::filesystem::path const& file, Record const& record,
         Comparison const& comparison)
      : ranks_(ranks), record_(record), comparison_(comparison), writer_(ranks, file) {}

  void write() {
    describe();
    define();
    write_axes();
    write_errors();
    write_maps();
    write_series();
    writer_.commit();
  }

 private:
  using Names = std::vector<std::string>;

  void describe();
  void define();
  void write_axes();
  void write_errors();
  void write_maps();
  void write_series();
  void variable(std::string const& name, Names const& dimensions, std::string const& units,
                std::string const& description);

  Communicator const& ranks_;
  Record const& record_;
  Comparison const& comparison_;
  io::NetcdfWriter writer_;
};

void Output::describe() {
  io::Provenance const provenance = io::current_provenance("smnn sst evaluate");
  writer_.attribute(io::NetcdfText{"Conventions", "CF-1.8"});
  writer_.attribute(io::NetcdfText{"title", "Errors of forecasts of sea-surface temperature"});
  writer_.attribute(
      io::NetcdfText{"source", "smnn " + provenance.version + " " + provenance.git_revision});
  writer_.attribute(io::NetcdfText{"history", provenance.date + ": " + provenance.command_line});
  auto const name_all = [&](std::string const& kind, auto const& things) {
    int number = 0;
    for (auto const& thing : things)
      writer_.attribute(io::NetcdfText{kind + "_" + std::to_string(number++), thing.name});
  };
  name_all("forecast", comparison_.rows);
  name_all("region", climate::regions());
  writer_.attribute(io::NetcdfNumber{"map_step", static_cast<double>(comparison_.map_step + 1),
                                     io::NetcdfType::int32});
}

void Output::variable(std::string const& name, Names const& dimensions, std::string const& units,
                      std::string const& description) {
  io::NetcdfVariableOptions options;
  options.type = dimensions.back() == "lon" && dimensions.size() > 1 ? io::NetcdfType::float32
                                                                     : io::NetcdfType::float64;
  options.compress = options.type == io::NetcdfType::float32;
  options.texts = {{"units", units}, {"long_name", description}};
  if (options.compress) options.numbers = {{"_FillValue", missing, io::NetcdfType::float32}};
  writer_.variable(name, dimensions, options);
}

void Output::define() {
  writer_.dimension("forecast", static_cast<std::int64_t>(comparison_.rows.size()));
  writer_.dimension("region", static_cast<std::int64_t>(climate::regions().size()));
  writer_.dimension("lead", comparison_.cases.steps);
  writer_.dimension("lat", record_.grid.rows());
  writer_.dimension("lon", record_.grid.columns());
  variable("time", {"lead"}, "days since 1800-01-01", "time of the step, from the last start");
  variable("lat", {"lat"}, "degrees_north", "latitude");
  variable("lon", {"lon"}, "degrees_east", "longitude");
  Names const by_lead{"forecast", "region", "lead"};
  variable("mse", by_lead, "1", "mean squared error, standardised, all points alike");
  variable("area_weighted_mse", by_lead, "1", "mean squared error, standardised, by area");
  variable("anomaly_correlation", by_lead, "1", "correlation of anomalies from ten years");
  Names const map{"forecast", "lat", "lon"};
  variable("mse_map", map, "1", "mean squared error over the leads, standardised");
  variable("skill_map", map, "1", "1 - MSE / MSE of the climatology of ten years");
  variable("sst_map", map, "degC", "forecast of the last start at the step map_step");
  variable("sst_map_truth", {"lat", "lon"}, "degC", "what came at that step");
  variable("nino34", {"forecast", "lead"}, "degC", "mean over Nino 3.4, last start");
  variable("nino34_truth", {"lead"}, "degC", "what came of it");
  if (comparison_.places.empty()) return;
  writer_.dimension("place", static_cast<std::int64_t>(comparison_.places.size()));
  variable("place_lat", {"place"}, "degrees_north", "latitude of the place");
  variable("place_lon", {"place"}, "degrees_east", "longitude of the place");
  variable("series", {"forecast", "place", "lead"}, "degC", "forecast, last start");
  variable("series_truth", {"place", "lead"}, "degC", "what came");
}

void Output::write_axes() {
  std::vector<double> days;
  for (std::int64_t i = 0; i < comparison_.cases.steps; ++i) {
    climate::Date const date =
        climate::date_at(record_.time, comparison_.cases.all.back().start + i);
    days.push_back(
        static_cast<double>(days_since_1970(date) - climate::days_since_1970({1800, 1, 1})));
  }
  writer_.write_replicated("time", days);
  writer_.write_replicated("lat", record_.grid.latitudes);
  writer_.write_replicated("lon", record_.grid.longitudes);
}

void Output::write_errors() {
  std::vector<double> mse, weighted, correlation;
  for (Row const& row : comparison_.rows) {
    for (std::size_t region = 0; region < climate::regions().size(); ++region) {
      for (std::int64_t lead = 0; lead < row.scores.steps(); ++lead) {
        climate::ErrorSums const& sums = row.scores.at(region, lead);
        mse.push_back(sums.mse());
        weighted.push_back(sums.weighted_mse());
        correlation.push_back(sums.anomaly_correlation());
      }
    }
  }
  writer_.write_replicated("mse", mse);
  writer_.write_replicated("area_weighted_mse", weighted);
  writer_.write_replicated("anomaly_correlation", correlation);
}

void Output::write_maps() {
  std::vector<double> mse, skill, sst, truth;
  for (Row const& row : comparison_.rows) {
    std::vector<double> means, skills;
    for (std::size_t i = 0; i < row.squares.size(); ++i) {
      means.push_back(row.squares[i] / static_cast<double>(row.starts));
      skills.push_back(climate::skill(row.squares[i], row.squares_ten_years[i]));
    }
    append_map(mse, record_.grid, gathered(ranks_, record_, means));
    append_map(skill, record_.grid, gathered(ranks_, record_, skills));
    append_map(sst, record_.grid, gathered(ranks_, record_, row.kept.field));
  }
  append_map(truth, record_.grid, gathered(ranks_, record_, comparison_.truth.field));
  writer_.write_replicated("mse_map", mse);
  writer_.write_replicated("skill_map", skill);
  writer_.write_replicated("sst_map", sst);
  writer_.write_replicated("sst_map_truth", truth);
}

void Output::write_series() {
  std::vector<double> index, series;
  for (Row const& row : comparison_.rows) {
    index.insert(index.end(), row.kept.index.begin(), row.kept.index.end());
    series.insert(series.end(), row.kept.series.begin(), row.kept.series.end());
  }
  writer_.write_replicated("nino34", index);
  writer_.write_replicated("nino34_truth", comparison_.truth.index);
  if (comparison_.places.empty()) return;
  std::vector<double> latitudes, longitudes;
  for (Place const& place : comparison_.places) {
    latitudes.push_back(place.latitude);
    longitudes.push_back(place.longitude);
  }
  writer_.write_replicated("place_lat", latitudes);
  writer_.write_replicated("place_lon", longitudes);
  writer_.write_replicated("series", series);
  writer_.write_replicated("series_truth", comparison_.truth.series);
}

}  // namespace

void write_output(Communicator const& ranks, std::filesystem::path const& file,
                  Record const& record, Comparison const& comparison) {
  Output(ranks, file, record, comparison).write();
}

}  // namespace smnn::drivers::sst
