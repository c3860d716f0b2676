#include "kdv/generate/generate_file.hpp"

#include <Kokkos_Timer.hpp>
#include <algorithm>
#include <filesystem>
#include <smnn/io/memory.hpp>
#include <smnn/io/parallel/provenance.hpp>
#include <smnn/io/parallel/writer.hpp>
#include <smnn/io/parallel/xdmf.hpp>
#include <smnn/io/text.hpp>
#include <smnn/pde/kdv/dataset_writer.hpp>
#include <smnn/solver/error.hpp>

#include "kdv/generate/initial_field.hpp"
#include "support/progress.hpp"

namespace smnn::drivers::kdv {
namespace {

constexpr char const* split_names[] = {"train", "valid", "test"};
constexpr std::size_t test_split = 2;

distributed::Range share_of(std::int64_t samples, int rank, int ranks) {
  io::Slab const slab = io::even_slab({samples}, 0, rank, ranks);
  return {slab.offset[0], slab.offset[0] + slab.count[0]};
}

/// What makes the values of a split repeatable beside the file's seed, and how good they are.
void describe(io::ParallelWriteGroup const& group, GenerateOptions const& options,
              Quality const& quality) {
  std::string initial;
  for (auto const& word : options.initial) initial += (initial.empty() ? "" : " ") + word;
  group.attribute("initial", initial);
  group.attribute("solved_points", options.solved_points());
  group.attribute("relative_tolerance", options.kdv.tolerance.relative);
  group.attribute("absolute_tolerance", options.kdv.tolerance.absolute);
  group.attribute("largest_mass_drift", quality.drift.mass);
  group.attribute("largest_momentum_drift", quality.drift.momentum);
  group.attribute("largest_energy_drift", quality.drift.energy);
}

/// One data set on its way into a file.
class Generator {
 public:
  Generator(distributed::Communicator const& ranks, GenerateOptions const& options,
            InitialField const& initial, GenerateEvents const& events)
      : ranks_(ranks),
        options_(options),
        initial_(initial),
        events_(events),
        progress_(events.show_progress && ranks.rank() == 0) {}

  template <class Real>
  void write_all(io::ParallelWriteGroup const& root) {
    if (options_.single) {
      write_single<Real>(root);
      return;
    }
    std::int64_t const samples[] = {options_.train, options_.valid, options_.test};
    for (std::size_t split = 0; split < 3; ++split) {
      if (samples[split] > 0) write_split<Real>(root, split, samples[split]);
    }
  }

 private:
  /// Room for so many entries on this rank, or an error on all.
  template <class Real>
  std::vector<Real> allocate(std::int64_t samples, std::int64_t points, char const* split) const {
    std::vector<Real> fields;
    ranks_.together([&] {
      io::Shape const shape = {samples, options_.written_levels(), points};
      auto const bytes = io::bytes(shape, sizeof(Real));
      std::string const where = std::string("samples of ") + split + " on this rank";
      if (!bytes) throw InvalidArgument(where + ": got " + io::to_string(shape) + ", too many");
      io::require_memory(static_cast<std::uint64_t>(*bytes), where);
      fields.resize(static_cast<std::size_t>(*bytes) / sizeof(Real));
    });
    return fields;
  }

  /// Begins a sample with the solver and returns its levels.
  std::vector<double> begin(pde::KdvSolver& solver, std::size_t split, std::int64_t sample,
                            pde::KdvShare& share, SplitReport& report) const {
    pde::SampleRandom random(options_.seed, split, sample);
    SampleFrame frame = make_frame(options_, random);
    if (!options_.domain && initial_.length()) frame.length = *initial_.length();
    solver.start(frame.length,
                 initial_.values(random, frame.length, solver.points(), solver.own_points()));
    share.lengths.push_back(frame.length);
    share.times.insert(share.times.end(), frame.times.begin(), frame.times.end());
    report.cut_off = std::max(report.cut_off, initial_.cut_off(frame.length));
    return frame.times;
  }

  void note(SplitReport& report, Quality const& quality) const {
    report.quality.drift = pde::larger(report.quality.drift, quality.drift);
    report.quality.unresolved = std::max(report.quality.unresolved, quality.unresolved);
    report.quality.steps += quality.steps;
  }

  void finish(SplitReport& report, Kokkos::Timer const& timer) const {
    ranks_.maximum(std::span(&report.cut_off, 1));
    report.seconds = timer.seconds();
    if (events_.on_split) events_.on_split(report);
  }

