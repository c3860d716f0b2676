#include "sst/model/scale.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace smnn::drivers::sst {
namespace {

// The mean of function(value, phase mean of its point) over the times before `end` and the points
// of all ranks.
template <class Function>
double mean_of(distributed::Communicator const& ranks, climate::Record const& record,
               std::int64_t end, Function const& function) {
  auto const phases = static_cast<std::size_t>(record.time.phases());
  std::vector<std::size_t> phase;
  for (std::int64_t t = 0; t < end; ++t)
    phase.push_back(static_cast<std::size_t>(record.time.phase(t)));
  double sum = 0;
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point) {
    std::vector<double> means(phases, 0.0), counts(phases, 0.0);
    float const* const series = record.series(point);
    for (std::size_t t = 0; t < phase.size(); ++t) {
      means[phase[t]] += static_cast<double>(series[t]);
      counts[phase[t]] += 1;
    }
    for (std::size_t i = 0; i < phases; ++i) means[i] /= std::max(counts[i], 1.0);
    for (std::size_t t = 0; t < phase.size(); ++t)
      sum += function(static_cast<double>(series[t]), means[phase[t]]);
  }
  ranks.sum_in_rank_order(std::span(&sum, 1));
  return sum / (static_cast<double>(record.grid.points()) * static_cast<double>(end));
}

}  // namespace

void set_scale(climate::WindowForm& form, distributed::Communicator const& ranks,
               climate::Record const& record, std::int64_t end) {
  form.mean = mean_of(ranks, record, end, [](double value, double) { return value; });
  form.deviation = std::sqrt(mean_of(ranks, record, end, [&](double value, double seasonal) {
    double const difference = value - (form.has_cycle() ? seasonal : form.mean);
    return difference * difference;
  }));
}

}  // namespace smnn::drivers::sst
