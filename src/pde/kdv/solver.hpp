/// @file
/// The classical solver of the Korteweg-de Vries equation, on one rank or with x shared by several.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "smnn/distributed/communicator.hpp"
#include "smnn/pde/fourier/real_transform.hpp"
#include "smnn/pde/integration/integrating_factor.hpp"
#include "smnn/pde/kdv/invariants.hpp"

namespace smnn::pde {

struct KdvOptions {
  double nonlinearity = 1;  ///< a; the other common normalisation has 6.
  Tolerance tolerance;      ///< Of the root mean square of u and u_x over x.
};

/// u_t + a u u_x + u_xxx = 0, periodic on 0 <= x < L, at equidistant points from 0 on.
///
/// Pseudospectral: modes of wavenumbers below a third of the points' number n are kept, so that the
/// product in (a/2) (u^2)_x, evaluated at the points, has no aliases among them (the 2/3 rule). The
/// dispersion is exact, by an integrating factor; see IntegratingFactor for steps and errors in
/// time. Solutions are those of the initial values' kept modes.
///
/// All calls but the questions after sizes and counts are collective over the solver's ranks. One
/// solver serves any number of solutions after each other.
class KdvSolver {
 public:
  /// Alone on this rank. Throws InvalidArgument unless points >= 4 and options are sound.
  explicit KdvSolver(std::int64_t points, KdvOptions const& options = {});
  /// x shared by ranks; see make_transform. MPI must outlive the solver.
  KdvSolver(distributed::Communicator const& ranks, std::int64_t points,
            KdvOptions const& options = {});
  ~KdvSolver();
  KdvSolver(KdvSolver&&) noexcept;
  KdvSolver& operator=(KdvSolver&&) noexcept;

  std::int64_t points() const;
  distributed::Range own_points() const;

  /// Begins a solution with its values at the own points. Throws InvalidArgument, on all ranks,
  /// unless length is positive, values are as many as own points, and everything is finite.
  void start(double length, std::span<double const> values, double time = 0);

  double length() const;
  double time() const;
  StepCounts const& counts() const;  ///< Since the start.

  /// Goes on to exactly that time; see IntegratingFactor::advance for errors.
  void advance(double time);

  /// Of the solution at the own points.
  void values(std::span<double> values) const;

  /// Derivatives by the modes, integrals exact for kept modes.
  KdvInvariants invariants() const;

  /// The root mean square of the tenth of the kept modes with the highest wavenumbers, relative to
  /// that of all: how badly the points resolve the solution. 0 for the zero solution.
  double unresolved() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smnn::pde
