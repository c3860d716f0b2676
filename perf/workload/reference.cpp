#include "reference.hpp"

#include <algorithm>
#include <cmath>

namespace smnn::perf {
namespace {

Shape of_distinct_systems(Shape shape) {
  shape.systems = std::min(shape.systems, distinct_systems);
  return shape;
}

template <class Real>
HostSolutions<Real> solve_reference(Shape const& shape) {
  Workload<Real> const workload(shape, Placement::systems_adjacent);
  Space const space;
  auto const problem = workload.problem();
  auto const solver = make_solver<Real>(space, problem.extents());
  solver->solve(space, problem, workload.solution);
  space.fence("smnn::perf: reference solved");
  return first_systems<Real>(workload.solution);
}

}  // namespace

template <class Real>
HostSolutions<Real> first_systems(StridedView<Real****> const& solution) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solution);
  auto const systems = std::min(host.extent(0), static_cast<std::size_t>(distinct_systems));
  auto const n = host.extent(2) * host.extent(3);
  HostSolutions<Real> result("perf::first_systems", host.extent(1) * n, systems);
  for (std::size_t b = 0; b < systems; ++b) {
    for (std::size_t unknown = 0; unknown < result.extent(0); ++unknown) {
      result(unknown, b) =
          host(b, unknown / n, unknown % n / host.extent(3), unknown % n % host.extent(3));
    }
  }
  return result;
}

template <class Real>
double difference_to_reference(Shape const& shape, HostSolutions<Real> const& solutions) {
  static Shape known;
  static HostSolutions<Real> reference;
  Shape const compared = of_distinct_systems(shape);
  if (known != compared || reference.data() == nullptr) {
    known = compared;
    reference = solve_reference<Real>(compared);
    // Freed here: Kokkos may be finalised before static objects go.
    static bool const hooked = (Kokkos::push_finalize_hook([] { reference = {}; }), true);
    static_cast<void>(hooked);
  }
  double worst = 0;
  for (std::size_t b = 0; b < reference.extent(1); ++b) {
    double size = 0;
    double difference = 0;
    for (std::size_t i = 0; i < reference.extent(0); ++i) {
      double const expected = reference(i, b);
      size = std::max(size, std::abs(expected));
      double const error = std::abs(static_cast<double>(solutions(i, b)) - expected);
      if (!(error <= difference)) difference = error;  // keeps NaN
    }
    double const relative = difference / size;
    if (!(relative <= worst)) worst = relative;
  }
  return worst;
}

template HostSolutions<double> first_systems<double>(StridedView<double****> const&);
template HostSolutions<float> first_systems<float>(StridedView<float****> const&);
template double difference_to_reference<double>(Shape const&, HostSolutions<double> const&);
template double difference_to_reference<float>(Shape const&, HostSolutions<float> const&);

}  // namespace smnn::perf
