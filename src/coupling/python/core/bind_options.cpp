#include <nanobind/stl/string.h>
#include <nanobind/stl/variant.h>

#include <smnn/smnn.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <new>
#include <string>
#include <type_traits>
#include <variant>

#include "bindings.hpp"
#include "errors.hpp"
#include "names.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace smnn::python {
namespace {

template <class Structure>
Structure defaults(int (*init)(Structure*, std::size_t)) {
  Structure structure;
  check(init(&structure, sizeof structure));
  return structure;
}

/// "none", "automatic", or the exact number of corrections.
using RefinementChoice = std::variant<int, std::string>;

void choose_refinement(smnn_options& options, RefinementChoice const& choice, double tolerance,
                       int sweeps) {
  auto const* const exact = std::get_if<int>(&choice);
  options.refinement =
      exact != nullptr ? int{SMNN_REFINEMENT_FIXED}
                       : value_named("refinement", std::get<std::string>(choice), refinement_names);
  options.sweeps = exact != nullptr ? *exact : sweeps;
  options.tolerance = tolerance;
}

void make_solver_options(smnn_options* self, std::string const& method,
                         std::string const& factorization, std::string const& factor_precision,
                         RefinementChoice const& refinement, double refinement_tolerance,
                         int refinement_sweeps, std::string const& storage,
                         std::string const& parallelism, std::string const& on_failure,
                         std::int64_t time_parts, bool residual_norm,
                         double conjugate_gradient_tolerance,
                         std::int64_t conjugate_gradient_iteration_limit) {
  smnn_options options = defaults(smnn_options_init);
  options.method = value_named("method", method, method_names);
  options.factorization = value_named("factorization", factorization, factorization_names);
  options.factor_precision =
      value_named("factor_precision", factor_precision, factor_precision_names);
  choose_refinement(options, refinement, refinement_tolerance, refinement_sweeps);
  options.storage = value_named("storage", storage, storage_names);
  options.parallelism = value_named("parallelism", parallelism, parallelism_names);
  options.on_failure = value_named("on_failure", on_failure, failure_names);
  options.time_parts = time_parts;
  options.residual_norm = residual_norm;
  options.cg_tolerance = conjugate_gradient_tolerance;
  options.cg_iteration_limit = conjugate_gradient_iteration_limit;
  new (self) smnn_options(options);
}

void bind_solver_options(nb::module_& core) {
  auto const d = defaults(smnn_options_init);
  nb::class_<smnn_options>(core, "SolverOptions")
      .def("__init__", &make_solver_options, nb::kw_only(),
           "method"_a = name_of(d.method, method_names),
           "factorization"_a = name_of(d.factorization, factorization_names),
           "factor_precision"_a = name_of(d.factor_precision, factor_precision_names),
           "refinement"_a = name_of(d.refinement, refinement_names),
           "refinement_tolerance"_a = d.tolerance, "refinement_sweeps"_a = d.sweeps,
           "storage"_a = name_of(d.storage, storage_names),
           "parallelism"_a = name_of(d.parallelism, parallelism_names),
           "on_failure"_a = name_of(d.on_failure, failure_names), "time_parts"_a = d.time_parts,
           "residual_norm"_a = d.residual_norm != 0,
           "conjugate_gradient_tolerance"_a = d.cg_tolerance,
           "conjugate_gradient_iteration_limit"_a = d.cg_iteration_limit);
}

void make_problem_options(smnn_problem_options* self, std::string const& smoothness,
                          double weight_governing, double weight_initial, double weight_smoothness,
                          double weight_highest_order, std::int64_t time_points, bool check_steps) {
  smnn_problem_options options = defaults(smnn_problem_options_init);
  options.smoothness = value_named("smoothness", smoothness, smoothness_names);
  options.weights = {weight_governing, weight_initial, weight_smoothness, weight_highest_order};
  options.time_points = time_points;
  options.check_steps = check_steps;
  new (self) smnn_problem_options(options);
}

void bind_problem_options(nb::module_& core) {
  auto const d = defaults(smnn_problem_options_init);
  nb::class_<smnn_problem_options>(core, "ProblemOptions")
      .def("__init__", &make_problem_options, nb::kw_only(),
           "smoothness"_a = name_of(d.smoothness, smoothness_names),
           "weight_governing"_a = d.weights.governing, "weight_initial"_a = d.weights.initial,
           "weight_smoothness"_a = d.weights.smoothness,
           "weight_highest_order"_a = d.weights.highest_order, "time_points"_a = d.time_points,
           "check_steps"_a = d.check_steps != 0);
}

std::string describe(smnn_sharing const& s) {
  auto const word = [](int value) { return value != 0 ? "True" : "False"; };
  return std::string("Sharing(over_batch=") + word(s.over_batch) +
         ", over_time=" + word(s.over_time) + ")";
}

// Structures of C have no operator ==; without padding their bytes say it.
template <class Structure>
bool equal(Structure const& a, Structure const& b) {
  static_assert(std::has_unique_object_representations_v<Structure>);
  return std::memcmp(&a, &b, sizeof a) == 0;
}

void bind_sharing(nb::module_& core) {
  nb::class_<smnn_sharing>(core, "Sharing",
                           "Along which axes an input has extent 1 and serves every index.")
      .def(
          "__init__",
          [](smnn_sharing* self, bool over_batch, bool over_time) {
            new (self) smnn_sharing{over_batch, over_time};
          },
          nb::kw_only(), "over_batch"_a = false, "over_time"_a = false)
      .def_prop_ro("over_batch", [](smnn_sharing const& s) { return s.over_batch != 0; })
      .def_prop_ro("over_time", [](smnn_sharing const& s) { return s.over_time != 0; })
      .def("__eq__", &equal<smnn_sharing>, nb::is_operator())
      .def("__hash__", [](smnn_sharing const& s) { return 2 * s.over_batch + s.over_time; })
      .def("__repr__", [](smnn_sharing const& s) { return describe(s); });
}

void make_extents(smnn_extents* self, std::int64_t batch, std::int64_t right_hand_sides,
                  std::int64_t time_points, std::int64_t equations, std::int64_t dims,
                  std::int64_t orders, std::int64_t initial_steps, std::int64_t initial_orders,
                  smnn_sharing coefficients, smnn_sharing rhs, smnn_sharing initial_values,
                  smnn_sharing steps, std::string const& smoothness) {
  smnn_extents const extents{sizeof(smnn_extents),
                             batch,
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
                             value_named("smoothness", smoothness, smoothness_names),
                             0};
  check(smnn_extents_validate(&extents));
  new (self) smnn_extents(extents);
}

std::string describe(smnn_extents const& e) {
  auto const number = [](char const* name, std::int64_t value) {
    return std::string(name) + "=" + std::to_string(value) + ", ";
  };
  auto const sharing = [](char const* name, smnn_sharing const& value) {
    return equal(value, smnn_sharing{}) ? std::string()
                                        : std::string(name) + "=" + describe(value) + ", ";
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
std::size_t hash(smnn_extents const& e) { return std::hash<std::string>()(describe(e)); }

void bind_extents(nb::module_& core) {
  auto const d = defaults(smnn_extents_init);
  nb::class_<smnn_extents>(
      core, "Extents",
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
      .def_ro("batch", &smnn_extents::batch)
      .def_ro("right_hand_sides", &smnn_extents::right_hand_sides)
      .def_ro("time_points", &smnn_extents::time_points)
      .def_ro("equations", &smnn_extents::equations)
      .def_ro("dims", &smnn_extents::dims)
      .def_ro("orders", &smnn_extents::orders)
      .def_ro("initial_steps", &smnn_extents::initial_steps)
      .def_ro("initial_orders", &smnn_extents::initial_orders)
      .def_ro("coefficients", &smnn_extents::coefficients)
      .def_ro("rhs", &smnn_extents::rhs)
      .def_ro("initial_values", &smnn_extents::initial_values)
      .def_ro("steps", &smnn_extents::steps)
      .def_prop_ro("smoothness",
                   [](smnn_extents const& e) { return name_of(e.smoothness, smoothness_names); })
      .def_prop_ro("block_order", [](smnn_extents const& e) { return e.dims * e.orders; })
      .def("__eq__", &equal<smnn_extents>, nb::is_operator())
      .def("__hash__", &hash)
      .def("__repr__", [](smnn_extents const& e) { return describe(e); });
}

}  // namespace

void bind_options(nb::module_& core) {
  bind_sharing(core);
  bind_extents(core);
  bind_solver_options(core);
  bind_problem_options(core);
}

}  // namespace smnn::python
