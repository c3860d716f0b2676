#include "smnn/distributed/redistribution.hpp"

#include <algorithm>

namespace smnn::distributed {
namespace {

std::vector<Range> of_all(Communicator const& ranks, Range const& own) {
  std::vector<double> ends(2 * static_cast<std::size_t>(ranks.size()), 0.0);
  auto const entry = 2 * static_cast<std::size_t>(ranks.rank());
  ends[entry] = static_cast<double>(own.begin);
  ends[entry + 1] = static_cast<double>(own.end);
  ranks.sum_in_rank_order(std::span(ends));
  std::vector<Range> result;
  for (std::size_t i = 0; i < ends.size(); i += 2)
    result.push_back({static_cast<std::int64_t>(ends[i]), static_cast<std::int64_t>(ends[i + 1])});
  return result;
}

// What both have, in the memory of one of them; empty if nothing.
template <class T>
std::span<T> common(std::span<T> values, Range const& of, Range const& other) {
  std::int64_t const begin = std::max(of.begin, other.begin);
  std::int64_t const end = std::min(of.end, other.end);
  if (begin >= end) return {};
  return values.subspan(static_cast<std::size_t>(begin - of.begin),
                        static_cast<std::size_t>(end - begin));
}

}  // namespace

Redistribution::Redistribution(Communicator const& ranks, Range const& before, Range const& after)
    : ranks_(ranks), before_(of_all(ranks, before)), after_(of_all(ranks, after)) {}

void Redistribution::operator()(std::span<double const> before, std::span<double> after) const {
  int const ranks = ranks_.size();
  auto const own = static_cast<std::size_t>(ranks_.rank());
  auto const mine = common(before, before_[own], after_[own]);
  std::copy(mine.begin(), mine.end(), common(after, after_[own], before_[own]).begin());
  for (int distance = 1; distance < ranks; ++distance) {
    int const to = (ranks_.rank() + distance) % ranks;
    int const from = (ranks_.rank() + ranks - distance) % ranks;
    auto const sent = common(before, before_[own], after_[static_cast<std::size_t>(to)]);
    auto const received = common(after, after_[own], before_[static_cast<std::size_t>(from)]);
    ranks_.shift<double>(sent, sent.empty() ? -1 : to, received, received.empty() ? -1 : from);
  }
}

}  // namespace smnn::distributed
