#include "smnn/io/memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// Value of "KEY: N kB" in a file of /proc, in bytes.
std::optional<std::uint64_t> proc_bytes(char const* file, std::string const& key) {
  std::ifstream in(file);
  std::string word;
  while (in >> word) {
    std::uint64_t kib = 0;
    if (word == key && in >> kib) return kib * 1024;
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

std::uint64_t machine_memory() {
  if (auto const available = proc_bytes("/proc/meminfo", "MemAvailable:")) return *available;
  auto const pages = sysconf(_SC_PHYS_PAGES);
  auto const page_bytes = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page_bytes <= 0) return unlimited;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes);
}

/// What a control group (a container, a batch job) may use in all.
std::uint64_t control_group_memory() {
  std::uint64_t limit = unlimited;
  std::ifstream groups("/proc/self/cgroup");
  std::string line;
  std::string folder;
  while (std::getline(groups, line)) {
    if (line.starts_with("0::")) folder = line.substr(3);
  }
  for (auto const& file :
       {"/sys/fs/cgroup" + folder + "/memory.max", std::string("/sys/fs/cgroup/memory.max"),
        std::string("/sys/fs/cgroup/memory/memory.limit_in_bytes")}) {
    std::uint64_t value = 0;
    if (std::ifstream(file) >> value) limit = std::min(limit, value);  // "max" is not a number
  }
  return limit;
}

std::uint64_t address_space() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  std::uint64_t const used = proc_bytes("/proc/self/status", "VmSize:").value_or(0);
  return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

}  // namespace

std::optional<std::int64_t> entries(std::span<std::int64_t const> extents) {
  std::int64_t product = 1;
  bool overflow = false;
  for (std::int64_t const extent : extents) {
    if (extent < 0) return std::nullopt;
    if (extent == 0) return 0;
    overflow = overflow || __builtin_mul_overflow(product, extent, &product);
  }
  if (overflow) return std::nullopt;
  return product;
}

std::optional<std::int64_t> bytes(std::span<std::int64_t const> extents, std::size_t entry_bytes) {
  auto const count = entries(extents);
  std::int64_t result = 0;
  if (!count || __builtin_mul_overflow(*count, static_cast<std::int64_t>(entry_bytes), &result)) {
    return std::nullopt;
  }
  return result;
}

std::uint64_t available_memory() {
  return std::min({machine_memory(), control_group_memory(), address_space()});
}

void require_memory(std::uint64_t bytes, std::string const& where) {
  std::uint64_t const available = available_memory();
  if (bytes <= available) return;
  throw IoError(where + ": needs " + format_bytes(bytes) +
                " of memory, expected at most the available " + format_bytes(available));
}

}  // namespace smnn::io
