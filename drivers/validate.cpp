#include "validate.hpp"

#include <smnn/solver/error.hpp>

namespace smnn::drivers {

void add_validate(CLI::App& app, int& exit_code) {
  CLI::App& validate = *app.add_subcommand("validate", "Solve ODEs whose solutions are known, and compare");
  validate.callback([&exit_code] { exit_code = 0; });
}

}  // namespace smnn::drivers
