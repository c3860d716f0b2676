/// @file
/// Values at contiguous points of an axis, from one way of sharing them among ranks to another.
#pragma once

#include <span>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/distributed/process_grid.hpp"

namespace smnn::distributed {

/// Who sends what to whom. Points are any whole numbers below 2^53 in size.
class Redistribution {
 public:
  /// This rank's points before and after; each may be none. What is nobody's before is left as it
  /// is. Collective.
  Redistribution(Communicator const& ranks, Range const& before, Range const& after);

  /// As many values as points each. Only what goes to another rank is sent. Collective.
  void operator()(std::span<double const> before, std::span<double> after) const;

 private:
  Communicator ranks_;
  std::vector<Range> before_, after_;  // of all ranks
};

}  // namespace smnn::distributed
