#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>

namespace smnn::perf {

ScalingOptions parse_scaling_options(int argc, char** argv) {
  ScalingOptions options;
  CLI::App app("Times the distributed solver on a grid of ranks; prints CSV, with its heading");
  app.add_option("--grid", options.grid, "Ranks along the batch x along time, as 2x4");
  app.add_option("--systems", options.systems, "B, of all ranks")->check(CLI::PositiveNumber);
  app.add_option("--points", options.points, "T, of all ranks")->check(CLI::PositiveNumber);
  app.add_option("--dims", options.dims, "D")->check(CLI::PositiveNumber);
  app.add_option("--orders", options.orders, "K")->check(CLI::PositiveNumber);
  app.add_option("--cuts", options.cuts,
                 "First time points of the ranks along time but the first, as 200,900; default: "
                 "equal shares")
      ->delimiter(',');
  using distributed::SeparatorSystem;
  std::map<std::string, SeparatorSystem> const separators{{"auto", SeparatorSystem::automatic},
                                                          {"gathered", SeparatorSystem::gathered},
                                                          {"pairs", SeparatorSystem::pairs}};
  app.add_option("--separators", options.separators, "How the cuts are solved for")
      ->transform(CLI::CheckedTransformer(separators));
  app.add_flag("--float", options.single_precision, "Single precision");
  app.add_flag("--plain", options.plain, "Normal equations without corrections");
  app.add_flag("--adjoint", options.adjoint, "The gradients after every solution");
  app.add_flag("--gpu-aware-mpi", options.gpu_aware_mpi, "Give MPI device memory");
  app.add_flag("--flush-subnormals", options.flush_subnormals,
               "Numbers too small to be normal are 0 (with one thread per rank, on x86)");
  app.add_option("--repetitions", options.repetitions)->check(CLI::PositiveNumber);
  app.add_option("--label", options.label, "Copied into the output");
  app.add_flag("--ping-pong", options.ping_pong, "Time messages between ranks 0 and 1 instead");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    std::exit(app.exit(error));
  }
  return options;
}

}  // namespace smnn::perf
