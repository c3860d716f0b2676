#include "runner.hpp"

#include <benchmark/benchmark.h>
#include <regex.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "workload/cost_model.hpp"

namespace smnn::perf {
namespace {

using Clock = std::chrono::steady_clock;

// A slow contestant's repetition is one run.
constexpr int slow_repetitions = 3;

/// A contestant that differs more than this from the reference has solved something else: plain
/// normal equations in float lose about four digits on these cases.
double allowed_difference(Precision precision) {
  return precision == Precision::double_precision ? 1e-6 : 5e-2;
}

/// A contestant on its way through the repetitions. It is made when its first turn comes.
struct Turn {
  Case item;
  Entry entry;
  std::unique_ptr<Contestant> contestant;
  Measurement measurement;
  bool checked = false;

  void run(benchmark::State& state);

 private:
  void measure(benchmark::State& state);
  void check();
};

void Turn::check() {
  measurement.quality = contestant->quality();
  checked = true;
  double const difference = measurement.quality.difference;
  if (difference <= allowed_difference(item.precision) || std::isnan(difference)) return;
  char text[80];
  std::snprintf(text, sizeof text, "differs from the reference by %.1e", difference);
  throw std::runtime_error(text);
}

void Turn::measure(benchmark::State& state) {
  if (!contestant) contestant = entry.make();
  if (!checked) {  // also warms up
    contestant->prepare();
    contestant->run();
    check();
  }
  for ([[maybe_unused]] auto const _ : state) {
    contestant->prepare();
    auto const start = Clock::now();
    contestant->run();
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
  }
  auto const step_systems = static_cast<double>(item.shape.step_systems() *
                                                static_cast<std::int64_t>(state.iterations()));
  using Counter = benchmark::Counter;
  bool const works = std::isnan(measurement.quality.work_per_run);
  if (works) {
    state.counters["step_systems"] = Counter(step_systems, Counter::kIsRate);
    state.counters["flops"] = Counter(step_systems * model_flops(item), Counter::kIsRate);
    state.counters["bytes"] = Counter(step_systems * model_bytes(item), Counter::kIsRate);
  } else {
    state.counters["work"] =
        Counter(measurement.quality.work_per_run * static_cast<double>(state.iterations()),
                Counter::kIsRate);
  }
}

void Turn::run(benchmark::State& state) {
  if (!measurement.error.empty()) {
    state.SkipWithError(measurement.error.c_str());
    return;
  }
  try {
    measure(state);
  } catch (std::exception const& error) {
    measurement.error = error.what();
    contestant.reset();
    state.SkipWithError(measurement.error.c_str());
  }
}

/// Google Benchmark's own filter sees names with a suffix, which defeats a closing $.
class Filter {
 public:
  explicit Filter(std::string pattern) : inverted_(pattern.starts_with('-')) {
    if (inverted_) pattern.erase(0, 1);
    if (pattern.empty() || pattern == "all") pattern = ".";
    if (regcomp(&compiled_, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
      throw std::runtime_error("--benchmark_filter is not a regular expression: " + pattern);
  }
  Filter(Filter const&) = delete;
  Filter& operator=(Filter const&) = delete;
  ~Filter() { regfree(&compiled_); }

  bool matches(std::string const& name) const {
    return (regexec(&compiled_, name.c_str(), 0, nullptr, 0) == 0) != inverted_;
  }

 private:
  bool inverted_;
  regex_t compiled_;
};

GroupResult run_group(Group const& group, Collector& collector) {
  std::vector<std::unique_ptr<Turn>> turns;
  for (Entry const& entry : group.entries) {
    turns.push_back(std::make_unique<Turn>());
    Turn* const turn = turns.back().get();
    turn->item = group.item;
    turn->entry = entry;
    turn->measurement.contestant = entry.name;
    auto* const registered =
        benchmark::RegisterBenchmark(benchmark_name(group.item, entry.name).c_str(),
                                     [turn](benchmark::State& state) { turn->run(state); });
    registered->UseManualTime()->Unit(benchmark::kMillisecond);
    if (entry.slow) registered->Repetitions(slow_repetitions)->Iterations(1);
  }
  benchmark::RunSpecifiedBenchmarks(&collector, ".");
  benchmark::ClearRegisteredBenchmarks();

  GroupResult result{group.item, {}};
  for (auto const& turn : turns) {
    Measurement& m = turn->measurement;
    std::string const name = benchmark_name(group.item, m.contestant);
    if (m.error.empty()) {
      m.seconds = collector.seconds(name);
    } else {
      std::printf("%-58s %s\n", name.c_str(), m.error.c_str());
    }
    if (!m.seconds.empty() || !m.error.empty()) result.measurements.push_back(m);
  }
  return result;
}

}  // namespace

Results run_groups(std::vector<Group> const& groups, Collector& collector) {
  Results results;
  Filter const filter(benchmark::GetBenchmarkFilter());
  for (Group group : groups) {
    std::erase_if(group.entries, [&](Entry const& entry) {
      return !filter.matches(benchmark_name(group.item, entry.name));
    });
    if (group.entries.empty()) continue;
    GroupResult result = run_group(group, collector);
    if (!result.measurements.empty()) results.push_back(std::move(result));
  }
  return results;
}

}  // namespace smnn::perf
