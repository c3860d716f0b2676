#include "smnn/climate/skill/scores.hpp"

#include <cmath>
#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

void check(char const* what, std::span<float const> values, Truth const& truth) {
  std::int64_t const expected = truth.points.size() * truth.steps;
  if (static_cast<std::int64_t>(values.size()) == expected) return;
  throw InvalidArgument("score: the " + std::string(what) + " has " +
                        std::to_string(values.size()) + " values, expected " +
                        std::to_string(expected) + ", " + std::to_string(truth.points.size()) +
                        " points times " + std::to_string(truth.steps) + " steps");
}

void check(Truth const& truth, std::span<float const> forecast) {
  check("forecast", forecast, truth);
  check("truth", truth.values, truth);
  check("climatology", truth.climatology, truth);
  if (!(truth.deviation > 0)) {
    throw InvalidArgument("score: a standard deviation of " + std::to_string(truth.deviation) +
                          ", expected more than 0");
  }
}

ErrorSums sums_of(double forecast, double truth, double climatology, double deviation,
                  double area) {
  double const error = (forecast - truth) / deviation;
  double const f = (forecast - climatology) / deviation;
  double const t = (truth - climatology) / deviation;
  return {1, error * error, area, area * error * error, area * f * t, area * f * f, area * t * t};
}

std::vector<std::size_t> regions_of(Grid const& grid, std::int64_t point) {
  std::vector<std::size_t> found;
  for (std::size_t r = 0; r < regions().size(); ++r)
    if (regions()[r].contains(grid.latitude(point), grid.longitude(point))) found.push_back(r);
  return found;
}

// Over the ranks, in one message.
void add_up(distributed::Communicator const& ranks, Scores& scores) {
  std::vector<double> all;
  auto const each = [&](auto const& action) {
    for (std::size_t region = 0; region < regions().size(); ++region)
      for (std::int64_t lead = 0; lead < scores.steps(); ++lead) action(scores.at(region, lead));
  };
  each([&](ErrorSums const& s) {
    all.insert(all.end(), {s.points, s.squares, s.area, s.weighted_squares, s.products,
                           s.forecast_squares, s.truth_squares});
  });
  ranks.sum_in_rank_order(std::span(all));
  std::size_t i = 0;
  each([&](ErrorSums& s) {
    s = {all[i], all[i + 1], all[i + 2], all[i + 3], all[i + 4], all[i + 5], all[i + 6]};
    i += 7;
  });
}

}  // namespace

ErrorSums& ErrorSums::operator+=(ErrorSums const& other) {
  points += other.points;
  squares += other.squares;
  area += other.area;
  weighted_squares += other.weighted_squares;
  products += other.products;
  forecast_squares += other.forecast_squares;
  truth_squares += other.truth_squares;
  return *this;
}

double ErrorSums::anomaly_correlation() const {
  return products / std::sqrt(forecast_squares * truth_squares);
}

double skill(double mse, double mse_of_reference) { return 1 - mse / mse_of_reference; }

Scores::Scores(std::int64_t steps)
    : steps_(steps), sums_(regions().size() * static_cast<std::size_t>(steps)) {}

ErrorSums& Scores::at(std::size_t region, std::int64_t lead) {
  return sums_.at(region * static_cast<std::size_t>(steps_) + static_cast<std::size_t>(lead));
}

ErrorSums const& Scores::at(std::size_t region, std::int64_t lead) const {
  return sums_.at(region * static_cast<std::size_t>(steps_) + static_cast<std::size_t>(lead));
}

ErrorSums Scores::overall(std::size_t region) const {
  ErrorSums sums;
  for (std::int64_t lead = 0; lead < steps_; ++lead) sums += at(region, lead);
  return sums;
}

Scores& Scores::operator+=(Scores const& other) {
  if (other.steps_ != steps_) {
    throw InvalidArgument("scores of " + std::to_string(other.steps_) + " steps, expected " +
                          std::to_string(steps_) + " as those that they are added to");
  }
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += other.sums_[i];
  return *this;
}

Scores score(distributed::Communicator const& ranks, Truth const& truth,
             std::span<float const> forecast) {
  ranks.together([&] { check(truth, forecast); });
  Scores scores(truth.steps);
  std::size_t i = 0;
  for (std::int64_t point = truth.points.begin; point < truth.points.end; ++point) {
    auto const in = regions_of(truth.grid, point);
    double const area = area_of(truth.grid, point);
    for (std::int64_t lead = 0; lead < truth.steps; ++lead, ++i) {
      ErrorSums const sums =
          sums_of(static_cast<double>(forecast[i]), static_cast<double>(truth.values[i]),
                  static_cast<double>(truth.climatology[i]), truth.deviation, area);
      for (std::size_t const region : in) scores.at(region, lead) += sums;
    }
  }
  add_up(ranks, scores);
  return scores;
}

std::vector<double> mse_of_points(Truth const& truth, std::span<float const> forecast) {
  check(truth, forecast);
  std::vector<double> mse;
  std::size_t i = 0;
  for (std::int64_t point = truth.points.begin; point < truth.points.end; ++point) {
    double squares = 0;
    for (std::int64_t lead = 0; lead < truth.steps; ++lead, ++i) {
      double const error =
          (static_cast<double>(forecast[i]) - static_cast<double>(truth.values[i])) /
          truth.deviation;
      squares += error * error;
    }
    mse.push_back(squares / static_cast<double>(truth.steps));
  }
  return mse;
}

std::vector<double> area_mean(distributed::Communicator const& ranks, Grid const& grid,
                              distributed::Range const& points, std::int64_t steps,
                              std::span<float const> values, Region const& region) {
  auto const n = static_cast<std::size_t>(steps);
  ranks.together([&] {
    if (values.size() != static_cast<std::size_t>(points.size()) * n) {
      throw InvalidArgument("area mean: " + std::to_string(values.size()) + " values, expected " +
                            std::to_string(points.size() * steps));
    }
  });
  std::vector<double> sums(n + 1);  // the area comes last
  for (std::int64_t point = points.begin; point < points.end; ++point) {
    if (!region.contains(grid.latitude(point), grid.longitude(point))) continue;
    double const area = area_of(grid, point);
    float const* const series = values.data() + (point - points.begin) * steps;
    for (std::size_t i = 0; i < n; ++i) sums[i] += area * static_cast<double>(series[i]);
    sums[n] += area;
  }
  ranks.sum_in_rank_order(std::span(sums));
  for (std::size_t i = 0; i < n; ++i) sums[i] /= sums[n];  // 0 / 0 is the NaN that is promised
  sums.pop_back();
  return sums;
}

}  // namespace smnn::climate
