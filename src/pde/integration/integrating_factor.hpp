/// @file
/// Integrates y' = i w y + N(y) for many modes y in time, where the linear part is stiff and
/// exactly soluble.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/pde/fourier/real_transform.hpp"
#include "smnn/pde/integration/dormand_prince.hpp"

namespace smnn::pde {

/// What is integrated; a rank has some of the modes.
class ModeSystem {
 public:
  virtual ~ModeSystem() = default;

  /// w of every own mode, in radians per time.
  virtual std::span<double const> frequencies() const = 0;
  /// The norm of y is the root of the sum of weight |y|^2 over the modes of all ranks.
  virtual std::span<double const> weights() const = 0;
  /// N(y). Collective.
  virtual void nonlinear(std::span<Complex const> modes, std::span<Complex> result) = 0;
  /// What bounds, at the own part of the modes that N was last asked for, the eigenvalues of N's
  /// derivative; all ranks' largest limits the steps. 0: they need no limit.
  virtual double rate() const { return 0; }

 protected:
  ModeSystem() = default;
  ModeSystem(ModeSystem const&) = default;
  ModeSystem& operator=(ModeSystem const&) = default;
};

/// A step is accepted if the norm of its estimated error is at most absolute + relative |y|, or
/// within rounding of |y|.
struct Tolerance {
  double relative = 1e-9;
  double absolute = 1e-12;
};

struct StepCounts {
  std::int64_t accepted = 0;
  std::int64_t rejected = 0;
};

/// v = exp(-i w (t - t_n)) y turns slowly where y turns fast: in every step from t_n, v is
/// integrated by the explicit method of Dormand and Prince of order 8, its steps chosen from the
/// embedded estimates (Lawson 1967; Hairer, Norsett, Wanner 1993). The linear part is exact for
/// any step; what limits the step is the accuracy of N, and that modes too small for the estimates
/// to see must not grow by the step's length alone: it is at most 1 / rate.
class IntegratingFactor {
 public:
  /// `system` must outlive this object. Throws InvalidArgument unless the tolerances are finite,
  /// none is negative and one positive.
  IntegratingFactor(ModeSystem& system, distributed::Communicator const& ranks,
                    Tolerance const& tolerance);

  /// Begins at another time, with other modes or frequencies.
  void start(double time);

  double time() const { return time_; }
  StepCounts const& counts() const { return counts_; }  ///< Since the start.

  /// Integrates to exactly that time. Collective: all ranks take the same steps. Throws
  /// InvalidArgument for a time before `time()`, NumericalError, on all ranks, if steps become too
  /// short to move the time on: the solution is not finite.
  void advance(std::span<Complex> modes, double time);

 private:
  using Modes = std::vector<Complex>;

  double first_step(std::span<Complex const> modes);
  void set_phases(double step);
  void prepare_slopes(std::span<Complex const> modes);
  /// The error, relative to what is tolerated, of the step that `next_` is the result of.
  double try_step(std::span<Complex const> modes, double step);
  double error(std::span<Complex const> modes, double step) const;

  ModeSystem& system_;
  distributed::Communicator ranks_;
  Tolerance tolerance_;
  double time_ = 0;
  double step_ = 0;         // what the error allows; 0: not known
  double longest_ = 0;      // what stability allows
  double phases_step_ = 0;  // of `phases_`
  bool has_first_slope_ = false;
  StepCounts counts_;
  std::array<Modes, dormand_prince::stages> phases_;  // exp(i w c h); that of stage 0 is empty
  std::array<Modes, dormand_prince::stages> slopes_;  // of v
  Modes next_;
};

}  // namespace smnn::pde
