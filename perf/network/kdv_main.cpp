/// smnn_kdv_step_bench: one training step of `smnn kdv train`, phase by phase. One configuration
/// per run, so that a script (perf/studies/kdv_step.py) can interleave it with its peer.
///
///   mpirun -n 2 build/smnn_kdv_step_bench --preset published --samples 32 --steps 3
///
/// prints a line of CSV with the names of the phases, and one with their milliseconds.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "kdv_step.hpp"
#include "support/runtime.hpp"

namespace smnn::perf {
namespace {

void print(KdvStepTimes const& times) {
  std::string names;
  std::string values;
  for (auto const& [name, seconds] : times) {
    char value[32];
    std::snprintf(value, sizeof value, "%.3f", 1e3 * seconds);
    names += (names.empty() ? "" : ",") + name;
    values += (values.empty() ? "" : ",") + std::string(value);
  }
  std::printf("%s\n%s\n", names.c_str(), values.c_str());
}

int run(int argc, char** argv) {
  KdvStepOptions options;
  CLI::App app("One training step of the KdV experiment", "smnn_kdv_step_bench");
  app.add_option("--preset", options.preset, "Sizes: quick, or those published")
      ->check(CLI::IsMember({"quick", "published"}));
  app.add_option("--samples", options.samples, "Windows of a step, of all ranks")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--steps", options.steps, "Measured ones")->check(CLI::Range(1, 1'000'000));
  app.add_option("--warm-up", options.warm_up, "Steps before them")
      ->check(CLI::Range(0, 1'000'000));
  app.add_option("--ranks-per-line", options.ranks_per_line, "MPI ranks that share the axis");
  app.add_flag("--plain", options.plain, "Normal equations without corrections");
  CLI11_PARSE(app, argc, argv);
  drivers::Runtime const runtime({argv[0]});
  KdvStepTimes const times = kdv_step_times(runtime.communicator(), options);
  if (runtime.rank() == 0) print(times);
  return 0;
}

}  // namespace
}  // namespace smnn::perf

int main(int argc, char** argv) {
  try {
    return smnn::perf::run(argc, argv);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn_kdv_step_bench: error: %s\n", error.what());
    return 1;
  }
}
