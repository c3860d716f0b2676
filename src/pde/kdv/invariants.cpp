#include "smnn/pde/kdv/invariants.hpp"

#include <algorithm>
#include <cmath>

namespace smnn::pde {
namespace {

double relative(double before, double after, double size) {
  return after == before ? 0 : std::abs(after - before) / size;
}

}  // namespace

KdvDrift drift(KdvInvariants const& before, KdvInvariants const& after, double length) {
  return {relative(before.mass, after.mass, std::sqrt(length * before.momentum)),
          relative(before.momentum, after.momentum, before.momentum),
          relative(before.energy(), after.energy(),
                   std::abs(before.gradient) + std::abs(before.potential))};
}

KdvDrift larger(KdvDrift const& a, KdvDrift const& b) {
  return {std::max(a.mass, b.mass), std::max(a.momentum, b.momentum), std::max(a.energy, b.energy)};
}

}  // namespace smnn::pde
