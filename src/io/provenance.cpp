#include "smnn/io/provenance.hpp"

#include <Kokkos_Core.hpp>
#include <ctime>
#include <fstream>

#include "smnn/io/detail/provenance_fields.hpp"
#include "smnn/version.hpp"

namespace smnn::io {
namespace {

bool is_plain(std::string const& argument) {
  return !argument.empty() && argument.find_first_not_of(
                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-_=+./,:@%") == std::string::npos;
}

std::string shell_quoted(std::string const& argument) {
  if (is_plain(argument)) return argument;
  std::string text(1, '\'');
  for (char const c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// The arguments of this process, quoted for a shell; "unknown" where the system does not tell.
std::string command_line() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::string line;
  for (std::string argument; std::getline(in, argument, '\0');) {
    if (!line.empty()) line += ' ';
    line += shell_quoted(argument);
  }
  constexpr std::size_t longest = 32768;  // an attribute has to fit into an object header
  if (line.size() > longest) line = line.substr(0, longest) + " ...";
  return line.empty() ? "unknown" : line;
}

std::string utc_date() {
  std::time_t const now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

Provenance current_provenance(std::string const& program) {
  return {program,        version,    git_revision(),
          command_line(), utc_date(), Kokkos::DefaultExecutionSpace::name()};
}

void write_provenance(Hdf5WriteGroup const& group, Provenance const& provenance) {
  detail::for_each_field(
      provenance, [&](char const* name, auto const& value) { group.attribute(name, value); });
}

}  // namespace smnn::io
