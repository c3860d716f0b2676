#include "kdv/generate.hpp"

#include <cstdio>
#include <memory>
#include <string>

#include "kdv/generate/generate_file.hpp"
#include "support/table.hpp"

namespace smnn::drivers::kdv {
namespace {

constexpr char const* footer = R"(
Solves u_t + a u u_x + u_xxx = 0, periodic in x, from initial values of many samples, by a pseudospectral method without
aliases, exact dispersion and steps of order 8, and writes the solutions in the published layout: groups train, valid and
test, each with pde_LEVELS-POINTS (samples, levels, points), x, t, dx and dt. Defaults are the published ranges. Ranks
share the samples, and the same seed gives the same values on any number of them.
--initial: sines, random ones; soliton:SPEED,POSITION, several times for several; or a file, CSV or HDF5, with a column u
on equidistant points of the period and optionally x.
--single: one sample, in test, whose points the ranks share: 2^12 to 2^20 points. ParaView opens the .xmf beside it.
drift: the largest change of an invariant, relative to itself or what bounds it; unresolved: the part of the solution in
the tenth of the modes with the highest wavenumbers.
)";

// Beyond this part in the highest modes, what is cut off shows in the solution.
constexpr double well_resolved = 1e-6;
// Beyond this part of a soliton at the end of the period, it is another initial value.
constexpr double well_inside = 1e-8;

void add_ranges(CLI::App& app, GenerateOptions& options) {
  constexpr auto group = "Ranges";
  auto const add = [&](std::string const& name, auto& value, std::string const& help) {
    return app.add_option(name, value, help)->capture_default_str()->group(group);
  };
  auto const count = CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000});
  auto* const length = add("--length", options.length, "Length of the period, in the mean");
  auto* const length_spread =
      add("--length-spread", options.length_spread, "How much it varies, relatively");
  app.add_option("--domain", options.domain, "This length for all samples")
      ->excludes(length)
      ->excludes(length_spread)
      ->group(group);
  auto* const end = add("--end-time", options.end_time, "Time of the last level, in the mean");
  auto* const end_spread =
      add("--end-spread", options.end_spread, "How much it varies, relatively");
  auto* const levels =
      add("--levels", options.levels, "Levels from 0 to the end time")->check(count);
  auto* const keep =
      add("--keep", options.keep, "The last of them, which are written")->check(count);
  app.add_option("--times", options.times, "These levels for all samples, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->excludes(end)
      ->excludes(end_spread)
      ->excludes(levels)
      ->excludes(keep)
      ->group(group)
      ->type_name("TIMES");
  add("--points", options.points, "Points that are written")->check(count);
  add("--sines", options.sines.count, "Sines of which random initial values are the sum")
      ->check(count);
  add("--amplitude", options.sines.amplitude, "Their largest amplitude")
      ->check(CLI::NonNegativeNumber);
  add("--frequencies", options.sines.frequencies, "Of which each has one, in periods")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(count)
      ->type_name("NUMBERS");
  for (auto const& [name, value] :
       {std::pair("--train", &options.train), std::pair("--valid", &options.valid),
        std::pair("--test", &options.test)})
    add(name, *value, "Samples in this group")->check(count);
}

void add_options(CLI::App& app, GenerateOptions& options) {
  app.add_option("output", options.output, "HDF5 file to write; appears only when it is complete")
      ->required()
      ->type_name("FILE");
  app.add_option("--initial", options.initial,
                 "sines, soliton:SPEED,POSITION (repeatable) or a file")
      ->allow_extra_args(false)
      ->capture_default_str()
      ->type_name("WHAT");
  app.add_option("--nonlinearity", options.kdv.nonlinearity,
                 "a; the other common normalisation has 6")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Of every random number; the values depend on it alone")
      ->capture_default_str();
  app.add_option("--tolerance", options.kdv.tolerance.relative,
                 "Of the error in each step, relative to u")
      ->check(CLI::Range(1e-15, 0.1))
      ->capture_default_str();
  app.add_option("--refine", options.refine, "Solve on so many times the points that are written")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1024}))
      ->capture_default_str();
  app.add_option_function<std::string>(
         "--storage",
         [&options](std::string const& name) {
           options.storage =
               name == "float" ? Storage::single_precision : Storage::double_precision;
         },
         "Numbers in the file")
      ->check(CLI::IsMember({"double", "float"}))
      ->default_str("double");
  app.add_flag("--single", options.single, "One sample, whose points the ranks share");
  add_ranges(app, options);
}

std::string describe(GenerateOptions const& options, int ranks) {
  char text[200];
  std::snprintf(text, sizeof(text),
                ": u_t + %g u u_x + u_xxx = 0, %lld levels of %lld points (solved on %lld), "
                "tolerance %.0e, %d %s\n",
                options.kdv.nonlinearity, static_cast<long long>(options.written_levels()),
                static_cast<long long>(options.points),
                static_cast<long long>(options.solved_points()), options.kdv.tolerance.relative,
                ranks, ranks == 1 ? "rank" : "ranks");
  return options.output + text;
}

void warn(SplitReport const& report, Console& console) {
  if (report.quality.unresolved > well_resolved) {
    console.warn(
        report.split + ": up to " + scientific(report.quality.unresolved) +
        " of the solution is in the highest modes, which more --points or --refine resolve");
  }
  if (report.cut_off > well_inside) {
    console.warn("--initial: a soliton still has " + scientific(report.cut_off) +
                 " of its height half a period away, where it is cut off");
  }
}

void run(GenerateOptions const& options, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  Table table({"group", ">samples", ">steps each", ">mass drift", ">momentum", ">energy",
               ">unresolved", ">time"});
  GenerateEvents events;
  events.show_progress = !console.quiet;
  events.on_split = [&](SplitReport const& report) {
    warn(report, console);
    char steps[32];
    std::snprintf(steps, sizeof(steps), "%.0f",
                  report.quality.steps / static_cast<double>(report.samples));
    table.add({report.split, std::to_string(report.samples), steps,
               scientific(report.quality.drift.mass), scientific(report.quality.drift.momentum),
               scientific(report.quality.drift.energy), scientific(report.quality.unresolved),
               duration(report.seconds)});
  };
  generate_file(ranks, options, events);
  console.write(describe(options, ranks.size()));
  console.write(table.text());
  if (options.single) console.print("%s: a view of it\n", view_name(options.output).c_str());
}

}  // namespace

void add_generate(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const options = std::make_shared<GenerateOptions>();
  CLI::App& app = *family.add_subcommand("generate", "Make a data set by the classical solver");
  app.footer(footer);
  add_options(app, *options);
  app.callback([options, &runtime, &console] { run(*options, *runtime, console); });
}

}  // namespace smnn::drivers::kdv