  template <class Real>
  void write_split(io::ParallelWriteGroup const& root, std::size_t split, std::int64_t samples) {
    Kokkos::Timer const timer;
    char const* const name = split_names[split];
    SplitReport report{.split = name, .samples = samples};
    pde::KdvShare share{share_of(samples, ranks_.rank(), ranks_.size()), {0, options_.points}};
    auto fields = allocate<Real>(share.samples.size(), options_.points, name);
    ranks_.together([&] {  // each rank alone
      pde::KdvSolver solver(options_.solved_points(), options_.kdv);
      auto const entries = static_cast<std::size_t>(options_.written_levels() * options_.points);
      for (std::int64_t s = 0; s < share.samples.size(); ++s) {
        progress_.show(name, s, share.samples.size(), "samples");
        auto const times = begin(solver, split, share.samples.begin + s, share, report);
        note(report,
             integrate(solver, times, options_.refine,
                       std::span(fields).subspan(static_cast<std::size_t>(s) * entries, entries)));
      }
    });
    report.quality = gather(ranks_, report.quality);
    pde::write_kdv_split<Real>(root, name, {samples, options_.written_levels(), options_.points},
                               options_.kdv.nonlinearity, share, fields);
    describe(root.group(name), options_, report.quality);
    finish(report, timer);
  }

  template <class Real>
  void write_single(io::ParallelWriteGroup const& root) {
    Kokkos::Timer const timer;
    char const* const name = split_names[test_split];
    SplitReport report{.split = name, .samples = 1};
    pde::KdvSolver solver(ranks_, options_.solved_points(), options_.kdv);
    pde::KdvShare share{{0, 1}, coarse_points(solver.own_points(), options_.refine)};
    auto fields = allocate<Real>(1, share.points.size(), name);
    auto const times = begin(solver, test_split, 0, share, report);
    note(report,
         integrate(solver, times, options_.refine, std::span(fields), [&](std::int64_t done) {
           progress_.show(name, done, options_.written_levels(), "levels");
         }));
    pde::write_kdv_sample<Real>(root, name, {1, options_.written_levels(), options_.points},
                                options_.kdv.nonlinearity, share, fields);
    describe(root.group(name), options_, report.quality);
    finish(report, timer);
  }

  distributed::Communicator ranks_;
  GenerateOptions const& options_;
  InitialField const& initial_;
  GenerateEvents const& events_;
  ProgressLine progress_;
};

/// How ParaView sees the one sample.
void write_view(distributed::Communicator const& ranks, GenerateOptions const& options) {
  using io::XdmfAxis;
  std::string const group = std::string("/") + split_names[test_split] + '/';
  io::XdmfView view;
  view.name = "kdv";
  view.grid = io::RectilinearGrid{{group + "x"}};
  view.times = group + "t";
  view.fields = {
      {.name = "u",
       .dataset = group + pde::kdv_field_name({1, options.written_levels(), options.points}),
       .axes = {XdmfAxis::at(0), XdmfAxis::time(), XdmfAxis::space()}}};
  io::write_xdmf_view(ranks, view_name(options.output), options.output, view);
}

}  // namespace

std::string view_name(std::string const& output) {
  return std::filesystem::path(output).replace_extension(".xmf").string();
}

void generate_file(distributed::Communicator const& ranks, GenerateOptions const& options,
                   GenerateEvents const& events) {
  ranks.together([&] {
    check(options);
    if (options.single && view_name(options.output) == options.output) {
      throw InvalidArgument("output: got " + io::quote(options.output) +
                            ", expected another ending than that of its view");
    }
  });
  // Without `single` every rank has all points of its samples, and reads a file by itself.
  std::optional<InitialField> initial;
  auto const begin = [&](distributed::Communicator const& sharing) {
    initial.emplace(sharing, options.initial, options.kdv.nonlinearity, options.sines);
  };
  if (options.single) {
    begin(ranks);
  } else {
    ranks.together([&] { begin({}); });
  }
  io::ParallelHdf5Writer writer(ranks, options.output);
  try {
    io::Provenance provenance = io::current_provenance("smnn kdv generate");
    provenance.seed = options.seed;
    io::write_provenance(ranks, writer.root(), provenance);
    Generator generator(ranks, options, *initial, events);
    if (options.storage == Storage::double_precision) {
      generator.write_all<double>(writer.root());
    } else {
      generator.write_all<float>(writer.root());
    }
    writer.commit();
  } catch (...) {  // on all ranks
    writer.discard();
    throw;
  }
  if (options.single) write_view(ranks, options);
}

}  // namespace smnn::drivers::kdv
