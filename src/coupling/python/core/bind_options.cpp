#include <nanobind/operators.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/variant.h>

#include <new>
#include <smnn/solver/problem.hpp>
#include <string>
#include <variant>

#include "bindings.hpp"
#include "names.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace smnn::python {
namespace {

/// "none", "automatic", or the exact number of corrections.
using RefinementChoice = std::variant<int, std::string>;

Refinement refinement(RefinementChoice const& choice, double tolerance, int sweeps) {
  if (auto const* const exact = std::get_if<int>(&choice)) return Refinement::fixed(*exact);
  auto const mode = value_named("refinement", std::get<std::string>(choice), refinement_names);
  if (mode == Refinement::Mode::none) return Refinement::none();
  return {mode, sweeps, tolerance};
}

void make_solver_options(SolverOptions* self, std::string const& method,
                         std::string const& factorization, std::string const& factor_precision,
                         RefinementChoice const& refinement_choice, double refinement_tolerance,
                         int refinement_sweeps, std::string const& storage,
                         std::string const& parallelism, std::string const& on_failure,
                         std::int64_t time_parts, bool residual_norm,
                         double conjugate_gradient_tolerance,
                         std::int64_t conjugate_gradient_iteration_limit) {
  SolverOptions options;
  options.method = value_named("method", method, method_names);
  options.factorization = value_named("factorization", factorization, factorization_names);
  options.factor_precision =
      value_named("factor_precision", factor_precision, factor_precision_names);
  options.refinement = refinement(refinement_choice, refinement_tolerance, refinement_sweeps);
  options.storage = value_named("storage", storage, storage_names);
  options.parallelism = value_named("parallelism", parallelism, parallelism_names);
  options.on_failure = value_named("on_failure", on_failure, failure_names);
  options.time_parts = time_parts;
  options.residual_norm = residual_norm;
  options.conjugate_gradient = {conjugate_gradient_tolerance, conjugate_gradient_iteration_limit};
  new (self) SolverOptions(options);
}

void bind_solver_options(nb::module_& module) {
  SolverOptions const d;
  nb::class_<SolverOptions>(module, "SolverOptions")
      .def("__init__", &make_solver_options, nb::kw_only(),
           "method"_a = name_of(d.method, method_names),
           "factorization"_a = name_of(d.factorization, factorization_names),
           "factor_precision"_a = name_of(d.factor_precision, factor_precision_names),
           "refinement"_a = name_of(d.refinement.mode, refinement_names),
           "refinement_tolerance"_a = d.refinement.tolerance,
           "refinement_sweeps"_a = d.refinement.sweeps,
           "storage"_a = name_of(d.storage, storage_names),
           "parallelism"_a = name_of(d.parallelism, parallelism_names),
           "on_failure"_a = name_of(d.on_failure, failure_names), "time_parts"_a = d.time_parts,
           "residual_norm"_a = d.residual_norm,
           "conjugate_gradient_tolerance"_a = d.conjugate_gradient.tolerance,
           "conjugate_gradient_iteration_limit"_a = d.conjugate_gradient.iteration_limit);
}

void make_problem_options(ProblemOptions* self, std::string const& smoothness,
                          double weight_governing, double weight_initial, double weight_smoothness,
                          double weight_highest_order, std::int64_t time_points, bool check_steps) {
  new (self)
      ProblemOptions{value_named("smoothness", smoothness, smoothness_names),
                     {weight_governing, weight_initial, weight_smoothness, weight_highest_order},
                     time_points,
                     check_steps};
}

void bind_problem_options(nb::module_& module) {
  ProblemOptions const d;
  nb::class_<ProblemOptions>(module, "ProblemOptions")
      .def("__init__", &make_problem_options, nb::kw_only(),
           "smoothness"_a = name_of(d.smoothness, smoothness_names),
           "weight_governing"_a = d.weights.governing, "weight_initial"_a = d.weights.initial,
           "weight_smoothness"_a = d.weights.smoothness,
           "weight_highest_order"_a = d.weights.highest_order, "time_points"_a = d.time_points,
           "check_steps"_a = d.check_steps);
}

std::string describe(Sharing const& s) {
  auto const word = [](bool value) { return value ? "True" : "False"; };
  return std::string("Sharing(over_batch=") + word(s.over_batch) +
         ", over_time=" + word(s.over_time) + ")";
}

void bind_sharing(nb::module_& module) {
  nb::class_<Sharing>(module, "Sharing",
                      "Along which axes an input has extent 1 and serves every index.")
      .def(
          "__init__",
          [](Sharing* self, bool over_batch, bool over_time) {
            new (self) Sharing{over_batch, over_time};
          },
          nb::kw_only(), "over_batch"_a = false, "over_time"_a = false)
      .def_ro("over_batch", &Sharing::over_batch)
      .def_ro("over_time", &Sharing::over_time)
      .def(nb::self == nb::self)
      .def("__hash__", [](Sharing const& s) { return 2 * s.over_batch + s.over_time; })
      .def("__repr__", &describe);
}

void make_extents(Extents* self, std::int64_t batch, std::int64_t right_hand_sides,
                  std::int64_t time_points, std::int64_t equations, std::int64_t dims,
                  std::int64_t orders, std::int64_t initial_steps, std::int64_t initial_orders,
                  Sharing coefficients, Sharing rhs, Sharing initial_values, Sharing steps,
                  std::string const& smoothness) {
  Extents const extents{batch,
                        right_hand_sides,
                        time_points,
                        equations,
                        dims,
                        orders,
                        initial_steps,
                        initial_orders,
                        coefficients,
                        rhs,
                        initial_values,
                        steps,
                        value_named("smoothness", smoothness, smoothness_names)};
  validate(extents);
  new (self) Extents(extents);
}

std::string describe(Extents const& e) {
  auto const number = [](char const* name, std::int64_t value) {
    return std::string(name) + "=" + std::to_string(value) + ", ";
  };
  auto const sharing = [](char const* name, Sharing const& value) {
    return value == Sharing() ? std::string() : std::string(name) + "=" + describe(value) + ", ";
  };
  return "Extents(" + number("batch", e.batch) + number("right_hand_sides", e.right_hand_sides) +
         number("time_points", e.time_points) + number("equations", e.equations) +
         number("dims", e.dims) + number("orders", e.orders) +
         number("initial_steps", e.initial_steps) + number("initial_orders", e.initial_orders) +
         sharing("coefficients", e.coefficients) + sharing("rhs", e.rhs) +
         sharing("initial_values", e.initial_values) + sharing("steps", e.steps) + "smoothness='" +
         name_of(e.smoothness, smoothness_names) + "')";
}

// Plans are kept by extents, so that these must serve as keys; the text has every member.
std::size_t hash(Extents const& e) { return std::hash<std::string>()(describe(e)); }

void bind_extents(nb::module_& module) {
  Extents const d;
  nb::class_<Extents>(
      module, "Extents",
      "Sizes of a batch of problems, usually taken from `Problem.extents`: B is batch, M\n"
      "right_hand_sides, T time_points, E equations, D dims, K orders, T0 initial_steps and K0\n"
      "initial_orders; D K, the block order, is at most 64. Equal ones are equal keys.")
      .def("__init__", &make_extents, nb::kw_only(), "batch"_a = d.batch,
           "right_hand_sides"_a = d.right_hand_sides, "time_points"_a = d.time_points,
           "equations"_a = d.equations, "dims"_a = d.dims, "orders"_a = d.orders,
           "initial_steps"_a = d.initial_steps, "initial_orders"_a = d.initial_orders,
           "coefficients"_a = d.coefficients, "rhs"_a = d.rhs,
           "initial_values"_a = d.initial_values, "steps"_a = d.steps,
           "smoothness"_a = name_of(d.smoothness, smoothness_names))
      .def_ro("batch", &Extents::batch)
      .def_ro("right_hand_sides", &Extents::right_hand_sides)
      .def_ro("time_points", &Extents::time_points)
      .def_ro("equations", &Extents::equations)
      .def_ro("dims", &Extents::dims)
      .def_ro("orders", &Extents::orders)
      .def_ro("initial_steps", &Extents::initial_steps)
      .def_ro("initial_orders", &Extents::initial_orders)
      .def_ro("coefficients", &Extents::coefficients)
      .def_ro("rhs", &Extents::rhs)
      .def_ro("initial_values", &Extents::initial_values)
      .def_ro("steps", &Extents::steps)
      .def_prop_ro("smoothness",
                   [](Extents const& e) { return name_of(e.smoothness, smoothness_names); })
      .def_prop_ro("block_order", &Extents::block_order)
      .def(nb::self == nb::self)
      .def("__hash__", &hash)
      .def("__repr__", [](Extents const& e) { return describe(e); });
}

}  // namespace

void bind_options(nb::module_& module) {
  bind_sharing(module);
  bind_extents(module);
  bind_solver_options(module);
  bind_problem_options(module);
}

}  // namespace smnn::python
