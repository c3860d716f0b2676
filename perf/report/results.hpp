/// What was measured, and the figures that follow from it.
#pragma once

#include <string>
#include <vector>

#include "../contestant.hpp"
#include "../workload/shape.hpp"

namespace smnn::perf {

/// One contestant's repetitions.
struct Measurement {
  std::string contestant;
  std::vector<double> seconds;  // per run, one entry per repetition
  Quality quality;
  std::string error;  // why it has no times

  double median_seconds() const;
};

/// The contestants that took turns on one case.
struct GroupResult {
  Case item;
  std::vector<Measurement> measurements;

  /// Null if it did not take part or failed.
  Measurement const* find(std::string const& contestant) const;

  /// All of these are NaN where something that they need was not measured.
  double nanoseconds(std::string const& contestant) const;  // median, per time step and system
  double spread_of(std::string const& contestant) const;
  double gigaflops(std::string const& contestant) const;  // by the cost model
  double gigabytes(std::string const& contestant) const;  // per second, likewise
  double copy_bandwidth() const;                          // bytes per second
  double peak_flops() const;                              // per second
  double limit_nanoseconds() const;  // the larger of what the copy and the peak allow
  double ratio(std::string const& slower, std::string const& faster) const;
};

using Results = std::vector<GroupResult>;

struct Exponents {
  Operation operation = Operation::scaling;
  std::string contestant;
  std::vector<double> time_points;
  double time = 0;    // of a system
  double memory = 0;  // of the solver
  bool judge_time = false;
  bool judge_memory = false;
  bool judged() const { return judge_time || judge_memory; }
  bool holds() const;  // what is judged is 1.00 +- 0.05
};

/// Of every contestant of the scaling groups with at least two points.
std::vector<Exponents> fit_exponents(Results const& results);

}  // namespace smnn::perf
