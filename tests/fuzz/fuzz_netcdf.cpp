// NetCDF files. Bytes that begin as the classic formats do are the file; from others an HDF5 file
// is made, sound as such, whatever stands in it.
#include <smnn/io/memory.hpp>
#include <smnn/io/netcdf/reader.hpp>

#include "fuzz.hpp"
#include "hdf5_file.hpp"

namespace smnn::fuzz {
namespace {

constexpr std::int64_t most_numbers = 1 << 16;
constexpr std::int64_t more_than_memory = std::int64_t{1} << 40;

void read_attributes(io::NetcdfReader const& reader, std::string const& variable) {
  for (char const* const name :
       {"units", "scale_factor", "_FillValue", "time", "x", "dimensions"}) {
    allow_errors([&] { reader.text(variable, name); });
    allow_errors([&] { reader.number(variable, name); });
  }
}

void read_variable(io::NetcdfReader const& reader, io::NetcdfVariable const& variable) {
  io::Shape extents;
  for (auto const& dimension : variable.dimensions) extents.push_back(dimension.size);
  std::int64_t const entries = io::entries(extents).value();
  if (entries <= most_numbers || entries >= more_than_memory) {
    auto const values = reader.read(variable.name);
    require(static_cast<std::int64_t>(values.size()) == entries);
  }
  if (entries == 0) return;
  io::Shape last;
  for (auto const extent : extents) last.push_back(extent - 1);
  require(reader.read(variable.name, last, io::Shape(extents.size(), 1)).size() == 1);
}

void read(std::string const& path) {
  io::NetcdfReader const reader(path);
  require(!reader.format().empty());
  read_attributes(reader, {});
  for (auto const& variable : reader.variables()) {
    require(reader.has(variable.name));
    read_attributes(reader, variable.name);
    allow_errors([&] { read_variable(reader, variable); });
  }
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" char const* __lsan_default_suppressions() { return "leak:libhdf5\nleak:libnetcdf\n"; }

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text = smnn::fuzz::text_of(data, size);
  bool const classic = text.starts_with("CDF");
  smnn::fuzz::ScratchFile const file(classic ? text : "");
  if (!classic) {
    FuzzedDataProvider bytes(data, size);
    smnn::fuzz::write_hdf5(bytes, file.path());
  }
  smnn::fuzz::allow_errors([&] { smnn::fuzz::read(file.path()); });
  return 0;
}
