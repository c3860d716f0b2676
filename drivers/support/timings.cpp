#include "support/timings.hpp"

#include <smnn/distributed/phase_table.hpp>

#include "support/table.hpp"

namespace smnn::drivers {

void Timings::start(std::string const& subcommand) {
  if (table || !file.empty()) timer_.emplace();
  region_.emplace("smnn " + subcommand);
}

void Timings::report(distributed::Communicator const& ranks, Console& console) {
  region_.reset();
  if (!timer_) return;
  auto const phases = distributed::gather_phases(ranks, timer_->phases());
  timer_.reset();
  if (table) console.write('\n' + distributed::phase_table(phases));
  ranks.on_root([&] {
    if (!file.empty()) write_text_file(file, distributed::phase_csv(phases));
  });
}

void add_timings(CLI::App& app, Timings& timings) {
  app.add_flag(
      "--timings", timings.table,
      "Print how long each phase took: on the fastest rank, on average, on the slowest, "
      "and outside the phases inside it. Waits for the device at the end of each phase, so "
      "that nothing overlaps: timings serialise");
  app.add_option("--timings-file", timings.file, "The same as CSV: region,calls,min_s,mean_s,max_s")
      ->type_name("FILE");
}

}  // namespace smnn::drivers
