// The program's TOML file of options (--config), read by CLI11, with our checks of what stands in
// it.
#include <CLI/CLI.hpp>

#include "fuzz.hpp"
#include "options/solver_options.hpp"
#include "options/training_options.hpp"

namespace smnn::drivers {

// Trainings would record their progress; none runs here.
void Console::record(std::string const&) {}

}  // namespace smnn::drivers

namespace smnn::fuzz {
namespace {

/// As main.cpp makes it, with subcommands that do nothing.
void parse(std::string const& config) {
  CLI::App app("smnn", "smnn");
  app.set_config("--config", "", "TOML file with options")->check(CLI::ExistingFile);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.fallthrough();
  drivers::SolverChoice solver;
  network::TrainingOptions training;
  std::int64_t steps = 0;
  CLI::App& validate = *app.add_subcommand("validate", "");
  validate.add_option("--steps", steps, "")->check(CLI::Range(1, 1'000'000));
  drivers::add_solver_options(validate, solver);
  CLI::App& fit = *app.add_subcommand("fit", "");
  drivers::add_training_options(fit, training);
  for (char const* const subcommand : {"validate", "fit"}) {
    try {
      app.parse({config, "--config", subcommand});  // in reverse order, as CLI11 wants it
    } catch (CLI::Error const&) {
    }
  }
  require(solver.options.refinement.sweeps >= 0 && solver.options.refinement.sweeps <= 1000);
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace smnn::fuzz;
  ScratchFile const file(text_of(data, size));
  allow_errors([&] { parse(file.path()); });
  return 0;
}
