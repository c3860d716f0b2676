#include "smnn/solver/partition/time_parts.hpp"

#include <algorithm>
#include <string>

#include "smnn/kernels/decomposition.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::detail {
namespace {

using kernels::Decomposition;

// Time per point of a part between two cuts in that of an uncut axis. Measured: 1.1 to 1.8 where
// the fill-in of a cut fades; its arithmetic is 2.7 times as much where it does not.
constexpr double cost_of_a_cut_axis = 3;

// Shorter parts are not worth the separators between them.
constexpr std::int64_t least_length = 64;

bool one_matrix_serves_several(Extents const& extents) { return grouping(extents).members > 1; }

// Without a kept factor a worker's memory is to stay below this, and where it would not, its parts
// are to stay in the usual L2 of a core.
constexpr std::int64_t largest_workspace = std::int64_t{64} << 20;
constexpr std::int64_t cache_bytes = std::int64_t{1} << 20;

// Of `count` parts alike, or not cut if they would be shorter than `least`.
TimeParts cut_into(Extents const& extents, std::int64_t count, std::int64_t least) {
  std::int64_t const width = bandwidth_of(extents);
  TimeParts parts;
  parts.first = std::max(extents.initial_steps, width);
  parts.length = (extents.time_points - parts.first - width) / count;
  parts.last = extents.time_points - parts.first - count * parts.length;
  if (parts.length < least) return {};
  parts.count = count;
  return parts;
}

// As many as keep all workers and lanes busy.
std::int64_t wanted_parts(Machine const& machine, Extents const& extents, int lanes) {
  std::int64_t const batch = std::max<std::int64_t>(1, extents.batch);
  if (!machine.on_host) {
    std::int64_t const points =
        extents.time_points - extents.initial_steps - 2 * bandwidth_of(extents);
    return std::clamp<std::int64_t>(Decomposition::ceil_divide(machine.concurrency, batch), 1,
                                    std::max<std::int64_t>(1, points / least_length));
  }
  return lanes * Decomposition::ceil_divide(machine.concurrency, batch);
}

// So many that the workspace of a part stays in cache; 1 if that of the whole axis is small enough.
std::int64_t parts_in_cache(Machine const& machine, Extents const& extents,
                            SolverOptions const& options) {
  BandedLayout const layout = banded_layout(machine, extents, options);
  std::int64_t const n = extents.block_order();
  std::int64_t const per_point = layout.placement.width * (layout.factor_size + 2 * n) *
                                 static_cast<std::int64_t>(machine.in_double ? 8 : 4);
  if (extents.time_points * per_point <= largest_workspace) return 1;
  std::int64_t const length = std::max(least_length, cache_bytes / per_point);
  return Decomposition::ceil_divide(extents.time_points, length);
}

// Time of the sweeps of all workers, in that of one worker over one pack and time point.
double sweep_time(Machine const& machine, std::int64_t systems, int lanes, std::int64_t points) {
  std::int64_t const packs = Decomposition::ceil_divide(systems, lanes);
  return static_cast<double>(Decomposition::ceil_divide(packs, machine.concurrency)) *
         static_cast<double>(points);
}

}  // namespace

TimeParts time_parts(Machine const& machine, Extents const& extents, SolverOptions const& options) {
  std::int64_t const asked = options.time_parts;
  bool const teams = options.parallelism == Parallelism::team_per_system;
  int const lanes = teams ? 1 : machine.pack_width;
  if (asked == 1 || extents.batch == 0) return {};
  if (asked > 1) {
    auto const refuse = [&](std::string const& expected) {
      throw InvalidArgument("SolverOptions::time_parts is " + std::to_string(asked) +
                            ", expected " + expected);
    };
    if (options.method != Method::banded) refuse("0 or 1 of a baseline");
    if (one_matrix_serves_several(extents))
      refuse("0 or 1 where one matrix serves several right-hand sides");
    std::int64_t const count = Decomposition::ceil_divide(asked, lanes) * lanes;
    TimeParts const parts = cut_into(extents, count, bandwidth_of(extents));
    if (!parts.cut()) {
      refuse("parts of at least " + std::to_string(bandwidth_of(extents)) + " of " +
             std::to_string(extents.time_points) + " time points, without the " +
             std::to_string(extents.initial_steps) + " that have initial values");
    }
    return parts;
  }
  if (options.method != Method::banded || options.factorization == Factorization::qr ||
      one_matrix_serves_several(extents)) {
    return {};
  }
  if (options.storage == FactorStorage::recompute) {
    std::int64_t const count = parts_in_cache(machine, extents, options);
    if (count == 1) return {};
    return cut_into(extents, Decomposition::ceil_divide(count, lanes) * lanes, least_length);
  }
  std::int64_t const count = wanted_parts(machine, extents, lanes);
  if (count < 2) return {};
  TimeParts const parts = cut_into(extents, count, least_length);
  if (!parts.cut()) return {};
  double const whole = sweep_time(machine, extents.batch, lanes, extents.time_points);
  double const cut = sweep_time(machine, extents.batch * count, lanes, parts.length) +
                     sweep_time(machine, extents.batch, lanes, parts.first + parts.last);
  return cost_of_a_cut_axis * cut < whole ? parts : TimeParts{};
}

}  // namespace smnn::detail
