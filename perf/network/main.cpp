/// smnn_network_bench: the learning half beside its peers, in one run.
///
///   OMP_PROC_BIND=false build/smnn_network_bench [--results=perf/results/NAME-network]
///       [--torch='/usr/bin/python3 perf/studies/torch_lorenz_step.py --threads 2']
///
/// Threads must not be bound: the peer is BLAS with threads of its own, which would inherit the
/// first one's core. Repetitions alternate in random order; the tables hold medians. With --torch
/// the training step and the same one in PyTorch take turns.
#include <benchmark/benchmark.h>

#include <Kokkos_Core.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "../collector.hpp"
#include "../report/environment.hpp"
#include "../statistics.hpp"
#include "products.hpp"
#include "training_step.hpp"

namespace smnn::perf {
namespace {

std::string cell(double value, char const* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

void write_products(std::ostream& out, Collector const& collector) {
  out << "\n## Matrix products\n\nMedian GF/s; the peer is one call of BLAS on all its threads (on "
         "a "
         "GPU: cuBLAS).\n\n"
         "| product | m, n, k | smnn double | peer double | ratio | smnn float | peer float | "
         "ratio |\n"
         "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (ProductShape const& shape : product_shapes()) {
    out << "| " << shape.name << " | " << shape.m << ", " << shape.n << ", " << shape.k;
    for (char const* const precision : {"double", "float"}) {
      auto const speed = [&](char const* who) {
        return shape.flops() * 1e-9 /
               median(collector.seconds(product_name(shape, who, precision)));
      };
      double const ours = speed("smnn");
      double const peer = speed("peer");
      out << " | " << cell(ours, "%.0f") << " | " << cell(peer, "%.0f") << " | "
          << cell(ours / peer, "%.2f");
    }
    out << " |\n";
  }
}

void write_training_step(std::ostream& out, std::string const& torch, int steps) {
  std::vector<double> ours;
  std::vector<double> theirs;
  int const turns = torch.empty() ? 1 : 5;
  for (int turn = 0; turn < turns; ++turn) {
    ours.push_back(lorenz_step_seconds(steps) * 1e3);
    if (!torch.empty()) theirs.push_back(torch_step_seconds(torch) * 1e3);
  }
  out << "\n## Training step\n\nLorenz network (EXPERIMENTS: encoder and head of width 1024, 512 "
         "windows, "
         "double, Adam), milliseconds.\n\n| smnn | PyTorch | PyTorch / smnn |\n| --- | --- | --- "
         "|\n| "
      << cell(median(ours), "%.1f") << " | ";
  if (theirs.empty()) {
    out << "not asked for |  |\n";
  } else {
    out << cell(median(theirs), "%.1f") << " | " << cell(median(theirs) / median(ours), "%.2f")
        << " |\n";
  }
}

int run(int argc, char** argv) {
  std::string results;
  std::string torch;
  int steps = 30;
  std::vector<std::string> passed_on{argv[0], "--benchmark_enable_random_interleaving=true",
                                     "--benchmark_repetitions=9", "--benchmark_min_time=0.02",
                                     "--kokkos-disable-warnings"};
  for (int i = 1; i < argc; ++i) {
    std::string const argument = argv[i];
    if (argument.starts_with("--results=")) {
      results = argument.substr(argument.find('=') + 1);
    } else if (argument.starts_with("--torch=")) {
      torch = argument.substr(argument.find('=') + 1);
    } else if (argument == "--smoke") {
      steps = 1;
      passed_on.insert(passed_on.end(),
                       {"--benchmark_repetitions=2", "--benchmark_min_time=0.0001"});
    } else {
      passed_on.push_back(argument);
    }
  }
  std::vector<char*> arguments;
  for (std::string& argument : passed_on) arguments.push_back(argument.data());
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  Kokkos::ScopeGuard const kokkos(count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  Facts facts = environment();
  Collector collector("");
  add_products();
  benchmark::RunSpecifiedBenchmarks(&collector, ".");
  benchmark::ClearRegisteredBenchmarks();
  facts.emplace_back("load average at the end", load_average());

  std::ostringstream report;
  report << "# Benchmarks of networks\n\n| what | value |\n| --- | --- |\n";
  for (auto const& [name, value] : facts) report << "| " << name << " | " << value << " |\n";
  write_products(report, collector);
  write_training_step(report, torch, steps);
  std::cout << report.str();
  if (!results.empty()) {
    std::ofstream file(results + ".md");
    file << report.str();
    if (!file) throw std::runtime_error("cannot write " + results + ".md");
  }
  return 0;
}

}  // namespace
}  // namespace smnn::perf

int main(int argc, char** argv) {
  try {
    return smnn::perf::run(argc, argv);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn_network_bench: error: %s\n", error.what());
    return 1;
  }
}
