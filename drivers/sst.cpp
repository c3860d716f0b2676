#include "sst.hpp"

namespace smnn::drivers {

void add_sst(CLI::App& app, std::optional<Runtime> const& /*runtime*/, Console& /*console*/) {
  app.add_subcommand("sst", "Sea-surface temperature: NetCDF files, and forecasts at every point");
}

}  // namespace smnn::drivers
