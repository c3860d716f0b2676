#include "support/model_file.hpp"

#include <smnn/io/hdf5_reader.hpp>
#include <smnn/network/parameters/parameter_file.hpp>
#include <span>

namespace smnn::drivers {
namespace {

constexpr char const* group_name = "model";
using Space = Kokkos::DefaultExecutionSpace;

}  // namespace

void save_model_file(distributed::Communicator const& ranks, std::string const& file,
                     std::string const& program, OptionMap const& options,
                     ModelParameters const& parameters) {
  ranks.on_root([&] {
    network::save_parameters(Space(), file, parameters, program, {group_name, options});
  });
}

OptionMap read_model_options(distributed::Communicator const& ranks, std::string const& file,
                             OptionMap like) {
  ranks.on_root([&] {
    io::Hdf5ReadGroup const group = io::open_hdf5(file).group(group_name);
    for (auto& [name, value] : like) value = group.text(name);
  });
  for (auto& entry : like) ranks.broadcast(entry.second);
  return like;
}

void read_model_parameters(distributed::Communicator const& ranks, std::string const& file,
                           ModelParameters const& parameters) {
  Space const space;
  ranks.on_root([&] { network::load_parameters(space, file, parameters); });
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), parameters.values());
  ranks.broadcast(std::span(host.data(), host.size()));
  Kokkos::deep_copy(space, parameters.values(), host);
  space.fence("smnn::read_model_parameters");
}

}  // namespace smnn::drivers
