#include <algorithm>

#include "smnn/distributed/redistribution.hpp"
#include "smnn/pde/fourier/real_transform.hpp"

namespace smnn::pde {
namespace {

using distributed::Range;

// Modes of one sign: a run of a rank's modes, with contiguous wavenumbers.
struct Run {
  std::size_t first = 0;  // of the rank's modes
  Range wavenumbers = {};
};

// Of the wavenumbers of that sign that are within `kept`.
Run run_of(RealTransform const& transform, Range const& kept) {
  Run run;
  auto const all = transform.wavenumbers();
  for (std::size_t m = 0; m < all.size(); ++m) {
    if (all[m] < kept.begin || all[m] >= kept.end) continue;
    if (run.wavenumbers.size() == 0) run = {m, {all[m], all[m]}};
    run.wavenumbers.end = all[m] + 1;
  }
  return run;
}

// Real and imaginary parts count as points.
Range twice(Range const& range) { return {2 * range.begin, 2 * range.end}; }

auto numbers(std::span<Complex const> modes, Run const& run) {
  return std::span(reinterpret_cast<double const*>(modes.data() + run.first),
                   2 * static_cast<std::size_t>(run.wavenumbers.size()));
}
auto numbers(std::span<Complex> modes, Run const& run) {
  return std::span(reinterpret_cast<double*>(modes.data() + run.first),
                   2 * static_cast<std::size_t>(run.wavenumbers.size()));
}

}  // namespace

std::vector<double> resample(distributed::Communicator const& ranks, RealTransform& from,
                             std::span<double const> values, RealTransform& to) {
  if (ranks.size() == 1) return resample(values, to.points());
  std::vector<Complex> old_modes(from.wavenumbers().size());
  std::vector<Complex> modes(to.wavenumbers().size());
  from.forward(values, old_modes);
  std::int64_t const smaller = std::min(from.points(), to.points());
  for (Range const& kept : {Range{0, smaller / 2 + 1}, Range{-((smaller - 1) / 2), 0}}) {
    Run const before = run_of(from, kept);
    Run const after = run_of(to, kept);
    distributed::Redistribution const move(ranks, twice(before.wavenumbers),
                                           twice(after.wavenumbers));
    move(numbers(std::span<Complex const>(old_modes), before), numbers(std::span(modes), after));
  }
  // The mode n/2 of an even grid is the modes n/2 and -n/2 of a finer one, half each, of which the
  // way down takes one; the way up all of it has become the former, whose real part is the same.
  if (to.points() == smaller && from.points() != smaller && smaller % 2 == 0) {
    for (std::size_t m = 0; m < modes.size(); ++m)
      if (2 * to.wavenumbers()[m] == smaller) modes[m] *= 2;
  }
  std::vector<double> result(static_cast<std::size_t>(to.own_points().size()));
  to.backward(modes, result);
  return result;
}

}  // namespace smnn::pde
