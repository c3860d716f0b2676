#include "results.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "../catalogue.hpp"
#include "../cost_model.hpp"
#include "../statistics.hpp"

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

bool Exponents::holds() const { return std::abs(time - 1) <= 0.05 && std::abs(memory - 1) <= 0.05; }

std::vector<Exponents> fit_exponents(Results const& results) {
  namespace names = contestant_names;
  std::vector<Exponents> fits;
  for (auto const* const name :
       {names::banded, names::banded_plain, names::dense, names::conjugate_gradient}) {
    Exponents fit;
    fit.contestant = name;
    fit.judged = fit.contestant == names::banded || fit.contestant == names::banded_plain;
    std::vector<double> times;
    std::vector<double> memories;
    for (GroupResult const& group : results) {
      Measurement const* const m = group.find(name);
      if (group.item.operation != Operation::scaling || m == nullptr) continue;
      // Below, starting the threads would be most of the time.
      if (fit.judged && group.item.shape.time_points < 1000) continue;
      fit.time_points.push_back(static_cast<double>(group.item.shape.time_points));
      times.push_back(m->median_seconds());
      memories.push_back(m->quality.memory_bytes);
    }
    if (times.size() < 2) continue;
    fit.time = fitted_exponent(fit.time_points, times);
    fit.memory = fitted_exponent(fit.time_points, memories);
    fits.push_back(fit);
  }
  return fits;
}

}  // namespace smnn::perf
