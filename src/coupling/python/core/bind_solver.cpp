#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>

#include <array>
#include <memory>
#include <optional>
#include <smnn/solver/error.hpp>
#include <smnn/solver/problem.hpp>
#include <string>
#include <utility>
#include <vector>

#include "any_solver.hpp"
#include "bindings.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace smnn::python {
namespace {

using Stream = std::optional<std::uintptr_t>;
using Input = nb::ndarray<nb::ro>;
using Output = nb::ndarray<>;
template <class NdArray>
using Optional = std::optional<NdArray>;

Precision precision_of_dtype(std::string const& name, nb::dlpack::dtype dtype) {
  if (dtype == nb::dtype<double>()) return Precision::double_precision;
  if (dtype == nb::dtype<float>()) return Precision::single_precision;
  throw InvalidArgument(name + ": dtype has " + std::to_string(dtype.bits) +
                        " bits or is no floating-point number, expected float64 or float32");
}

Device device_of_memory(std::string const& name, int type) {
  if (type == nb::device::cpu::value || type == nb::device::cuda_host::value) return Device::host;
  if (type == nb::device::cuda::value || type == nb::device::cuda_managed::value ||
      type == nb::device::rocm::value) {
    return Device::accelerator;
  }
  throw InvalidArgument(name + ": its memory (DLPack device type " + std::to_string(type) +
                        ") is neither that of a CPU nor that of a CUDA or HIP device");
}

template <class NdArray>
Tensor tensor_of(char const* name, NdArray const& array) {
  if (array.ndim() > Tensor::highest_rank) {
    throw InvalidArgument(std::string(name) + ": has " + std::to_string(array.ndim()) +
                          " axes, expected at most " + std::to_string(Tensor::highest_rank));
  }
  Tensor tensor;
  tensor.data = const_cast<void*>(static_cast<void const*>(array.data()));
  tensor.rank = static_cast<int>(array.ndim());
  for (std::size_t axis = 0; axis < array.ndim(); ++axis) {
    tensor.extent[axis] = static_cast<std::int64_t>(array.shape(axis));
    tensor.stride[axis] = array.stride(axis);
  }
  tensor.precision = precision_of_dtype(name, array.dtype());
  tensor.device = device_of_memory(name, array.device_type());
  return tensor;
}

template <class NdArray>
std::optional<Tensor> tensor_of(char const* name, Optional<NdArray> const& array) {
  if (!array) return std::nullopt;
  return tensor_of(name, *array);
}

template <class NdArray>
Tensors tensors_of(Optional<NdArray> const& coefficients, Optional<NdArray> const& rhs,
                   Optional<NdArray> const& initial_values, Optional<NdArray> const& steps) {
  return {tensor_of("coefficients", coefficients), tensor_of("rhs", rhs),
          tensor_of("initial_values", initial_values), tensor_of("steps", steps)};
}

/// A problem and what keeps its arrays alive.
struct HeldProblem {
  std::array<Input, 4> owners;
  std::unique_ptr<AnyProblem> problem;
};

void make_held_problem(HeldProblem* self, Input const& coefficients, Input const& rhs,
                       Input const& initial_values, Input const& steps,
                       ProblemOptions const& options, Stream stream) {
  Tensors const inputs{tensor_of("coefficients", coefficients), tensor_of("rhs", rhs),
                       tensor_of("initial_values", initial_values), tensor_of("steps", steps)};
  std::unique_ptr<AnyProblem> problem;
  {
    nb::gil_scoped_release const others_run;
    problem = make_problem(inputs, options, stream);
  }
  new (self) HeldProblem{{coefficients, rhs, initial_values, steps}, std::move(problem)};
}

Place place_named(std::string const& dtype, std::string const& device, Stream stream) {
  Place place;
  place.stream = stream;
  if (dtype == "float32") {
    place.precision = Precision::single_precision;
  } else if (dtype != "float64") {
    throw InvalidArgument("dtype: is '" + dtype + "', expected float64 or float32");
  }
  if (device == "cuda") {
    place.device = Device::accelerator;
  } else if (device != "cpu") {
    throw InvalidArgument("device: is '" + device + "', expected cpu or cuda");
  }
  return place;
}

void solve(AnySolver& self, HeldProblem const& problem, Output const& out) {
  Tensor const solution = tensor_of("out", out);
  nb::gil_scoped_release const others_run;
  self.solve(*problem.problem, solution);
}

void solve_factored(AnySolver& self, HeldProblem const& problem, Output const& out) {
  Tensor const solution = tensor_of("out", out);
  nb::gil_scoped_release const others_run;
  self.solve_factored(*problem.problem, solution);
}

void factor(AnySolver& self, HeldProblem const& problem) {
  nb::gil_scoped_release const others_run;
  self.factor(*problem.problem);
}

void adjoint(AnySolver& self, HeldProblem const& problem, Input const& solution, Input const& seed,
             Optional<Output> const& coefficients, Optional<Output> const& rhs,
             Optional<Output> const& initial_values, Optional<Output> const& steps) {
  Tensor const y = tensor_of("solution", solution);
  Tensor const g = tensor_of("seed", seed);
  Tensors const gradients = tensors_of(coefficients, rhs, initial_values, steps);
  nb::gil_scoped_release const others_run;
  self.adjoint(*problem.problem, y, g, gradients);
}

void tangent(AnySolver& self, HeldProblem const& problem, Input const& solution,
             Optional<Input> const& coefficients, Optional<Input> const& rhs,
             Optional<Input> const& initial_values, Optional<Input> const& steps,
             Output const& out) {
  Tensor const y = tensor_of("solution", solution);
  Tensors const directions = tensors_of(coefficients, rhs, initial_values, steps);
  Tensor const dy = tensor_of("out", out);
  nb::gil_scoped_release const others_run;
  self.tangent(*problem.problem, y, directions, dy);
}

template <class T>
nb::ndarray<nb::numpy, T, nb::ndim<1>> as_numpy(std::vector<T> values) {
  auto owned = std::make_unique<std::vector<T>>(std::move(values));
  T* const data = owned->data();
  std::size_t const count = owned->size();
  nb::capsule const owner(
      owned.release(), [](void* vector) noexcept { delete static_cast<std::vector<T>*>(vector); });
  return nb::ndarray<nb::numpy, T, nb::ndim<1>>(data, {count}, owner);
}

template <class T>
auto diagnostic(std::vector<T> (AnySolver::*read)() const) {
  return [read](AnySolver const& self) {
    std::vector<T> values;
    {
      nb::gil_scoped_release const others_run;
      values = (self.*read)();
    }
    return as_numpy(std::move(values));
  };
}

}  // namespace

