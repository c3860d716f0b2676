/// @file
/// How ranks that make the same calls see to it that they do. Every message of several ranks waits
/// for the slowest, so that there are as few as can be.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/parallel/detail/message.hpp"

namespace smnn::io::detail {

/// Throws InvalidArgument on all ranks unless `call`, which tells a call and its arguments, is the
/// same on all. Collective: one reduction.
void require_same_call(distributed::Communicator const& ranks, std::string const& call);

/// The same, and `answer` becomes what rank 0 has, or all throw `error`, if it is set there. One
/// reduction for answers of up to 64 bytes, and a broadcast for longer ones.
void take_from_root(distributed::Communicator const& ranks, std::string const& call,
                    std::string& answer, std::exception_ptr const& error);

/// What `action` returns on rank 0, on all ranks, which must make the same `call`; what it throws
/// there is thrown by all.
template <class Action>
auto answer_of_root(distributed::Communicator const& ranks, std::string const& call,
                    Action const& action) {
  decltype(action()) value{};
  std::string bytes;
  std::exception_ptr error;
  if (ranks.rank() == 0) {
    try {
      value = action();
      if (ranks.size() > 1) append(bytes, value);
    } catch (...) {
      error = std::current_exception();
    }
  }
  take_from_root(ranks, call, bytes, error);
  std::string_view rest = bytes;
  if (ranks.rank() > 0) extract(rest, value);
  return value;
}

/// What each rank does in a transfer that all make together.
struct Transfers {
  std::int64_t entries = 0;  ///< Of all ranks.
  std::int64_t rounds = 0;   ///< The most transfers that a rank needs.
};
/// Throws `error` on all ranks if it is set on one. Collective: one reduction.
Transfers gather_transfers(distributed::Communicator const& ranks, std::int64_t own_entries,
                           std::int64_t own_transfers, std::exception_ptr const& error = {});

}  // namespace smnn::io::detail
