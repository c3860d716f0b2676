/// Bundled systems with known equations: the TOML files in drivers/systems.
#pragma once

#include <cstdint>
#include <filesystem>
#include <smnn/discovery/model.hpp>
#include <string>
#include <vector>

namespace smnn::drivers::discovering {

struct System {
  std::string name;  // of the file, without ".toml"
  std::string description;
  discovery::Model truth;
  std::vector<std::vector<double>> starts;
  double step = 0;
  std::int64_t points = 0;
  discovery::TermOptions terms;
};

/// Names of all systems, sorted. Throws IoError if their folder is nowhere.
std::vector<std::string> system_names();

/// The bundled system of that name. Throws InvalidArgument, listing the names, if there is none.
System find_system(std::string const& name);

/// Throws IoError naming file and key.
System read_system(std::filesystem::path const& path);

}  // namespace smnn::drivers::discovering
