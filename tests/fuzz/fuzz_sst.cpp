// Files of sea-surface temperature, and selections from them. Bytes that begin as the classic
// formats do are the file; from others one is made.
#include <cmath>
#include <smnn/climate/sst_file.hpp>

#include "fuzz.hpp"
#include "netcdf_sst_file.hpp"

namespace smnn::fuzz {
namespace {

climate::SstSelection selection_of(FuzzedDataProvider& bytes, std::string const& path) {
  climate::SstSelection selection;
  selection.variable = some_variable(bytes);
  selection.mask_variable = some_variable(bytes);
  if (bytes.ConsumeBool()) selection.mask_file = path;
  auto const date = [&] { return climate::date_of(bytes.ConsumeIntegralInRange(-70000, 20000)); };
  if (bytes.ConsumeBool()) selection.first = date();
  if (bytes.ConsumeBool()) selection.last = date();
  if (bytes.ConsumeBool()) {
    selection.south = bytes.ConsumeFloatingPointInRange<double>(-100, 100);
    selection.north = bytes.ConsumeFloatingPointInRange<double>(-100, 100);
    selection.west = bytes.ConsumeFloatingPointInRange<double>(-800, 800);
    selection.east = bytes.ConsumeFloatingPointInRange<double>(-800, 800);
  }
  return selection;
}

void check(climate::Grid const& grid) {
  constexpr double tolerance = 1e-3;  // of single precision
  require(grid.rows() > 0 && grid.columns() > 0 && grid.points() > 0);
  for (double const latitude : grid.latitudes) require(std::abs(latitude) <= 90 + tolerance);
  for (std::size_t i = 0; i < grid.longitudes.size(); ++i) {
    require(grid.longitudes[i] >= 0 && grid.longitudes[i] < 360);
    require(i == 0 || grid.longitudes[i] > grid.longitudes[i - 1]);
  }
  for (std::size_t i = 0; i < grid.ocean.size(); ++i) {
    require(grid.ocean[i] >= 0 && grid.ocean[i] < grid.rows() * grid.columns());
    require(i == 0 || grid.ocean[i] > grid.ocean[i - 1]);
  }
}

void check(climate::TimeAxis const& time) {
  require(time.size() > 0);
  for (std::int64_t i = 0; i < time.size(); ++i) {
    auto const at = static_cast<std::size_t>(i);
    require(i == 0 || time.dates[at] > time.dates[at - 1]);
    require(time.phase(i) >= 0 && time.phase(i) < time.phases());
    require(time.find(time.dates[at]) == i);
  }
  allow_errors([&] { require(time.following(50).size() == 50); });
}

void check(climate::Record const& record) {
  require(record.points.begin == 0 && record.points.end == record.grid.points());
  require(record.values.size() ==
          static_cast<std::size_t>(record.points.size() * record.time.size()));
  for (float const value : record.values) require(value >= -10 && value <= 50);
}

void read(std::string const& path, climate::SstSelection const& selection) {
  climate::SstFile const file(distributed::Communicator(), path, selection);
  check(file.grid());
  check(file.time());
  require(!file.variable().empty() && !file.format().empty());
  require(file.missing_values() >= file.cells_with_gaps() && file.land_by_mask() >= 0);
  require(std::abs(file.mean() - 20) <= 30.001 && std::abs(file.deviation() - 15.1) <= 15.2);
  check(file.read());
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" char const* __lsan_default_suppressions() { return "leak:libhdf5\nleak:libnetcdf\n"; }

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text = smnn::fuzz::text_of(data, size);
  bool const classic = text.starts_with("CDF");
  smnn::fuzz::ScratchFile const file(classic ? text : "");
  smnn::climate::SstSelection selection;
  if (!classic) {
    FuzzedDataProvider bytes(data, size);
    selection = smnn::fuzz::selection_of(bytes, file.path());
    smnn::fuzz::write_sst_file(bytes, file.path());
  }
  smnn::fuzz::allow_errors([&] { smnn::fuzz::read(file.path(), selection); });
  return 0;
}
