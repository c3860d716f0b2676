/// A peer of smnn_precision_bench: SUNDIALS CVODES (Adams, fixed-point iterations) on the same
/// equations and grid, system after system; prints CSV, with its heading.
///
///   build/smnn_precision_cvodes PROBLEM SYSTEMS LENGTH STEP TOLERANCE REPETITIONS [forward]
///
/// Coefficients are given at the grid points and interpolated linearly. The adjoint is that of the
/// integral of all unknowns over time, which spares CVODES a start at every grid point that a sum
/// over them would need; gradients go to all coefficients by the adjoint's values at the grid
/// points, and to the initial values.
#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "../../precision/problems.hpp"
#include "../../statistics.hpp"

namespace {

using smnn::perf::PrecisionProblem;

void check(int status, char const* what) {
  if (status < 0) throw std::runtime_error(std::string(what) + ": " + std::to_string(status));
}

/// What a right-hand side reads: the system's inputs, K coefficients a time point.
struct System {
  double const* coefficients;
  double const* rhs;
  int orders;  // K
  int order;   // of the equation
  std::int64_t points;
  double step;

  /// c_0 .. c_{order-1}, f at a time; that of the highest derivative is 1.
  void interpolate(double time, double* c) const {
    double const place = time / step;
    auto left = static_cast<std::int64_t>(place);
    left = left < 0 ? 0 : left > points - 2 ? points - 2 : left;
    double const share = place - static_cast<double>(left);
    double const* const here = coefficients + left * orders;
    for (int k = 0; k < order; ++k) c[k] = (1 - share) * here[k] + share * here[orders + k];
    c[order] = (1 - share) * rhs[left] + share * rhs[left + 1];
  }
};

int slope(double time, N_Vector y, N_Vector derivative, void* data) {
  auto const& system = *static_cast<System const*>(data);
  double c[3];
  system.interpolate(time, c);
  double const* const v = N_VGetArrayPointer(y);
  double* const d = N_VGetArrayPointer(derivative);
  double highest = c[system.order];
  for (int k = 0; k < system.order; ++k) highest -= c[k] * v[k];
  for (int k = 0; k + 1 < system.order; ++k) d[k] = v[k + 1];
  d[system.order - 1] = highest;
  return 0;
}

/// lambda' = -F_y^T lambda - 1.
int adjoint_slope(double time, N_Vector, N_Vector lambda, N_Vector derivative, void* data) {
  auto const& system = *static_cast<System const*>(data);
  double c[3];
  system.interpolate(time, c);
  double const* const l = N_VGetArrayPointer(lambda);
  double* const d = N_VGetArrayPointer(derivative);
  double const last = l[system.order - 1];
  for (int k = 0; k < system.order; ++k) d[k] = c[k] * last - 1 - (k > 0 ? l[k - 1] : 0);
  return 0;
}

/// Memory of CVODES, made once and used for every system.
class Integrator {
 public:
  Integrator(System& system, double tolerance) : system_(system), order_(system.order) {
    check(SUNContext_Create(0, &context_), "SUNContext_Create");
    state_ = N_VNew_Serial(order_, context_);
    lambda_ = N_VNew_Serial(order_, context_);
    memory_ = CVodeCreate(CV_ADAMS, context_);
    iteration_ = SUNNonlinSol_FixedPoint(state_, 0, context_);
    N_VConst(0, state_);
    N_VConst(0, lambda_);
    check(CVodeInit(memory_, slope, 0, state_), "CVodeInit");
    check(CVodeSStolerances(memory_, tolerance, tolerance), "CVodeSStolerances");
    check(CVodeSetUserData(memory_, &system_), "CVodeSetUserData");
    check(CVodeSetNonlinearSolver(memory_, iteration_), "CVodeSetNonlinearSolver");
    check(CVodeSetMaxNumSteps(memory_, 1'000'000), "CVodeSetMaxNumSteps");
    check(CVodeAdjInit(memory_, 200, CV_HERMITE), "CVodeAdjInit");
    tolerance_ = tolerance;
  }
  Integrator(Integrator const&) = delete;
  Integrator& operator=(Integrator const&) = delete;
  ~Integrator() {
    CVodeFree(&memory_);
    SUNNonlinSolFree(iteration_);
    if (backward_iteration_ != nullptr) SUNNonlinSolFree(backward_iteration_);
    N_VDestroy(lambda_);
    N_VDestroy(state_);
    SUNContext_Free(&context_);
  }

  /// States at all grid points, (points, order).
  void forward(double const* initial, double* states, bool for_adjoint) {
    double* const v = N_VGetArrayPointer(state_);
    for (int k = 0; k < order_; ++k) v[k] = states[k] = initial[k];
    check(CVodeReInit(memory_, 0, state_), "CVodeReInit");
    if (for_adjoint) check(CVodeAdjReInit(memory_), "CVodeAdjReInit");
    for (std::int64_t i = 1; i < system_.points; ++i) {
      double time = system_.step * static_cast<double>(i);
      int checkpoints = 0;
      check(for_adjoint ? CVodeF(memory_, time, state_, &time, CV_NORMAL, &checkpoints)
                        : CVode(memory_, time, state_, &time, CV_NORMAL),
            "CVode");
      for (int k = 0; k < order_; ++k) states[i * order_ + k] = v[k];
    }
  }

