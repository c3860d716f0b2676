// Problems and solvers of any precision and device behind one type each: what Python holds.
// Templates end here; the rest of the binding knows neither Kokkos nor the element type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <smnn/solver/extents.hpp>
#include <smnn/solver/options.hpp>
#include <string>
#include <vector>

#include "tensor.hpp"

namespace smnn {
struct ProblemOptions;
}

namespace smnn::python {

/// Where calls run: the precision, the device and, on an accelerator, the handle of the stream
/// (none: Kokkos's own, in order with the legacy default stream).
struct Place {
  Precision precision = Precision::double_precision;
  Device device = Device::host;
  std::optional<std::uintptr_t> stream = {};
};

/// Refers to the caller's arrays, which must outlive it.
class AnyProblem {
 public:
  virtual ~AnyProblem() = default;
  virtual Extents const& extents() const = 0;
  virtual Place const& place() const = 0;
};

/// Throws InvalidArgument as smnn::Problem does, and for arrays of different precision or device.
std::unique_ptr<AnyProblem> make_problem(Tensors const& inputs, ProblemOptions const& options,
                                         std::optional<std::uintptr_t> stream);

/// Calls of several threads take turns. Every call may throw what smnn::Solver's does.
class AnySolver {
 public:
  virtual ~AnySolver() = default;
  virtual void factor(AnyProblem const& problem) = 0;
  virtual void solve(AnyProblem const& problem, Tensor const& solution) = 0;
  virtual void solve_factored(AnyProblem const& problem, Tensor const& solution) = 0;
  virtual void adjoint(AnyProblem const& problem, Tensor const& solution, Tensor const& seed,
                       Tensors const& gradients) = 0;
  virtual void tangent(AnyProblem const& problem, Tensor const& solution, Tensors const& directions,
                       Tensor const& solution_direction) = 0;

  /// Copies of the last call's diagnostics, one entry per solution; they wait for it.
  virtual std::vector<std::int64_t> info() const = 0;
  virtual std::vector<std::int64_t> sweeps() const = 0;
  virtual std::vector<double> rounding_error() const = 0;
  virtual std::vector<double> residual_norm() const = 0;

  virtual Extents const& extents() const = 0;
  virtual Place const& place() const = 0;
  virtual std::size_t memory_bytes() const = 0;
  virtual std::string name() const = 0;
};

std::unique_ptr<AnySolver> make_solver(Place const& place, Extents const& extents,
                                       SolverOptions const& options);

/// What make_solver would allocate on the device, in bytes.
std::size_t memory_bytes(Place const& place, Extents const& extents, SolverOptions const& options);

/// An execution space that this build solves on.
struct DeviceDescription {
  Device device = Device::host;
  std::string backend;  ///< Kokkos's name of the execution space.
  int concurrency = 1;  ///< Threads that can run at the same time.
};
std::vector<DeviceDescription> devices();

/// Initialises Kokkos unless somebody has; what was initialised here is finalised when the process
/// ends, after Python's objects are gone.
void start_runtime();

}  // namespace smnn::python