void bind_solver(nb::module_& module) {
  nb::class_<HeldProblem>(module, "Problem")
      .def("__init__", &make_held_problem, "coefficients"_a.noconvert(), "rhs"_a.noconvert(),
           "initial_values"_a.noconvert(), "steps"_a.noconvert(), "options"_a,
           "stream"_a = nb::none())
      .def_prop_ro("extents", [](HeldProblem const& p) { return p.problem->extents(); })
      .def_prop_ro("dtype",
                   [](HeldProblem const& p) { return to_string(p.problem->place().precision); })
      .def_prop_ro("device",
                   [](HeldProblem const& p) { return to_string(p.problem->place().device); })
      .def_prop_ro("stream", [](HeldProblem const& p) { return p.problem->place().stream; });

  nb::class_<AnySolver>(module, "Solver")
      .def(nb::new_([](Extents const& extents, SolverOptions const& options,
                       std::string const& dtype, std::string const& device, Stream stream) {
             Place const place = place_named(dtype, device, stream);
             nb::gil_scoped_release const others_run;
             return make_solver(place, extents, options);
           }),
           "extents"_a, "options"_a, "dtype"_a, "device"_a, "stream"_a = nb::none())
      .def("factor", &factor)
      .def("solve", &solve, "problem"_a, "out"_a.noconvert())
      .def("solve_factored", &solve_factored, "problem"_a, "out"_a.noconvert())
      .def("adjoint", &adjoint, "problem"_a, "solution"_a.noconvert(), "seed"_a.noconvert(),
           "coefficients"_a.noconvert().none(), "rhs"_a.noconvert().none(),
           "initial_values"_a.noconvert().none(), "steps"_a.noconvert().none())
      .def("tangent", &tangent, "problem"_a, "solution"_a.noconvert(),
           "coefficients"_a.noconvert().none(), "rhs"_a.noconvert().none(),
           "initial_values"_a.noconvert().none(), "steps"_a.noconvert().none(), "out"_a.noconvert())
      .def_prop_ro("info", diagnostic(&AnySolver::info), nb::rv_policy::automatic)
      .def_prop_ro("sweeps", diagnostic(&AnySolver::sweeps), nb::rv_policy::automatic)
      .def_prop_ro("rounding_error", diagnostic(&AnySolver::rounding_error),
                   nb::rv_policy::automatic)
      .def_prop_ro("residual_norm", diagnostic(&AnySolver::residual_norm), nb::rv_policy::automatic)
      .def_prop_ro("extents", [](AnySolver const& self) { return self.extents(); })
      .def_prop_ro("dtype", [](AnySolver const& self) { return to_string(self.place().precision); })
      .def_prop_ro("device", [](AnySolver const& self) { return to_string(self.place().device); })
      .def_prop_ro("memory_bytes", &AnySolver::memory_bytes)
      .def_prop_ro("name", &AnySolver::name);

  module.def(
      "memory_bytes",
      [](Extents const& extents, SolverOptions const& options, std::string const& dtype,
         std::string const& device) {
        return memory_bytes(place_named(dtype, device, std::nullopt), extents, options);
      },
      "extents"_a, "options"_a, "dtype"_a, "device"_a);
}

}  // namespace smnn::python
