#include <nanobind/stl/optional.h>
#include <smnn/smnn.h>

#include <new>
#include <utility>

#include "bindings.hpp"
#include "errors.hpp"
#include "problem.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace smnn::python {
namespace {

void make_held_problem(HeldProblem* self, Input const& coefficients, Input const& rhs,
                       Input const& initial_values, Input const& steps,
                       smnn_problem_options const& options, Stream stream) {
  Place place = place_of(coefficients_argument, coefficients.dtype(), coefficients.device_type());
  place.stream = stream;
  smnn_inputs const inputs = inputs_of("", coefficients, rhs, initial_values, steps, place);
  ProblemHandle handle;
  smnn_extents extents{};
  {
    nb::gil_scoped_release const others_run;
    smnn_problem* problem = nullptr;
    check(smnn_problem_create(make_context(place).get(), &inputs, &options, &problem));
    handle.reset(problem);
    check(smnn_problem_extents(problem, &extents, sizeof extents));
  }
  new (self)
      HeldProblem{{coefficients, rhs, initial_values, steps}, place, std::move(handle), extents};
}

}  // namespace

void bind_problem(nb::module_& core) {
  nb::class_<HeldProblem>(core, "Problem")
      .def("__init__", &make_held_problem, "coefficients"_a.noconvert(), "rhs"_a.noconvert(),
           "initial_values"_a.noconvert(), "steps"_a.noconvert(), "options"_a,
           "stream"_a = nb::none())
      .def_ro("extents", &HeldProblem::extents)
      .def_prop_ro("dtype", [](HeldProblem const& self) { return dtype_of(self.place); })
      .def_prop_ro("device", [](HeldProblem const& self) { return device_of(self.place); })
      .def_prop_ro("stream", [](HeldProblem const& self) { return self.place.stream; });
}

}  // namespace smnn::python
