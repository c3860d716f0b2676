#include "kdv/fields/roll_out_options.hpp"

namespace smnn::drivers::kdv {

void add_data(CLI::App& app, std::string& data) {
  app.add_option("data", data, "HDF5 file of smnn kdv generate or of that layout")
      ->required()
      ->type_name("DATA");
}

void add_ranks_per_line(CLI::App& app, int& ranks_per_line) {
  app.add_option("--ranks-per-line", ranks_per_line, "MPI ranks that share the points of the axis")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
}

void add_roll_out_options(CLI::App& app, RollOutOptions& options) {
  auto const positive = CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000});
  app.add_option("--split", options.split, "Of the file")->capture_default_str();
  app.add_option("--samples", options.samples, "Trajectories; 0: all")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}));
  app.add_option("--times", options.times, "Forecasts, one after the other")
      ->check(positive)
      ->default_str("as many as the data have levels for");
  app.add_option("--advance", options.advance,
                 "Go on from so many new levels of each forecast, which are its best; the rest is "
                 "forecast anew")
      ->check(positive)
      ->default_str("T-1, all of them");
  app.add_option("--batch", options.batch, "Trajectories at a time")
      ->check(positive)
      ->capture_default_str();
  add_ranks_per_line(app, options.ranks_per_line);
  add_solver_options(app, options.solver);
}

}  // namespace smnn::drivers::kdv
