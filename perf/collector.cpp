#include "collector.hpp"

#include <cstdio>
#include <stdexcept>

#include "statistics.hpp"

namespace smnn::perf {

Collector::Collector(std::string const& json_file) {
  if (json_file.empty()) return;
  json_stream_.open(json_file);
  if (!json_stream_) throw std::runtime_error("cannot write " + json_file);
  json_.SetOutputStream(&json_stream_);
  json_.SetErrorStream(&json_stream_);
}

bool Collector::ReportContext(Context const& context) {
  // Once per group, but a file has one context.
  if (!context_reported_ && json_stream_.is_open()) json_.ReportContext(context);
  context_reported_ = true;
  return true;
}

void Collector::ReportRuns(std::vector<Run> const& runs) {
  if (json_stream_.is_open()) json_.ReportRuns(runs);
  std::string name;
  for (Run const& run : runs) {
    if (run.run_type != Run::RT_Iteration || run.iterations == 0) continue;
    name = run.run_name.function_name;
    seconds_[name].push_back(run.real_accumulated_time / static_cast<double>(run.iterations));
  }
  if (name.empty()) return;
  auto const& times = seconds_[name];
  std::printf("%-58s %12.4g ms  +- %4.1f %%  (%zu repetitions)\n", name.c_str(),
              median(times) * 1e3, spread(times) * 100, times.size());
  std::fflush(stdout);
}

void Collector::finish() {
  if (json_stream_.is_open() && context_reported_) json_.Finalize();
}

std::vector<double> Collector::seconds(std::string const& name) const {
  auto const found = seconds_.find(name);
  return found != seconds_.end() ? found->second : std::vector<double>();
}

}  // namespace smnn::perf
