#include "smnn/io/parallel/detail/agreement.hpp"

#include <algorithm>
#include <span>

#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
void require_same_call(distributed::Communicator const& ranks, std::string const& call) {
  if (ranks.size() == 1) return;
  std::string expected = call;
  ranks.broadcast(expected);
  ranks.together([&] {
    if (call != expected)
      throw InvalidArgument("ranks make different calls: got " + call + ", expected rank 0's " +
                            expected);
  });
}

void share(distributed::Communicator const& ranks, bool& value) {
  std::int64_t number = value ? 1 : 0;
  share(ranks, number);
  value = number != 0;
}
void share(distributed::Communicator const& ranks, double& value) {
  ranks.broadcast(std::span(&value, 1));
}
void share(distributed::Communicator const& ranks, std::int64_t& value) {
  ranks.broadcast(std::span(&value, 1));
}
void share(distributed::Communicator const& ranks, std::string& value) { ranks.broadcast(value); }
void share(distributed::Communicator const& ranks, std::vector<double>& values) {
  ranks.broadcast(values);
}
void share(distributed::Communicator const& ranks, std::vector<float>& values) {
  ranks.broadcast(values);
}
void share(distributed::Communicator const& ranks, std::vector<std::int64_t>& values) {
  ranks.broadcast(values);
}
void share(distributed::Communicator const& ranks, std::vector<std::string>& values) {
  auto size = static_cast<std::int64_t>(values.size());
  share(ranks, size);
  values.resize(static_cast<std::size_t>(size));
  for (std::string& value : values) share(ranks, value);
}

Transfers gather_transfers(distributed::Communicator const& ranks, std::int64_t own_entries,
                           std::int64_t own_transfers) {
  // Numbers of entries are exact as doubles up to 2^53: 64 PiB.
  auto const size = static_cast<std::size_t>(ranks.size());
  auto const rank = static_cast<std::size_t>(ranks.rank());
  std::vector<double> all(2 * size);
  all[rank] = static_cast<double>(own_entries);
  all[size + rank] = static_cast<double>(own_transfers);
  ranks.sum_in_rank_order(std::span(all));
  Transfers result;
  for (std::size_t i = 0; i < size; ++i) {
    result.entries += static_cast<std::int64_t>(all[i]);
    result.rounds = std::max(result.rounds, static_cast<std::int64_t>(all[size + i]));
  }
  return result;
}

}  // namespace smnn::io::detail
