// What the parts of a time axis tell each other about the rounds of a solve, the first solution and
// every correction of it: whether to go on, what failed, and whether a holder of parts, such as a
// rank, has an error.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "smnn/kernels/sweeps/refine.hpp"
#include "smnn/solver/partition/part_solver.hpp"

namespace smnn::detail {

// How the parts' holders agree, who all call it: one holder has nobody to agree with.
struct PartAgreement {
  std::function<void(std::span<double>)> maximum = [](std::span<double>) {};
  std::function<void(std::span<double>)> sum = [](std::span<double>) {};
};

// The axis of time, and a part's place on it.
struct PartPlace {
  std::int64_t first_point = 0;
  std::int64_t points = 0;
  std::int64_t all_points = 0;
  bool backward = false;  // the part counts its points from its end

  // From the part's code, 0 or 1 + a point, to one of the whole axis.
  std::int64_t code(std::int64_t of_part) const {
    if (of_part <= 0) return 0;
    return first_point + (backward ? points + 1 - of_part : of_part);
  }
};

// Calls are collective over the holders except where they say otherwise. Views have an entry per
// solution.
template <class Real, class ExecutionSpace>
class Rounds {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Numbers = Kokkos::View<Real*, MemorySpace>;
  using Codes = Kokkos::View<std::int64_t*, MemorySpace>;

  Rounds(ExecutionSpace const& space, PartAgreement const& agreement, PartPlace const& place,
         std::int64_t solutions, std::int64_t members,
         kernels::RefinementControl<Real> const& control);

  // Device memory.
  static std::size_t bytes(std::int64_t solutions) {
    return static_cast<std::size_t>(solutions) * (3 * sizeof(Real) + 2 * sizeof(std::int64_t));
  }

  // Before the first round; not collective.
  void start(ExecutionSpace const& space);

  // A part's view of a round. Separators have an entry per matrix, true where the elimination
  // failed.
  struct Report {
    bool present = true;  // else the holder has an error, and the rest means nothing
    Numbers size;         // of the solution or of its correction
    Codes own_codes;      // of the part by itself, before its neighbours' failures reached it
    Codes codes;
    std::vector<bool> separators;
  };
  // Takes note of a round. Whether another is needed: never, if a holder is not present.
  bool record(ExecutionSpace const& space, int round, Report const& report);
  // Whether all holders were in the last round. Not collective.
  bool all_present() const { return all_present_; }
  // Whether one of these solutions is to be corrected. Not collective.
  bool any_active(std::int64_t first, std::int64_t end) const;

  // Writes the four results. `squares`, of the residual's norm, are the part's own; an empty view
  // if they are not wanted. Whether any solution has failed.
  bool write(ExecutionSpace const& space, Numbers const& squares);

  // Adds the parts' codes of what is not finite to `info`. Whether a solution fails by them.
  bool add_failures(ExecutionSpace const& space, Codes const& of_part);
  // Makes solutions active unless they have failed; not collective.
  void activate_unless_failed(ExecutionSpace const& space);

  Numbers active;  // more than 0 if it is to be corrected
  Codes info, sweeps;
  Numbers rounding_error, residual_norm;

 private:
  using Convergence = kernels::Convergence<Real>;

  PartAgreement agreement_;
  PartPlace place_;
  std::int64_t members_;
  kernels::RefinementControl<Real> control_;
  std::vector<Convergence> convergence_;
  // To be maximised over the parts: per solution the norm of the last change, minus the code of
  // failures of a part by itself, of others; then 1 if a holder is not present.
  std::vector<double> rows_;
  bool all_present_ = true;
};

}  // namespace smnn::detail
