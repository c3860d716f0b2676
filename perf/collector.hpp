/// Google Benchmark's reporter: gathers repetitions, shows progress, and passes everything on to a
/// JSON file (--benchmark_out) that spans all groups.
#pragma once

#include <benchmark/benchmark.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace smnn::perf {

class Collector final : public benchmark::BenchmarkReporter {
 public:
  /// No file if the path is empty; throws std::runtime_error if it cannot be written.
  explicit Collector(std::string const& json_file);

  bool ReportContext(Context const& context) override;
  void ReportRuns(std::vector<Run> const& runs) override;

  /// Ends the JSON file.
  void finish();

  /// Seconds per run of a benchmark, by repetition.
  std::vector<double> seconds(std::string const& name) const;

 private:
  std::map<std::string, std::vector<double>> seconds_;
  std::ofstream json_stream_;
  benchmark::JSONReporter json_;
  bool context_reported_ = false;
};

}  // namespace smnn::perf
