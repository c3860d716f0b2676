// Solves y' + y = 0, y(0) = 1 on 0 <= t <= 1 and compares with exp(-t). The README shows this file.
#include <Kokkos_Core.hpp>
#include <cmath>
#include <cstdio>
#include <smnn/solver/solver.hpp>
#include <smnn/version.hpp>

int main(int argc, char** argv) {
  Kokkos::ScopeGuard const kokkos(argc, argv);
  Kokkos::DefaultExecutionSpace const space;
  Kokkos::View<double*****> const coefficients("coefficients", 1, 1, 1, 1, 3);  // (B, T, E, D, K)
  Kokkos::View<double***> const rhs("rhs", 1, 1, 1);                            // (B, T, E)
  Kokkos::View<double****> const initial_values("initial_values", 1, 1, 1, 1);  // (B, T0, D, K0)
  Kokkos::View<double**> const steps("steps", 1, 100);                          // (B, T-1)
  Kokkos::View<double****> const y("y", 1, 101, 1, 3);                          // (B, T, D, K)
  Kokkos::deep_copy(Kokkos::subview(coefficients, 0, 0, 0, 0, Kokkos::make_pair(0, 2)), 1.0);
  Kokkos::deep_copy(initial_values, 1.0);
  Kokkos::deep_copy(steps, 0.01);

  smnn::Problem const problem(space, coefficients, rhs, initial_values, steps);
  smnn::make_solver<double>(space, problem.extents())->solve(space, problem, y);

  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), y);
  std::printf("smnn %s: y(1) = %.7f, y'(1) = %.7f, exp(-1) = %.7f\n", smnn::version,
              host(0, 100, 0, 0), host(0, 100, 0, 1), std::exp(-1.0));
  return std::abs(host(0, 100, 0, 0) - std::exp(-1.0)) < 1e-5 ? 0 : 1;
}
