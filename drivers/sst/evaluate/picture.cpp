#include <algorithm>
#include <cmath>
#include <smnn/climate/baselines.hpp>
#include <smnn/io/text.hpp>

#include "sst/evaluate/output.hpp"
#include "support/plot.hpp"
#include "support/table.hpp"

namespace smnn::drivers::sst {
namespace {

using climate::Record;

std::string cell(double value) { return std::isfinite(value) ? csv_number(value) : ""; }

// The first column has latitudes, the first line longitudes; land is empty.
std::string map_csv(climate::Grid const& grid, std::vector<double> const& points) {
  std::vector<std::string> cells(static_cast<std::size_t>(grid.rows() * grid.columns()));
  for (std::size_t i = 0; i < points.size(); ++i)
    cells[static_cast<std::size_t>(grid.ocean[i])] = cell(points[i]);
  std::vector<std::string> heading{"latitude"};
  for (double const longitude : grid.longitudes) heading.push_back(csv_number(longitude));
  std::string text = csv_line(heading);
  auto next = cells.begin();
  for (double const latitude : grid.latitudes) {
    std::vector<std::string> row{csv_number(latitude)};
    row.insert(row.end(), next, next + grid.columns());
    next += grid.columns();
    text += csv_line(row);
  }
  return text;
}

using Columns = std::vector<std::pair<std::string, std::vector<double>>>;

// A line per step: its year as a number, then a column for each.
std::string steps_csv(Record const& record, std::int64_t start, std::int64_t steps,
                      Columns const& columns) {
  std::vector<std::string> heading{"year"};
  for (auto const& [name, values] : columns) heading.push_back(name);
  std::string text = csv_line(heading);
  for (std::int64_t i = 0; i < steps; ++i) {
    climate::Date const date = climate::date_at(record.time, start + i);
    std::vector<std::string> row{csv_number(date.year + climate::year_fraction(date))};
    for (auto const& [name, values] : columns)
      row.push_back(cell(values[static_cast<std::size_t>(i)]));
    text += csv_line(row);
  }
  return text;
}

std::vector<double> part(std::vector<double> const& values, std::size_t index, std::int64_t steps) {
  auto const begin = values.begin() + static_cast<std::ptrdiff_t>(index) * steps;
  return {begin, begin + steps};
}

std::string place_name(Place const& place) {
  auto const degrees = [](double value, char const* positive, char const* negative) {
    return io::to_string(std::abs(value)) + (value < 0 ? negative : positive);
  };
  double const east = place.longitude > 180 ? place.longitude - 360 : place.longitude;
  return degrees(place.latitude, "N", "S") + " " + degrees(east, "E", "W");
}

// The first file's forecast, else the best baseline: the first has no skill by definition.
Row const& drawn(Comparison const& comparison) {
  if (!comparison.cases.all.front().files.empty()) return comparison.rows.front();
  return *std::min_element(comparison.rows.begin(), comparison.rows.end(),
                           [](Row const& a, Row const& b) {
                             return a.scores.overall().mse() < b.scores.overall().mse();
                           });
}

}  // namespace

void draw(distributed::Communicator const& ranks, std::string const& picture, Record const& record,
          Comparison const& comparison, std::vector<double> const& periods) {
  Row const& first = drawn(comparison);
  std::vector<double> skills;
  for (std::size_t i = 0; i < first.squares.size(); ++i)
    skills.push_back(climate::skill(first.squares[i], first.squares_ten_years[i]));
  auto const truth = gathered(ranks, record, comparison.truth.field);
  auto const forecast = gathered(ranks, record, first.kept.field);
  auto const skill = gathered(ranks, record, skills);
  ranks.on_root([&] {
    std::int64_t const steps = comparison.cases.steps;
    std::int64_t const start = comparison.cases.all.back().start;
    Columns errors;
    Columns index{{"truth", comparison.truth.index}};
    for (Row const& row : comparison.rows) {
      std::vector<double> mse;
      for (std::int64_t lead = 0; lead < steps; ++lead) mse.push_back(row.scores.at(0, lead).mse());
      errors.emplace_back(row.name, mse);
      index.emplace_back(row.name, row.kept.index);
    }
    Columns series;
    for (std::size_t p = 0; p < comparison.places.size(); ++p) {
      std::string const name = place_name(comparison.places[p]);
      series.emplace_back(name + ": truth", part(comparison.truth.series, p, steps));
      series.emplace_back(name + ": forecast", part(first.kept.series, p, steps));
    }
    std::string const date = to_string(climate::date_at(record.time, start + comparison.map_step));
    plot("plot_sst.py", picture,
         {{"truth.csv", map_csv(record.grid, truth)},
          {"forecast.csv", map_csv(record.grid, forecast)},
          {"skill.csv", map_csv(record.grid, skill)},
          {"errors.csv", steps_csv(record, start, steps, errors)},
          {"nino34.csv", steps_csv(record, start, steps, index)},
          {"series.csv", steps_csv(record, start, steps, series)},
          {"periods.csv", periods.empty() ? "" : map_csv(record.grid, periods)},
          {"names.csv", csv_line({first.name, date, std::to_string(comparison.map_step + 1),
                                  std::to_string(first.starts)})}});
  });
}

}  // namespace smnn::drivers::sst
