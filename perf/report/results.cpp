#include "results.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "../catalogue.hpp"
#include "../statistics.hpp"
#include "../workload/cost_model.hpp"

namespace smnn::perf {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Work of a contestant that measures the machine, per second.
double machine_rate(GroupResult const& group, char const* contestant) {
  Measurement const* const m = group.find(contestant);
  return m != nullptr ? m->quality.work_per_run / m->median_seconds() : unknown;
}

}  // namespace

double Measurement::median_seconds() const { return median(seconds); }

Measurement const* GroupResult::find(std::string const& contestant) const {
  auto const found = std::find_if(
      measurements.begin(), measurements.end(),
      [&](Measurement const& m) { return m.contestant == contestant && !m.seconds.empty(); });
  return found != measurements.end() ? &*found : nullptr;
}

double GroupResult::nanoseconds(std::string const& contestant) const {
  Measurement const* const m = find(contestant);
  if (m == nullptr) return unknown;
  return m->median_seconds() * 1e9 / static_cast<double>(item.shape.step_systems());
}

double GroupResult::spread_of(std::string const& contestant) const {
  Measurement const* const m = find(contestant);
  return m != nullptr ? spread(m->seconds) : unknown;
}

double GroupResult::gigaflops(std::string const& contestant) const {
  return model_flops(item) / nanoseconds(contestant);
}

double GroupResult::gigabytes(std::string const& contestant) const {
  return model_bytes(item) / nanoseconds(contestant);
}

double GroupResult::copy_bandwidth() const { return machine_rate(*this, contestant_names::copy); }

double GroupResult::peak_flops() const {
  return machine_rate(*this, contestant_names::multiply_add);
}

double GroupResult::limit_nanoseconds() const {
  double const by_memory = model_bytes(item) / copy_bandwidth() * 1e9;
  double const by_arithmetic = model_flops(item) / peak_flops() * 1e9;
  return std::isnan(by_memory) || std::isnan(by_arithmetic) ? unknown
                                                            : std::max(by_memory, by_arithmetic);
}

double GroupResult::ratio(std::string const& slower, std::string const& faster) const {
  return nanoseconds(slower) / nanoseconds(faster);
}

bool Exponents::holds() const {
  return (!judge_time || std::abs(time - 1) <= 0.05) &&
         (!judge_memory || std::abs(memory - 1) <= 0.05);
}

namespace {

/// Of one contestant; the baselines are shown, not judged. Nothing if it has less than two points.
std::optional<Exponents> fit(Results const& results, Operation operation,
                             std::string const& contestant) {
  Exponents fit;
  fit.operation = operation;
  fit.contestant = contestant;
  bool const ours =
      contestant == contestant_names::banded || contestant == contestant_names::banded_plain;
  // With little data the time tells caches from memory; with little T what does not grow with it
  // tells in the memory.
  fit.judge_time = ours && operation == Operation::scaling_same_data;
  fit.judge_memory = ours && operation == Operation::scaling;
  std::vector<double> times;
  std::vector<double> memories;
  for (GroupResult const& group : results) {
    Measurement const* const m = group.find(contestant);
    if (group.item.operation != operation || m == nullptr) continue;
    Shape const& shape = group.item.shape;
    // Below, starting the threads would be most of the time.
    if (ours && shape.time_points < 1000) continue;
    fit.time_points.push_back(static_cast<double>(shape.time_points));
    times.push_back(m->median_seconds() / static_cast<double>(shape.systems));
    memories.push_back(m->quality.memory_bytes);
  }
  if (times.size() < 2) return std::nullopt;
  fit.time = fitted_exponent(fit.time_points, times);
  fit.memory = fitted_exponent(fit.time_points, memories);
  return fit;
}

}  // namespace

std::vector<Exponents> fit_exponents(Results const& results) {
  namespace names = contestant_names;
  std::vector<Exponents> fits;
  for (Operation const operation : {Operation::scaling, Operation::scaling_same_data}) {
    for (auto const* const name :
         {names::banded, names::banded_plain, names::dense, names::conjugate_gradient}) {
      if (auto const exponents = fit(results, operation, name)) fits.push_back(*exponents);
    }
  }
  return fits;
}

}  // namespace smnn::perf
