#include "sst.hpp"

#include "sst/evaluate.hpp"
#include "sst/forecast.hpp"
#include "sst/info.hpp"
#include "sst/synthesize.hpp"
#include "sst/train.hpp"

namespace smnn::drivers {

void add_sst(CLI::App& app, std::optional<Runtime> const& runtime, Console& console) {
  CLI::App& family = *app.add_subcommand(
      "sst", "Sea-surface temperature: NetCDF files, and forecasts at every point");
  family.require_subcommand(1);
  sst::add_info(family, runtime, console);
  sst::add_synthesize(family, runtime, console);
  sst::add_train(family, runtime, console);
  sst::add_forecast(family, runtime, console);
  sst::add_evaluate(family, runtime, console);
}

}  // namespace smnn::drivers
