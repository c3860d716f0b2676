#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include <algorithm>
#include <vector>

#include "smnn/io/provenance.hpp"
#include "smnn/io/text.hpp"
#include "smnn/network/parameters/parameter_file.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

namespace {

// A list for a message that a user still reads.
std::string list(char const* what, std::vector<std::string> const& entries) {
  constexpr std::size_t most = 8;
  if (entries.empty()) return {};
  std::string text = std::string("; ") + what + ' ';
  for (std::size_t i = 0; i < std::min(entries.size(), most); ++i)
    text += (i > 0 ? ", " : "") + entries[i];
  if (entries.size() > most) text += ", and " + std::to_string(entries.size() - most) + " more";
  return text;
}

template <class Real>
std::span<Real> part(std::span<Real> buffer, ParameterArray const& array) {
  return buffer.subspan(static_cast<std::size_t>(array.offset),
                        static_cast<std::size_t>(array.size));
}

}  // namespace

void check_arrays(io::Hdf5ReadGroup const& group, ParameterLayout const& layout,
                  std::string const& dataset) {
  std::vector<std::string> in_file = group.groups();
  std::vector<std::string> missing;
  std::vector<std::string> mismatched;
  for (ParameterArray const& array : layout.arrays()) {
    auto const found = std::find(in_file.begin(), in_file.end(), array.name);
    if (found == in_file.end()) {
      missing.push_back(io::quote(array.name));
      continue;
    }
    in_file.erase(found);
    io::Hdf5ReadGroup const inner = group.group(array.name);
    if (!inner.has_dataset(dataset)) {
      missing.push_back(io::quote(array.name + '/' + dataset));
      continue;
    }
    io::Shape const shape = inner.shape(dataset);
    if (shape != array.shape) {
      mismatched.push_back(io::quote(array.name) + " has the shape " + io::to_string(shape) +
                           ", expected " + io::to_string(array.shape));
    }
  }
  if (missing.empty() && mismatched.empty() && in_file.empty()) return;
  std::vector<std::string> extra;
  for (std::string const& name : in_file) extra.push_back(io::quote(name));
  throw IoError(group.where() + ": the parameters are not this model's" +
                list("missing:", missing) + list("not in the model:", extra) +
                list("of another shape:", mismatched));
}

template <class Real>
void write_arrays(io::Hdf5WriteGroup const& group, ParameterLayout const& layout,
                  std::string const& dataset, std::span<Real const> buffer) {
  for (ParameterArray const& array : layout.arrays())
    group.group(array.name).write(dataset, array.shape, part(buffer, array));
}

template <class Real>
void read_arrays(io::Hdf5ReadGroup const& group, ParameterLayout const& layout,
                 std::string const& dataset, std::span<Real> buffer) {
  for (ParameterArray const& array : layout.arrays())
    group.group(array.name).read(dataset, part(buffer, array));
}

template <class Real, class ExecutionSpace>
void save_parameters(ExecutionSpace const& space, std::filesystem::path const& file,
                     Parameters<Real, ExecutionSpace> const& parameters, std::string const& program,
                     ModelDescription const& model) {
  auto const host = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, parameters.values());
  Kokkos::deep_copy(space, host, parameters.values());
  space.fence("smnn::save_parameters");
  io::Hdf5Writer writer(file);
  writer.root().attribute("format", std::string("smnn parameters"));
  writer.root().attribute("format_version", std::int64_t{1});
  io::write_provenance(writer.root(), io::current_provenance(program));
  if (!model.group.empty()) {
    io::Hdf5WriteGroup const group = writer.root().group(model.group);
    for (auto const& [name, value] : model.attributes) group.attribute(name, value);
  }
  write_arrays(writer.root().group("parameters"), parameters.layout(), "value",
               std::span<Real const>(host.data(), host.size()));
  writer.commit();
}

template <class Real, class ExecutionSpace>
void load_parameters(ExecutionSpace const& space, std::filesystem::path const& file,
                     Parameters<Real, ExecutionSpace> const& parameters) {
  io::Hdf5ReadGroup const group = io::open_hdf5(file).group("parameters");
  check_arrays(group, parameters.layout(), "value");
  // Not create_mirror_view: a file that breaks off in the middle must not leave half of it behind.
  auto const host = Kokkos::create_mirror(Kokkos::WithoutInitializing, parameters.values());
  read_arrays(group, parameters.layout(), "value", std::span<Real>(host.data(), host.size()));
  Kokkos::deep_copy(space, parameters.values(), host);
  space.fence("smnn::load_parameters");
}

template void write_arrays(io::Hdf5WriteGroup const&, ParameterLayout const&, std::string const&,
                           std::span<double const>);
template void write_arrays(io::Hdf5WriteGroup const&, ParameterLayout const&, std::string const&,
                           std::span<float const>);
template void read_arrays(io::Hdf5ReadGroup const&, ParameterLayout const&, std::string const&,
                          std::span<double>);
template void read_arrays(io::Hdf5ReadGroup const&, ParameterLayout const&, std::string const&,
                          std::span<float>);

#define SMNN_PARAMETER_FILE(Real, ExecutionSpace)                                            \
  template void save_parameters(ExecutionSpace const&, std::filesystem::path const&,         \
                                Parameters<Real, ExecutionSpace> const&, std::string const&, \
                                ModelDescription const&);                                    \
  template void load_parameters(ExecutionSpace const&, std::filesystem::path const&,         \
                                Parameters<Real, ExecutionSpace> const&);
SMNN_INSTANTIATE(SMNN_PARAMETER_FILE)

}  // namespace smnn::network

#endif
