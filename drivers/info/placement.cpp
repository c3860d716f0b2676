#include "info/placement.hpp"

#include <Kokkos_Core.hpp>
#include <map>
#include <set>
#include <smnn/machine/description.hpp>
#include <smnn/machine/placement.hpp>
#include <sstream>
#include <utility>

namespace smnn::drivers {
namespace {

/// As one message: a field a line, then the CPUs.
std::string packed(Placement const& placement) {
  std::ostringstream out;
  out << placement.host << '\n'
      << placement.device << '\n'
      << placement.address << '\n'
      << placement.threads;
  for (int const cpu : placement.cpus) out << ' ' << cpu;
  return out.str();
}

Placement unpacked(std::string const& message) {
  Placement placement;
  std::istringstream in(message);
  std::getline(in, placement.host);
  std::getline(in, placement.device);
  std::getline(in, placement.address);
  in >> placement.threads;
  for (int cpu = 0; in >> cpu;) placement.cpus.push_back(cpu);
  return placement;
}

std::string list(std::set<std::size_t> const& ranks) {
  std::string text;
  for (std::size_t const rank : ranks) text += (text.empty() ? "" : ", ") + std::to_string(rank);
  return text;
}

/// What the ranks of one host, or those of it that share a set of CPUs, have together.
struct Share {
  std::set<std::size_t> ranks;
  std::set<int> cpus;
  int threads = 0;
};

}  // namespace

std::vector<Placement> gather_placements(distributed::Communicator const& ranks) {
  Placement const own{host_name(), device_name(), device_address(), allowed_cpus(),
                      Kokkos::DefaultHostExecutionSpace().concurrency()};
  std::vector<Placement> placements;
  for (auto const& message : ranks.gather(packed(own))) placements.push_back(unpacked(message));
  return placements;
}

std::vector<std::string> conflicts(std::vector<Placement> const& placements) {
  std::map<std::pair<std::string, std::string>, std::set<std::size_t>> users;  // of GPUs
  std::map<std::string, std::vector<Share>> hosts;  // disjoint sets of CPUs
  for (std::size_t rank = 0; rank < placements.size(); ++rank) {
    Placement const& placement = placements[rank];
    if (!placement.address.empty()) users[{placement.host, placement.address}].insert(rank);
    if (placement.cpus.empty()) continue;
    Share merged{{rank}, {placement.cpus.begin(), placement.cpus.end()}, placement.threads};
    auto& shares = hosts[placement.host];
    std::erase_if(shares, [&](Share& share) {
      bool overlap = false;
      for (int const cpu : share.cpus) overlap = overlap || merged.cpus.contains(cpu);
      if (!overlap) return false;
      merged.ranks.merge(share.ranks);
      merged.cpus.merge(share.cpus);
      merged.threads += share.threads;
      return true;
    });
    shares.push_back(std::move(merged));
  }
  std::vector<std::string> sentences;
  for (auto const& [gpu, ranks] : users) {
    if (ranks.size() > 1)
      sentences.push_back("ranks " + list(ranks) + " share GPU " + gpu.second + " of " + gpu.first);
  }
  for (auto const& [host, shares] : hosts) {
    for (auto const& share : shares) {
      if (share.threads <= static_cast<int>(share.cpus.size())) continue;
      sentences.push_back((share.ranks.size() > 1 ? "ranks " : "rank ") + list(share.ranks) +
                          " on " + host + (share.ranks.size() > 1 ? " have " : " has ") +
                          std::to_string(share.threads) + " threads for CPUs " +
                          ranges({share.cpus.begin(), share.cpus.end()}));
    }
  }
  return sentences;
}

}  // namespace smnn::drivers
