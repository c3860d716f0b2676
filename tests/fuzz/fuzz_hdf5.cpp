// HDF5 files: the reader, series, and problems as `smnn solve` reads them, with every rank's share
// of them.
#include <smnn/io/parallel/reader.hpp>
#include <smnn/io/series.hpp>

#include "fuzz.hpp"
#include "hdf5_file.hpp"
#include "solve/problem_file.hpp"
#include "solve/problem_share.hpp"

namespace smnn::fuzz {
namespace {

using drivers::Place;
using drivers::ProblemHeader;
using drivers::ProblemShare;
using io::ParallelReadGroup;

constexpr std::int64_t most_numbers = 1 << 16;

/// What every rank of a grid reads of a problem.
void read_shares(ProblemHeader const& header, distributed::ProcessGrid const& grid) {
  distributed::Partition const partition(header.extents(), grid);
  for (int rank = 0; rank < grid.ranks(); ++rank) {
    Place place{partition.systems(rank), partition.points(rank)};
    if (header.axes.empty()) place = {{}, {0, rank == 0 ? header.time_points : 0}};
    ProblemShare const share(header, place);
    for (auto const& input : share.inputs) {
      auto const values = header.group.read<double>(input.name(), input.slabs());
      require(static_cast<std::int64_t>(values.size()) == input.block_numbers());
      for (std::int64_t const i : {std::int64_t{0}, input.block_numbers() - 1})
        if (!values.empty()) require(input.file_index(i).size() == input.file_extents().size());
    }
  }
}

void read_problem(FuzzedDataProvider& bytes, ParallelReadGroup const& group) {
  ProblemHeader const header = drivers::read_header(group, std::nullopt, bytes.ConsumeBool());
  validate(header.extents());
  for (auto const& shape : header.shapes)
    if (io::entries(shape).value() > most_numbers) return;
  if (header.axes.batch > 64 || header.axes.members > 64) return;
  read_shares(header, {bytes.ConsumeIntegralInRange(1, 4), bytes.ConsumeIntegralInRange(1, 3)});
}

void read_problems(FuzzedDataProvider& bytes, ParallelReadGroup const& root) {
  std::string const only = bytes.ConsumeBool() ? some_name(bytes) : "";
  for (auto const& group : drivers::find_problems(root, only))
    allow_errors([&] { read_problem(bytes, group); });
}

/// Whatever there is of a name, as everything that it might be.
void read_object(ParallelReadGroup const& group, std::string const& name) {
  allow_errors([&] { group.number(name); });
  allow_errors([&] { group.integer(name); });
  allow_errors([&] { group.flag(name); });
  allow_errors([&] { group.text(name); });
  allow_errors([&] { group.group(name + "/g//x"); });
  allow_errors([&] { group.units(name); });
  allow_errors([&] { group.dimensions(name); });
  allow_errors([&] {
    io::Shape const shape = group.shape(name);
    if (io::entries(shape).value_or(0) > most_numbers && io::entries(shape) < std::int64_t{1} << 40)
      return;
    allow_errors([&] { group.read_replicated<double>(name); });
    allow_errors([&] { group.read_replicated<std::int32_t>(name); });
    allow_errors([&] { group.read<float>(name, io::whole(shape)); });
    allow_errors([&] { group.read<std::int64_t>(name, io::whole(shape)); });
  });
}

void read_series(FuzzedDataProvider& bytes, std::string const& path) {
  io::SeriesOptions options;
  if (bytes.ConsumeBool()) options.group = some_name(bytes);
  if (bytes.ConsumeBool()) options.dataset = some_name(bytes);
  if (bytes.ConsumeBool()) options.time_column = some_name(bytes);
  if (bytes.ConsumeBool()) options.columns.push_back(some_name(bytes));
  io::Series const series = io::read_series(path, options);
  io::check(series, "what was read");
}

void read(FuzzedDataProvider& bytes) {
  ScratchFile const file("");
  write_hdf5(bytes, file.path());
  distributed::Communicator const alone;
  ParallelReadGroup const root = io::open_hdf5(alone, file.path());
  allow_errors([&] { read_problems(bytes, root); });
  allow_errors([&] { read_series(bytes, file.path()); });
  for (int i = bytes.ConsumeIntegralInRange(0, 4); i > 0; --i) read_object(root, some_name(bytes));
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" char const* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider bytes(data, size);
  smnn::fuzz::allow_errors([&] { smnn::fuzz::read(bytes); });
  return 0;
}
