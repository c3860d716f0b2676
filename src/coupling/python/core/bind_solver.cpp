#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <smnn/smnn.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "errors.hpp"
#include "problem.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace smnn::python {
namespace {

struct HeldSolver {
  Place place;
  smnn_extents extents;
  SolverHandle handle;
  std::mutex turns;  ///< Of the threads that call it.
};

/// call(handle), while other threads of the interpreter run.
template <class Call>
void take_turn(HeldSolver& self, Call const& call, std::initializer_list<Renamed> names = {}) {
  nb::gil_scoped_release const others_run;
  std::lock_guard const turn(self.turns);
  check(call(self.handle.get()), names);
}

smnn_problem const* handle_of(HeldProblem const& problem, HeldSolver const& solver) {
  auto const& place = problem.place;
  auto const& expected = solver.place;
  if (place.type == expected.type && place.space == expected.space) return problem.handle.get();
  refuse("problem: is " + describe(place) + ", expected " + describe(expected) + " as the solver");
}

void make_held_solver(HeldSolver* self, smnn_extents const& extents, smnn_options const& options,
                      std::string const& dtype, std::string const& device, Stream stream) {
  Place const place = place_named(dtype, device, stream);
  smnn_solver* solver = nullptr;
  {
    nb::gil_scoped_release const others_run;
    auto const context = make_context(place);
    check(smnn_solver_create(context.get(), place.type, &extents, &options, &solver));
  }
  new (self) HeldSolver{place, extents, SolverHandle(solver), {}};
}

std::size_t memory_bytes(smnn_extents const& extents, smnn_options const& options,
                         std::string const& dtype, std::string const& device) {
  Place const place = place_named(dtype, device, std::nullopt);
  auto const context = make_context(place);
  std::size_t bytes = 0;
  check(smnn_solver_memory_estimate(context.get(), place.type, &extents, &options, &bytes));
  return bytes;
}

void factor(HeldSolver& self, HeldProblem const& problem) {
  auto const* const own = handle_of(problem, self);
  take_turn(self, [&](smnn_solver* solver) { return smnn_solver_factor(solver, own); });
}

/// smnn_solver_solve or smnn_solver_solve_factored.
template <auto function>
void solve(HeldSolver& self, HeldProblem const& problem, Output const& out) {
  auto const* const own = handle_of(problem, self);
  smnn_array const solution = solution_of("out", out, self.place);
  take_turn(self, [&](smnn_solver* solver) { return function(solver, own, &solution); },
            {{"solution", "out"}});
}

void adjoint(HeldSolver& self, HeldProblem const& problem, Input const& solution, Input const& seed,
             std::optional<Output> const& coefficients, std::optional<Output> const& rhs,
             std::optional<Output> const& initial_values, std::optional<Output> const& steps) {
  auto const* const own = handle_of(problem, self);
  smnn_array const y = solution_of("solution", solution, self.place);
  smnn_array const dl_dy = solution_of("seed", seed, self.place);
  auto const gradients = inputs_of("out.", coefficients, rhs, initial_values, steps, self.place);
  take_turn(
      self,
      [&](smnn_solver* solver) { return smnn_solver_adjoint(solver, own, &y, &dl_dy, &gradients); },
      {{"gradients", "out"}});
}

void tangent(HeldSolver& self, HeldProblem const& problem, Input const& solution,
             std::optional<Input> const& coefficients, std::optional<Input> const& rhs,
             std::optional<Input> const& initial_values, std::optional<Input> const& steps,
             Output const& out) {
  auto const* const own = handle_of(problem, self);
  smnn_array const y = solution_of("solution", solution, self.place);
  auto const directions =
      inputs_of("directions.", coefficients, rhs, initial_values, steps, self.place);
  smnn_array const dy = solution_of("out", out, self.place);
  take_turn(
      self,
      [&](smnn_solver* solver) { return smnn_solver_tangent(solver, own, &y, &directions, &dy); },
      {{"solution_direction", "out"}});
}

template <class T>
nb::ndarray<nb::numpy, T, nb::ndim<1>> as_numpy(std::unique_ptr<std::vector<T>> values) {
  T* const data = values->data();
  std::size_t const count = values->size();
  nb::capsule const owner(
      values.release(), [](void* vector) noexcept { delete static_cast<std::vector<T>*>(vector); });
  return nb::ndarray<nb::numpy, T, nb::ndim<1>>(data, {count}, owner);
}

template <class T>
auto diagnostic(int (*read)(smnn_solver const*, T*, std::int64_t)) {
  return [read](HeldSolver& self) {
    std::int64_t const count = self.extents.batch * self.extents.right_hand_sides;
    auto values = std::make_unique<std::vector<T>>(static_cast<std::size_t>(count));
    take_turn(self, [&](smnn_solver* solver) { return read(solver, values->data(), count); });
    return as_numpy(std::move(values));
  };
}

std::size_t held_bytes(HeldSolver const& self) {
  std::size_t bytes = 0;
  check(smnn_solver_memory_bytes(self.handle.get(), &bytes));
  return bytes;
}

}  // namespace

void bind_solver(nb::module_& core) {
  nb::class_<HeldSolver>(core, "Solver")
      .def("__init__", &make_held_solver, "extents"_a, "options"_a, "dtype"_a, "device"_a,
           "stream"_a = nb::none())
      .def("factor", &factor)
      .def("solve", &solve<smnn_solver_solve>, "problem"_a, "out"_a.noconvert())
      .def("solve_factored", &solve<smnn_solver_solve_factored>, "problem"_a, "out"_a.noconvert())
      .def("adjoint", &adjoint, "problem"_a, "solution"_a.noconvert(), "seed"_a.noconvert(),
           "coefficients"_a.noconvert().none(), "rhs"_a.noconvert().none(),
           "initial_values"_a.noconvert().none(), "steps"_a.noconvert().none())
      .def("tangent", &tangent, "problem"_a, "solution"_a.noconvert(),
           "coefficients"_a.noconvert().none(), "rhs"_a.noconvert().none(),
           "initial_values"_a.noconvert().none(), "steps"_a.noconvert().none(), "out"_a.noconvert())
      .def_prop_ro("info", diagnostic(smnn_solver_info), nb::rv_policy::automatic)
      .def_prop_ro("sweeps", diagnostic(smnn_solver_sweeps), nb::rv_policy::automatic)
      .def_prop_ro("rounding_error", diagnostic(smnn_solver_rounding_error),
                   nb::rv_policy::automatic)
      .def_prop_ro("residual_norm", diagnostic(smnn_solver_residual_norm), nb::rv_policy::automatic)
      .def_ro("extents", &HeldSolver::extents)
      .def_prop_ro("dtype", [](HeldSolver const& self) { return dtype_of(self.place); })
      .def_prop_ro("device", [](HeldSolver const& self) { return device_of(self.place); })
      .def_prop_ro("memory_bytes", &held_bytes)
      .def_prop_ro("name",
                   [](HeldSolver const& self) { return smnn_solver_name(self.handle.get()); });

  core.def("memory_bytes", &memory_bytes, "extents"_a, "options"_a, "dtype"_a, "device"_a);
}

}  // namespace smnn::python
