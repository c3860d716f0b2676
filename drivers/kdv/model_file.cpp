#include "kdv/model_file.hpp"

#include <smnn/io/hdf5_reader.hpp>
#include <smnn/network/parameters/parameter_file.hpp>
#include <span>
#include <vector>

namespace smnn::drivers::kdv {
namespace {

constexpr char const* group_name = "model";

}  // namespace

void save_model(distributed::Communicator const& ranks, Space const& space, std::string const& file,
                ModelOptions const& options, ParameterSet const& parameters) {
  ranks.on_root([&] {
    network::save_parameters(space, file, parameters, "smnn kdv train",
                             {group_name, to_map(options)});
  });
}

ModelOptions read_options(distributed::Communicator const& ranks, std::string const& file) {
  std::map<std::string, std::string> map = to_map({});
  ranks.on_root([&] {
    io::Hdf5ReadGroup const group = io::open_hdf5(file).group(group_name);
    for (auto& [name, value] : map) value = group.text(name);
    from_map(map);
  });
  for (auto& entry : map) ranks.broadcast(entry.second);
  return from_map(map);
}

void load_model(distributed::Communicator const& ranks, Space const& space, std::string const& file,
                ParameterSet const& parameters) {
  ranks.on_root([&] { network::load_parameters(space, file, parameters); });
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), parameters.values());
  ranks.broadcast(std::span(host.data(), host.size()));
  Kokkos::deep_copy(space, parameters.values(), host);
  space.fence("smnn::load_model");
}

}  // namespace smnn::drivers::kdv
