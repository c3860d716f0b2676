#include "sst/info.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <smnn/climate/sst_file.hpp>
#include <smnn/io/text.hpp>
#include <sstream>
#include <string>

#include "sst/selection.hpp"

namespace smnn::drivers::sst {
namespace {

struct Arguments {
  std::string file;
  climate::SstSelection selection;
  bool json = false;
};

constexpr char const* footer = R"(
Reads NetCDF files, classic and NetCDF-4, that follow the CF conventions, more or less. Ocean is what has a temperature
at every time and is no land by the mask, if there is one. Mean and standard deviation are over ocean cells and times,
unweighted.
)";

std::string decimals(double value, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string degrees(std::vector<double> const& coordinates) {
  return io::to_string(coordinates.front()) + " .. " + io::to_string(coordinates.back());
}

std::string to_text(std::string const& name, climate::SstFile const& file) {
  climate::Grid const& grid = file.grid();
  climate::TimeAxis const& time = file.time();
  std::ostringstream out;
  auto const line = [&out](std::string const& what, std::string const& value) {
    out << what << std::string(what.size() < 16 ? 16 - what.size() : 1, ' ') << value << '\n';
  };
  line("file", name + ", " + file.format());
  line("variable", file.variable());
  line("units", file.units().empty() ? "none, taken for degC" : file.units());
  line("grid", std::to_string(grid.rows()) + " latitudes " + degrees(grid.latitudes) + ", " +
                   std::to_string(grid.columns()) + " longitudes " + degrees(grid.longitudes));
  line("times", std::to_string(time.size()) + " " + to_string(time.sampling) + ", " +
                    to_string(time.dates.front()) + " .. " + to_string(time.dates.back()));
  line("calendar", file.calendar());
  std::int64_t const cells = grid.rows() * grid.columns();
  line("ocean cells", std::to_string(grid.points()) + " of " + std::to_string(cells));
  line("land by mask", file.has_mask()
                           ? std::to_string(file.land_by_mask()) +
                                 " cells with temperatures, by variable " + file.mask_variable()
                           : "no mask");
  line("missing values", std::to_string(file.missing_values()) + " in " +
                             std::to_string(file.cells_with_gaps()) +
                             " cells that have others; these cells are not used");
  line("mean", decimals(file.mean(), 3) + " degC");
  line("deviation", decimals(file.deviation(), 3) + " degC");
  return out.str();
}

std::string to_json(std::string const& name, climate::SstFile const& file) {
  climate::Grid const& grid = file.grid();
  climate::TimeAxis const& time = file.time();
  nlohmann::ordered_json json;
  json["file"] = name;
  json["format"] = file.format();
  json["variable"] = file.variable();
  json["units"] = file.units();
  json["grid"] = {{"latitudes", grid.rows()},
                  {"longitudes", grid.columns()},
                  {"first_latitude", grid.latitudes.front()},
                  {"last_latitude", grid.latitudes.back()},
                  {"first_longitude", grid.longitudes.front()},
                  {"last_longitude", grid.longitudes.back()}};
  json["time"] = {{"steps", time.size()},
                  {"sampling", to_string(time.sampling)},
                  {"first", to_string(time.dates.front())},
                  {"last", to_string(time.dates.back())},
                  {"calendar", file.calendar()}};
  json["mask_variable"] = file.has_mask() ? nlohmann::ordered_json(file.mask_variable()) : nullptr;
  json["ocean_cells"] = grid.points();
  json["land_by_mask"] = file.land_by_mask();
  json["missing_values"] = file.missing_values();
  json["cells_with_gaps"] = file.cells_with_gaps();
  json["mean"] = file.mean();
  json["deviation"] = file.deviation();
  // Names in files need not be UTF-8.
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  climate::SstFile const file(runtime.communicator(), arguments.file, arguments.selection);
  console.write(arguments.json ? to_json(arguments.file, file) : to_text(arguments.file, file));
}

}  // namespace

void add_info(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& app =
      *family.add_subcommand("info", "Say what a file has: variable, grid, times, ocean, moments");
  app.footer(footer);
  app.add_option("file", arguments->file, "NetCDF file of sea-surface temperature")
      ->required()
      ->type_name("FILE");
  add_selection(app, arguments->selection);
  app.add_flag("--json", arguments->json, "As JSON");
  app.callback([arguments, &runtime, &console] { run(*arguments, *runtime, console); });
}

}  // namespace smnn::drivers::sst
