#include "support/timings.hpp"

#include <cstdio>
#include <smnn/distributed/phase_table.hpp>

#include "support/table.hpp"

namespace smnn::drivers {

void Timings::start() {
  if (table || !file.empty()) timer_.emplace();
}

void Timings::report(distributed::Communicator const& ranks) {
  if (!timer_) return;
  auto const phases = distributed::gather_phases(ranks, timer_->phases());
  timer_.reset();
  if (table && ranks.rank() == 0) {
    std::printf("%s", distributed::phase_table(phases).c_str());
    std::fflush(stdout);
  }
  ranks.on_root([&] {
    if (!file.empty()) write_text_file(file, distributed::phase_csv(phases));
  });
}

void add_timings(CLI::App& app, Timings& timings) {
  app.add_flag("--timings", timings.table,
               "Print how long each phase took: on the fastest rank, on average, on the slowest "
               "(waits for the device at the end of each, so that nothing overlaps)");
  app.add_option("--timings-file", timings.file, "The same as a CSV file");
}

}  // namespace smnn::drivers
