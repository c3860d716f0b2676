/// @file
/// How ranks that make the same calls see to it that they do.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/memory.hpp"

namespace smnn::io::detail {

/// Throws InvalidArgument on all ranks unless `call`, which tells a call and its arguments, is the
/// same on all. Collective.
void require_same_call(distributed::Communicator const& ranks, std::string const& call);

/// Everyone gets what rank 0 has, of any size.
void share(distributed::Communicator const& ranks, bool& value);
void share(distributed::Communicator const& ranks, double& value);
void share(distributed::Communicator const& ranks, std::int64_t& value);
void share(distributed::Communicator const& ranks, std::string& value);
void share(distributed::Communicator const& ranks, std::vector<double>& values);
void share(distributed::Communicator const& ranks, std::vector<float>& values);
void share(distributed::Communicator const& ranks, std::vector<std::int64_t>& values);
void share(distributed::Communicator const& ranks, std::vector<std::string>& values);

/// What `action` returns on rank 0, on all ranks; what it throws there is thrown by all.
template <class Action>
auto from_root(distributed::Communicator const& ranks, Action const& action) {
  decltype(action()) value{};
  ranks.on_root([&] { value = action(); });
  share(ranks, value);
  return value;
}

/// What each rank does in a transfer that all make together.
struct Transfers {
  std::int64_t entries = 0;  ///< Of all ranks.
  std::int64_t rounds = 0;   ///< The most transfers that a rank needs.
};
Transfers gather_transfers(distributed::Communicator const& ranks, std::int64_t own_entries,
                           std::int64_t own_transfers);

}  // namespace smnn::io::detail
