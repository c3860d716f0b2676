#include "info.hpp"

#include <memory>

#include "info/build_report.hpp"

namespace smnn::drivers {

void add_info(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
              int& exit_code) {
  auto const json = std::make_shared<bool>(false);
  CLI::App& info = *app.add_subcommand(
      "info", "Show version, backends, libraries, and which rank has which device and CPUs");
  info.add_flag("--json", *json, "As JSON");
  info.callback([json, &runtime, &console, &exit_code] {
    BuildReport report = build_report();
    report.ranks = gather_placements(runtime->communicator());
    console.write(*json ? to_json(report) : to_text(report));
    for (auto const& conflict : conflicts(report.ranks)) console.warn(conflict);
    exit_code = 0;
  });
}

}  // namespace smnn::drivers