  /// Gradients to coefficients (points, order + 1), f last, and to the initial values.
  void adjoint(double const* states, double* coefficients, double* initial) {
    double const end = system_.step * static_cast<double>(system_.points - 1);
    double* const l = N_VGetArrayPointer(lambda_);
    N_VConst(0, lambda_);
    if (backward_iteration_ == nullptr) {
      check(CVodeCreateB(memory_, CV_ADAMS, &backward_), "CVodeCreateB");
      check(CVodeInitB(memory_, backward_, adjoint_slope, end, lambda_), "CVodeInitB");
      check(CVodeSStolerancesB(memory_, backward_, tolerance_, tolerance_), "CVodeSStolerancesB");
      check(CVodeSetUserDataB(memory_, backward_, &system_), "CVodeSetUserDataB");
      backward_iteration_ = SUNNonlinSol_FixedPoint(lambda_, 0, context_);
      check(CVodeSetNonlinearSolverB(memory_, backward_, backward_iteration_), "SetNonlinearB");
      check(CVodeSetMaxNumStepsB(memory_, backward_, 1'000'000), "CVodeSetMaxNumStepsB");
    } else {
      check(CVodeReInitB(memory_, backward_, end, lambda_), "CVodeReInitB");
    }
    for (std::int64_t i = system_.points - 1;; --i) {
      bool const at_end = i == 0 || i == system_.points - 1;
      double const weight = at_end ? system_.step / 2 : system_.step;
      double* const here = coefficients + i * (order_ + 1);
      for (int k = 0; k < order_; ++k) here[k] = -weight * l[order_ - 1] * states[i * order_ + k];
      here[order_] = weight * l[order_ - 1];
      if (i == 0) break;
      double time = system_.step * static_cast<double>(i - 1);
      check(CVodeB(memory_, time, CV_NORMAL), "CVodeB");
      check(CVodeGetB(memory_, backward_, &time, lambda_), "CVodeGetB");
    }
    for (int k = 0; k < order_; ++k) initial[k] = l[k];
  }

 private:
  System& system_;
  int order_;
  double tolerance_ = 0;
  SUNContext context_ = nullptr;
  N_Vector state_ = nullptr;
  N_Vector lambda_ = nullptr;
  void* memory_ = nullptr;
  SUNNonlinearSolver iteration_ = nullptr;
  SUNNonlinearSolver backward_iteration_ = nullptr;
  int backward_ = 0;
};

struct Work {
  std::vector<double> states, gradients, initial_gradients;
};

void run(PrecisionProblem const& p, double tolerance, bool with_adjoint, Work& work) {
  auto const order = static_cast<std::int64_t>(p.initial_orders);
  System system{nullptr, nullptr, p.orders, p.initial_orders, p.points, p.step};
  Integrator integrator(system, tolerance);
  for (std::int64_t s = 0; s < p.systems; ++s) {
    system.coefficients = p.coefficients.data() + s * p.points * p.orders;
    system.rhs = p.rhs.data() + s * p.points;
    double* const states = work.states.data() + s * p.points * order;
    integrator.forward(p.initial_values.data() + s * order, states, with_adjoint);
    if (!with_adjoint) continue;
    integrator.adjoint(states, work.gradients.data() + s * p.points * (order + 1),
                       work.initial_gradients.data() + s * order);
  }
}

double median_seconds(PrecisionProblem const& p, double tolerance, bool with_adjoint,
                      int repetitions, Work& work) {
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    auto const start = std::chrono::steady_clock::now();
    run(p, tolerance, with_adjoint, work);
    std::chrono::duration<double> const taken = std::chrono::steady_clock::now() - start;
    seconds.push_back(taken.count());
  }
  return smnn::perf::median(seconds);
}

int measure(std::span<char*> arguments) {
  if (arguments.size() < 6) {
    std::fprintf(stderr,
                 "usage: smnn_precision_cvodes PROBLEM SYSTEMS LENGTH STEP TOLERANCE REPETITIONS "
                 "[forward]\n");
    return 2;
  }
  std::string const problem = arguments[0];
  bool const forward_only = arguments.size() > 6;
  int const orders = problem == "decay" ? 2 : 3;
  PrecisionProblem const p = smnn::perf::precision_problem(
      problem, std::atoll(arguments[1]), std::atof(arguments[2]), std::atof(arguments[3]), orders);
  double const tolerance = std::atof(arguments[4]);
  int const repetitions = std::atoi(arguments[5]);
  auto const size = static_cast<std::size_t>(p.systems * p.points);
  auto const order = static_cast<std::size_t>(p.initial_orders);
  Work work{std::vector<double>(size * order), std::vector<double>(size * (order + 1)),
            std::vector<double>(static_cast<std::size_t>(p.systems) * order)};
  double const forward = median_seconds(p, tolerance, false, repetitions, work);
  double error = 0;
  for (std::size_t i = 0; i < size; ++i) {
    double const difference = work.states[i * order] - p.exact[i];
    error = std::max(error, difference < 0 ? -difference : difference);
  }
  double const scale = 1e9 / static_cast<double>(size);
  std::printf("points,error,forward_ns,forward_adjoint_ns\n%lld,%.6e,%.4f,",
              static_cast<long long>(p.points), error, forward * scale);
  if (forward_only) {
    std::printf("\n");
  } else {
    std::printf("%.4f\n", scale * median_seconds(p, tolerance, true, repetitions, work));
  }
  // Of the first system, to be compared with what is known of the equations.
  std::fprintf(stderr, "gradient to the first initial value: %.9g\n", work.initial_gradients[0]);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return measure(std::span(argv + 1, static_cast<std::size_t>(argc - 1)));
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn_precision_cvodes: error: %s\n", error.what());
    return 1;
  }
}
