// Data sets of the Korteweg-de Vries equation in the published layout, with none or some of their
// parts replaced by anything that HDF5 can hold.
#include <smnn/io/memory.hpp>
#include <smnn/pde/kdv/dataset.hpp>
#include <vector>

#include "fuzz.hpp"
#include "hdf5_objects.hpp"

namespace smnn::fuzz {
namespace {

using io::detail::Handle;

void write(hid_t group, std::string const& name, Extents const& extents,
           std::vector<double> const& pattern, hid_t type) {
  Handle const space = space_of(extents);
  Handle const made{
      H5Dcreate2(group, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
      H5Dclose};
  if (made) write_values(made.id(), extents, pattern);
}

/// Where the length of an axis does not fit, the pattern makes its values wrong, too.
void write_split(FuzzedDataProvider& bytes, hid_t group) {
  auto const size = [&] { return bytes.ConsumeIntegralInRange<hsize_t>(1, 4); };
  hsize_t const samples = size();
  hsize_t const levels = size();
  hsize_t const points = size() + 3;
  std::string name = "pde_" + std::to_string(levels) + "-" + std::to_string(points);
  if (one_in(bytes, 8)) name = bytes.ConsumeRandomLengthString(24);
  hid_t const type = bytes.ConsumeBool() ? H5T_NATIVE_DOUBLE : H5T_NATIVE_FLOAT;
  write(group, name, {samples, levels, points}, {1, 0.5, -1}, type);
  std::vector<double> along_x;
  for (hsize_t i = 0; i < points; ++i) along_x.push_back(0.5 * static_cast<double>(i));
  std::vector<double> along_t;
  for (hsize_t i = 0; i < levels; ++i) along_t.push_back(static_cast<double>(i));
  bool const shared = bytes.ConsumeBool();
  if (!one_in(bytes, 4))
    write(group, "x", shared ? Extents{points} : Extents{samples, points}, along_x, type);
  if (!one_in(bytes, 4))
    write(group, "t", shared ? Extents{levels} : Extents{samples, levels}, along_t, type);
  if (!one_in(bytes, 4)) write(group, "dx", shared ? Extents{} : Extents{samples}, {0.5}, type);
  if (!one_in(bytes, 4)) write(group, "dt", shared ? Extents{1} : Extents{samples}, {1}, type);
}

void spoil(FuzzedDataProvider& bytes, hid_t group) {
  auto const name = pick<std::string>(bytes, {"x", "t", "dx", "dt", "pde_2-5", "pde_1-4"});
  switch (bytes.ConsumeIntegralInRange(0, 4)) {
    case 0:
      return remove(group, name);
    case 1:
      remove(group, name);
      return virtual_dataset(group, name);
    case 2:
      return dataset(bytes, group, name, some_extents(bytes), any_type(bytes));
    case 3:
      return dataset(bytes, group, name, some_extents(bytes), number_type(bytes));
    default:
      return attribute(bytes, group, "nonlinearity");
  }
}

void write_file(FuzzedDataProvider& bytes, std::string const& path) {
  Handle const access{H5Pcreate(H5P_FILE_ACCESS), H5Pclose};
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
  Handle const file{H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), H5Fclose};
  Handle const group{H5Gcreate2(file.id(), "train", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                     H5Gclose};
  write_split(bytes, group.id());
  for (int i = bytes.ConsumeIntegralInRange(0, 4); i > 0; --i) spoil(bytes, group.id());
}

template <class Real>
void read_samples(pde::KdvDataset const& set, pde::KdvSelection const& selection) {
  auto const samples = set.read<Real>(selection);
  auto const count = selection.samples.size();
  require(samples.x.size() == count * static_cast<std::size_t>(selection.points.size()));
  require(samples.t.size() == count * static_cast<std::size_t>(selection.levels.size()));
  require(samples.dx.size() == count && samples.dt.size() == count);
}

void read(FuzzedDataProvider& bytes, std::string const& path) {
  pde::KdvDataset const set(distributed::Communicator(), path, "train");
  constexpr std::int64_t most_numbers = 1 << 16;
  io::Shape const shape{set.samples(), set.levels(), set.points()};
  if (io::entries(shape).value_or(0) <= most_numbers) {
    auto const all = set.all({0, set.samples()});
    allow_errors([&] { read_samples<double>(set, all); });
    allow_errors([&] { read_samples<float>(set, all); });
  }
  pde::KdvSelection some;
  for (int i = bytes.ConsumeIntegralInRange(0, 3); i > 0; --i)
    some.samples.push_back(bytes.ConsumeIntegralInRange<std::int64_t>(-1, 4));
  some.levels = {bytes.ConsumeIntegralInRange<std::int64_t>(-1, 3), 1};
  some.points = {bytes.ConsumeIntegralInRange<std::int64_t>(-1, 4), 4};
  allow_errors([&] { read_samples<double>(set, some); });
}

}  // namespace
}  // namespace smnn::fuzz

extern "C" char const* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider bytes(data, size);
  smnn::fuzz::ScratchFile const file("");
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  smnn::fuzz::write_file(bytes, file.path());
  smnn::fuzz::allow_errors([&] { smnn::fuzz::read(bytes, file.path()); });
  return 0;
}
