// How one process cuts the time axis of few systems: parts are packed into SIMD lanes and shared by
// threads as systems are.
#pragma once

#include <cstdint>

#include "smnn/solver/banded/workspace.hpp"
#include "smnn/solver/extents.hpp"
#include "smnn/solver/options.hpp"

namespace smnn::detail {

// The axis is a short part, `count` parts alike, and a short part that takes what is left.
struct TimeParts {
  std::int64_t first = 0;   // points of the first part
  std::int64_t count = 0;   // 0: the axis is not cut
  std::int64_t length = 0;  // points of each of the parts alike
  std::int64_t last = 0;    // points of the last part

  bool cut() const { return count > 0; }
  std::int64_t parts() const { return count + 2; }
  bool operator==(TimeParts const&) const = default;
};

// By SolverOptions::time_parts. Throws InvalidArgument if that asks for what cannot be.
TimeParts time_parts(Machine const& machine, Extents const& extents, SolverOptions const& options);

}  // namespace smnn::detail
