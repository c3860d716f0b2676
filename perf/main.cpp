/// smnn_bench: our solver beside its peers, in one run.
///
///   build/smnn_bench --quick                              half a dozen shapes, about a minute
///   build/smnn_bench --results=perf/results/NAME          everything, under ten minutes
///   build/smnn_bench --benchmark_filter='forward/.*/double/B=4096/T=50/n=3$'
///
///   build/smnn_bench --shape=520,1000,1,3,1               any other B,T,D,K,E
///
/// --results=PREFIX writes PREFIX.md and PREFIX.csv. Every option of Google Benchmark works; names
/// are operation/contestant/precision/B=systems/T=time points/n=block order, operation one of
/// forward, forward_adjoint, scaling, scaling_same_data, many_rhs (whose names end in
/// /M=right-hand sides). Repetitions of the contestants of a case alternate in random order, so
/// that other users of the machine disturb all alike; the tables hold medians.
#include <benchmark/benchmark.h>

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "report/writers.hpp"
#include "runner.hpp"

namespace smnn::perf {
namespace {

struct CommandLine {
  Extent extent = Extent::full;
  std::optional<Shape> shape;
  std::string results;    // prefix of the two files, empty for none
  std::string json_file;  // of Google Benchmark
  std::vector<std::string> passed_on;
};

Shape parse_shape(std::string const& text) {
  Shape shape;
  long long systems = 0;
  long long time_points = 0;
  int end = 0;
  int const found = std::sscanf(text.c_str(), "%lld,%lld,%d,%d,%d%n", &systems, &time_points,
                                &shape.dims, &shape.orders, &shape.equations, &end);
  if (found != 5 || static_cast<std::size_t>(end) != text.size() || systems < 1 || time_points < 1)
    throw std::runtime_error("--shape=" + text + ": expected B,T,D,K,E");
  shape.systems = systems;
  shape.time_points = time_points;
  return shape;
}

/// Our own options; the rest, behind our defaults, is for Google Benchmark and Kokkos.
CommandLine parse(int argc, char** argv) {
  CommandLine line;
  line.passed_on = {argv[0], "--benchmark_enable_random_interleaving=true",
                    "--benchmark_repetitions=9", "--benchmark_min_time=0.03",
                    "--kokkos-disable-warnings"};
  auto const value_of = [](std::string const& argument) {
    return argument.substr(argument.find('=') + 1);
  };
  for (int i = 1; i < argc; ++i) {
    std::string const argument = argv[i];
    if (argument == "--quick") {
      line.extent = Extent::quick;
      line.passed_on.insert(line.passed_on.end(),
                            {"--benchmark_repetitions=5", "--benchmark_min_time=0.02"});
    } else if (argument == "--smoke") {
      line.extent = Extent::smoke;
      line.passed_on.insert(line.passed_on.end(),
                            {"--benchmark_repetitions=2", "--benchmark_min_time=0.001"});
    } else if (argument.starts_with("--shape=")) {
      line.shape = parse_shape(value_of(argument));
    } else if (argument.starts_with("--results=")) {
      line.results = value_of(argument);
    } else if (argument.starts_with("--benchmark_out=")) {
      line.json_file = value_of(argument);
    } else {
      line.passed_on.push_back(argument);
    }
  }
  return line;
}

std::ofstream open(std::string const& path) {
  std::filesystem::path const folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  std::ofstream file(path);
  if (!file) throw std::runtime_error("cannot write " + path);
  return file;
}

int run(int argc, char** argv) {
  CommandLine line = parse(argc, argv);
  std::vector<char*> arguments;
  for (std::string& argument : line.passed_on) arguments.push_back(argument.data());
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  Kokkos::ScopeGuard const kokkos(count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  // Before hours of work, not after.
  std::ofstream markdown;
  std::ofstream csv;
  if (!line.results.empty()) {
    markdown = open(line.results + ".md");
    csv = open(line.results + ".csv");
  }
  Collector collector(line.json_file);
  Facts facts = environment();
  Results const results =
      run_groups(line.shape ? catalogue(*line.shape) : catalogue(line.extent), collector);
  collector.finish();
  facts.emplace_back("load average at the end", load_average());

  if (!results.empty()) {
    std::cout << '\n';
    write_markdown(std::cout, facts, results);
  }
  if (!line.results.empty()) {
    write_markdown(markdown, facts, results);
    write_csv(csv, facts, results);
  }
  bool const failed = std::any_of(results.begin(), results.end(), [](GroupResult const& group) {
    return std::any_of(group.measurements.begin(), group.measurements.end(),
                       [](Measurement const& m) { return !m.error.empty(); });
  });
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace smnn::perf

int main(int argc, char** argv) {
  try {
    return smnn::perf::run(argc, argv);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn_bench: error: %s\n", error.what());
    return 1;
  }
}
