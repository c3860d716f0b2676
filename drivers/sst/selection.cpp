#include "sst/selection.hpp"

#include <optional>
#include <smnn/solver/error.hpp>
#include <string>

namespace smnn::drivers::sst {
namespace {

void add_date(CLI::App& app, std::string const& name, std::optional<climate::Date>& date,
              std::string const& help) {
  app.add_option_function<std::string>(
         name,
         [name, &date](std::string const& text) {
           try {
             date = climate::date_named(text);
           } catch (InvalidArgument const& error) {
             throw CLI::ValidationError(name, error.what());
           }
         },
         help)
      ->type_name("DATE");
}

}  // namespace

void add_selection(CLI::App& app, climate::SstSelection& selection) {
  app.add_option("--variable", selection.variable,
                 "Temperature (sst, tos, or what has its standard_name)")
      ->type_name("NAME");
  app.add_option_function<std::string>(
         "--mask", [&selection](std::string const& file) { selection.mask_file = file; },
         "NetCDF file of a land mask (the variable is looked for in the data's file)")
      ->type_name("FILE");
  app.add_option("--mask-variable", selection.mask_variable,
                 "Of the mask (mask, lsmask, or what has a mask's standard_name)")
      ->type_name("NAME");
  add_date(app, "--first", selection.first, "First time, as 1990-01-31");
  add_date(app, "--last", selection.last, "Last time");
  auto const degrees = [&app](std::string const& name, double& value, double limit,
                              std::string const& help) {
    app.add_option(name, value, help)
        ->check(CLI::Range(-limit, limit))
        ->type_name("DEGREES")
        ->capture_default_str();
  };
  degrees("--south", selection.south, 90, "Latitudes from here");
  degrees("--north", selection.north, 90, "to here");
  degrees("--west", selection.west, 360, "Longitudes from here, eastward");
  degrees("--east", selection.east, 360, "to here");
}

}  // namespace smnn::drivers::sst
