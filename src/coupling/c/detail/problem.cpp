#include "smnn/coupling/c/detail/problem.hpp"

#include "smnn/coupling/c/detail/arrays.hpp"
#include "smnn/coupling/c/detail/context.hpp"
#include "smnn/coupling/c/detail/structures.hpp"
#include "smnn/smnn.h"

namespace smnn::coupling {
namespace {

void require_present(char const* name, smnn_array const& array) {
  if (left_out(array)) throw InvalidArgument(std::string(name) + " is left out, expected an array");
}

void require_all(smnn_inputs const& inputs) {
  require_present("coefficients", inputs.coefficients);
  require_present("rhs", inputs.rhs);
  require_present("initial_values", inputs.initial_values);
  require_present("steps", inputs.steps);
}

template <class Real, class ExecutionSpace>
smnn_problem* make_problem(ExecutionSpace const& space, smnn_inputs const& inputs,
                           ProblemOptions const& options) {
  using MemorySpace = typename ExecutionSpace::memory_space;
  auto const arrays = convert_inputs<Real const, MemorySpace>("", inputs);
  Problem<Real, MemorySpace> const problem(space, arrays.coefficients, arrays.rhs,
                                           arrays.initial_values, arrays.steps, options);
  return std::make_unique<ProblemIn<Real, MemorySpace>>(problem).release();
}

}  // namespace
}  // namespace smnn::coupling

using namespace smnn::coupling;

int smnn_problem_create(smnn_context* context, smnn_inputs const* inputs,
                        smnn_problem_options const* options, smnn_problem** problem) {
  return call(__func__, [&] {
    required("problem", problem);
    require_all(required("inputs", inputs));
    type_name("coefficients: type", inputs->coefficients.type);
    auto const chosen = optional_structure<smnn::ProblemOptions>("options", options);
    on(context, inputs->coefficients.type, [&](auto const& space, auto real) {
      *problem = make_problem<decltype(real)>(space, *inputs, chosen);
    });
  });
}

int smnn_problem_extents(smnn_problem const* problem, smnn_extents* extents, size_t size) {
  return call(__func__, [&] {
    write_sized("extents", to_c(required("problem", problem).extents()), extents, size);
  });
}

int smnn_problem_destroy(smnn_problem** problem) { return destroy(__func__, problem); }
