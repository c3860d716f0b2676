#include "sst/evaluate/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <smnn/climate/baselines.hpp>
#include <smnn/solver/error.hpp>
#include <span>
#include <utility>

namespace smnn::drivers::sst {
namespace {

using climate::Record;
using distributed::Communicator;
using Values = std::vector<float>;

// The first steps of each series.
Values shortened(Values const& values, std::int64_t steps, std::int64_t kept) {
  if (kept == steps) return values;
  Values result;
  for (auto begin = values.begin(); begin != values.end(); begin += steps)
    result.insert(result.end(), begin, begin + kept);
  return result;
}

class Judge {
 public:
  Judge(Communicator const& ranks, Record const& record, double deviation, Comparison& comparison)
      : ranks_(ranks), record_(record), deviation_(deviation), comparison_(comparison) {}

  void judge(Case const& one);
  // Baselines that came before forecasts of later starts go behind them.
  void sort();

 private:
  Kept kept_of(Values const& values) const;
  void add(std::string const& name, climate::Truth const& truth, Values const& forecast);
  Row& row_of(std::string const& name);

  Communicator const& ranks_;
  Record const& record_;
  double deviation_;
  Comparison& comparison_;
  std::vector<std::string> of_files_;  // names
  // Of the present start.
  climate::Scores ten_years_{0}, window_{0};
  std::vector<double> squares_ten_years_;
};

Kept Judge::kept_of(Values const& values) const {
  std::int64_t const steps = comparison_.cases.steps;
  Kept kept;
  kept.index = area_mean(ranks_, record_.grid, record_.points, steps, values,
                         climate::regions()[climate::nino34]);
  for (std::int64_t i = 0; i < record_.points.size(); ++i)
    kept.field.push_back(
        static_cast<double>(values[static_cast<std::size_t>(i * steps + comparison_.map_step)]));
  for (Place const& place : comparison_.places) {
    bool const own = place.point >= record_.points.begin && place.point < record_.points.end;
    std::int64_t const first = (place.point - record_.points.begin) * steps;
    for (std::int64_t i = 0; i < steps; ++i)
      kept.series.push_back(own ? static_cast<double>(values[static_cast<std::size_t>(first + i)])
                                : 0);
  }
  ranks_.sum_in_rank_order(std::span(kept.series));  // one rank has it
  return kept;
}

Row& Judge::row_of(std::string const& name) {
  auto const found = std::find_if(comparison_.rows.begin(), comparison_.rows.end(),
                                  [&](Row const& row) { return row.name == name; });
  if (found != comparison_.rows.end()) return *found;
  climate::Scores const none(comparison_.cases.steps);
  std::vector<double> const zeros(static_cast<std::size_t>(record_.points.size()));
  comparison_.rows.push_back({name, 0, none, none, none, zeros, zeros, {}});
  return comparison_.rows.back();
}

void Judge::add(std::string const& name, climate::Truth const& truth, Values const& forecast) {
  climate::Scores const scores = score(ranks_, truth, forecast);
  std::vector<double> const squares = mse_of_points(truth, forecast);
  Row& row = row_of(name);
  row.starts += 1;
  row.scores += scores;
  row.ten_years += ten_years_;
  row.window += window_;
  for (std::size_t i = 0; i < squares.size(); ++i) {
    row.squares[i] += squares[i];
    row.squares_ten_years[i] += squares_ten_years_[i];
  }
  row.kept = kept_of(forecast);
}

void Judge::judge(Case const& one) {
  std::int64_t const steps = comparison_.cases.steps;
  Values const values = part_of(record_, one.start, one.start + steps);
  auto const baselines = climate::baselines(ranks_, comparison_.cases.window);
  Values const ten_years = baselines[0].forecast(record_, one.start, steps);
  climate::Truth const truth{record_.grid, record_.points, steps, values, ten_years, deviation_};
  ten_years_ = score(ranks_, truth, ten_years);
  window_ = score(ranks_, truth, baselines[1].forecast(record_, one.start, steps));
  squares_ten_years_ = mse_of_points(truth, ten_years);
  std::vector<std::string> names;
  for (climate::Baseline const& baseline : baselines) names.push_back(baseline.name);
  for (std::string const& file : one.files) {
    climate::Forecast const forecast = read_for(ranks_, file, record_);
    std::string name = forecast.model;
    // Forecasts of one name and start are told apart.
    if (std::find(names.begin(), names.end(), name) != names.end()) name += ", " + file;
    names.push_back(name);
    of_files_.push_back(name);
    add(name, truth, shortened(forecast.values, forecast.steps(), steps));
  }
  for (climate::Baseline const& baseline : baselines)
    add(baseline.name, truth, baseline.forecast(record_, one.start, steps));
  comparison_.truth = kept_of(values);
}

void Judge::sort() {
  std::stable_partition(comparison_.rows.begin(), comparison_.rows.end(), [&](Row const& row) {
    return std::find(of_files_.begin(), of_files_.end(), row.name) != of_files_.end();
  });
}

}  // namespace

Place nearest(climate::Grid const& grid, double latitude, double longitude) {
  double const degree = std::numbers::pi / 180;
  Place best;
  double closest = -2;  // cosine of the angle between
  for (std::int64_t point = 0; point < grid.points(); ++point) {
    double const y = grid.latitude(point), x = grid.longitude(point);
    double const cosine =
        std::sin(y * degree) * std::sin(latitude * degree) +
        std::cos(y * degree) * std::cos(latitude * degree) * std::cos((x - longitude) * degree);
    if (cosine > closest) {
      closest = cosine;
      best = {y, x, point};
    }
  }
  return best;
}

Comparison compare(Communicator const& ranks, Record const& record, double deviation,
                   Cases const& cases, std::int64_t map_step, std::vector<Place> const& places) {
  if (map_step < 0 || map_step >= cases.steps) {
    throw InvalidArgument("--map-step: " + std::to_string(map_step + 1) + ", expected 1 .. " +
                          std::to_string(cases.steps));
  }
  Comparison comparison{cases, {}, {}, map_step, places};
  Judge judge(ranks, record, deviation, comparison);
  for (Case const& one : cases.all) judge.judge(one);
  judge.sort();
  return comparison;
}

std::vector<double> gathered(Communicator const& ranks, Record const& record,
                             std::vector<double> const& own) {
  std::vector<double> all(static_cast<std::size_t>(record.grid.points()));
  std::copy(own.begin(), own.end(), all.begin() + record.points.begin);
  ranks.sum_in_rank_order(std::span(all));  // of every point one rank has more than 0
  return all;
}

}  // namespace smnn::drivers::sst
