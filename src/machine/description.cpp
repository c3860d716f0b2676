#include "smnn/machine/description.hpp"

#include <unistd.h>

#include <Kokkos_Macros.hpp>
#include <ctime>
#include <fstream>

namespace smnn {
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

}  // namespace

std::string compiler() {
#if defined(__clang__)
  return std::string("Clang ") + __clang_version__;
#elif defined(__GNUC__)
  return std::string("GCC ") + __VERSION__;
#else
  return "unknown";
#endif
}

std::string kokkos_version() {
  return std::to_string(KOKKOS_VERSION / 10000) + '.' + std::to_string(KOKKOS_VERSION / 100 % 100) +
         '.' + std::to_string(KOKKOS_VERSION % 100);
}

std::string processor(std::string const& otherwise) {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    auto const colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return otherwise;
}

std::string host_name() {
  char name[256] = "";
  return gethostname(name, sizeof(name) - 1) == 0 && name[0] != '\0' ? name : "unknown";
}

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

}  // namespace smnn
