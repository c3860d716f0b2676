#include "info.hpp"

#include <memory>

#include "info/build_report.hpp"

namespace smnn::drivers {

void add_info(CLI::App& app, Console& console, int& exit_code) {
  auto const json = std::make_shared<bool>(false);
  CLI::App& info = *app.add_subcommand("info", "Show version, backends, devices and libraries");
  info.add_flag("--json", *json, "As JSON");
  info.callback([json, &console, &exit_code] {
    BuildReport const report = build_report();
    console.write(*json ? to_json(report) : to_text(report));
    exit_code = 0;
  });
}

}  // namespace smnn::drivers
