#include "smnn/network/line.hpp"

#include <span>
#include <utility>

#include "smnn/solver/error.hpp"

namespace smnn::network {
namespace {

std::vector<std::int64_t> even_cuts(std::int64_t length, std::int64_t multiple,
                                    std::int64_t ranks) {
  if (multiple < 1 || length < 1 || length % multiple != 0) {
    throw InvalidArgument("line: length " + std::to_string(length) +
                          ", expected a positive multiple of " + std::to_string(multiple));
  }
  if (length / multiple < ranks) {
    throw InvalidArgument("line: length " + std::to_string(length) + " for " +
                          std::to_string(ranks) + " ranks, expected at least " +
                          std::to_string(multiple) + " points a rank");
  }
  std::vector<std::int64_t> cuts;
  for (std::int64_t r = 0; r <= ranks; ++r) cuts.push_back(length / multiple * r / ranks);
  for (std::int64_t& cut : cuts) cut *= multiple;
  return cuts;
}

void check(std::vector<std::int64_t> const& cuts, int ranks) {
  if (cuts.size() != static_cast<std::size_t>(ranks) + 1) {
    throw InvalidArgument("line: " + std::to_string(cuts.size()) + " cuts for " +
                          std::to_string(ranks) + " ranks, expected one more than ranks");
  }
  if (cuts[0] != 0) {
    throw InvalidArgument("line: the first cut is " + std::to_string(cuts[0]) + ", expected 0");
  }
  for (std::size_t r = 0; r + 1 < cuts.size(); ++r) {
    if (cuts[r] < cuts[r + 1]) continue;
    throw InvalidArgument("line: rank " + std::to_string(r) + " has the points from " +
                          std::to_string(cuts[r]) + " to before " + std::to_string(cuts[r + 1]) +
                          ", expected at least one");
  }
}

}  // namespace

Line::Line(distributed::Communicator ranks, std::int64_t length, std::int64_t multiple)
    : communicator_(std::move(ranks)), cuts_(even_cuts(length, multiple, communicator_.size())) {}

Line::Line(distributed::Communicator ranks, std::vector<std::int64_t> cuts)
    : communicator_(std::move(ranks)), cuts_(std::move(cuts)) {
  std::vector<std::int64_t> of_root = cuts_;
  communicator_.broadcast(of_root);
  communicator_.together([&] {
    check(cuts_, communicator_.size());
    if (cuts_ != of_root) throw InvalidArgument("line: the cuts are not those of rank 0");
  });
}

distributed::Range Line::points(int rank) const {
  auto const r = static_cast<std::size_t>(rank);
  return {cuts_[r], cuts_[r + 1]};
}

int Line::narrowest_rank() const {
  int narrowest = 0;
  for (int r = 1; r < ranks(); ++r) {
    if (points(r).size() < points(narrowest).size()) narrowest = r;
  }
  return narrowest;
}

Line Line::strided(std::int64_t stride, std::string const& user) const {
  Line result = *this;
  for (std::size_t r = 0; r < cuts_.size(); ++r) {
    if (stride < 1 || cuts_[r] % stride != 0) {
      throw InvalidArgument(
          user + ": " +
          (r + 1 == cuts_.size() ? "the axis ends" : "rank " + std::to_string(r) + " begins") +
          " at point " + std::to_string(cuts_[r]) + ", expected a multiple of the stride " +
          std::to_string(stride));
    }
    result.cuts_[r] /= stride;
  }
  return result;
}

}  // namespace smnn::network
