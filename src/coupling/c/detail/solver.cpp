#include "smnn/coupling/c/detail/solver.hpp"

#include "smnn/coupling/c/detail/arrays.hpp"
#include "smnn/coupling/c/detail/context.hpp"
#include "smnn/coupling/c/detail/diagnostics.hpp"
#include "smnn/coupling/c/detail/problem.hpp"
#include "smnn/coupling/c/detail/structures.hpp"
#include "smnn/smnn.h"
#include "smnn/solver/solver.hpp"

namespace smnn::coupling {
namespace {

template <class Real, class ExecutionSpace>
class SolverOn final : public smnn_solver {
 public:
  SolverOn(ExecutionSpace const& space, Extents const& extents, SolverOptions const& options)
      : space_(space), solver_(make_solver<Real>(space, extents, options)) {}

  void factor(smnn_problem const* problem) override { solver_->factor(space_, native(problem)); }
  void solve_factored(smnn_problem const* problem, smnn_array const* solution) override {
    solver_->solve_factored(space_, native(problem), output("solution", solution));
  }
  void solve(smnn_problem const* problem, smnn_array const* solution) override {
    solver_->solve(space_, native(problem), output("solution", solution));
  }
  void adjoint(smnn_problem const* problem, smnn_array const* solution, smnn_array const* seed,
               smnn_inputs const* gradients) override {
    solver_->adjoint(
        space_, native(problem), input("solution", solution), input("seed", seed),
        convert_inputs<Real, MemorySpace>("gradients.", required("gradients", gradients)));
  }
  void tangent(smnn_problem const* problem, smnn_array const* solution,
               smnn_inputs const* directions, smnn_array const* solution_direction) override {
    solver_->tangent(
        space_, native(problem), input("solution", solution),
        convert_inputs<Real const, MemorySpace>("directions.", required("directions", directions)),
        output("solution_direction", solution_direction));
  }

  void info(std::int64_t* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_->info(), values, count);
  }
  void sweeps(std::int64_t* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_->sweeps(), values, count);
  }
  void rounding_error(double* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_->rounding_error(), values, count);
  }
  void residual_norm(double* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_->residual_norm(), values, count);
  }
  char const* name() const override { return solver_->name(); }
  std::size_t memory_bytes() const override { return solver_->memory_bytes(); }

 private:
  using MemorySpace = typename ExecutionSpace::memory_space;

  static auto output(char const* name, smnn_array const* array) {
    return convert<SolutionArray<Real, MemorySpace>>(name, array);
  }
  static auto input(char const* name, smnn_array const* array) {
    return convert<SolutionArray<Real const, MemorySpace>>(name, array);
  }
  static Problem<Real, MemorySpace> const& native(smnn_problem const* problem) {
    using Expected = ProblemIn<Real, MemorySpace>;
    auto const* const same = dynamic_cast<Expected const*>(&required("problem", problem));
    if (same == nullptr) {
      throw InvalidArgument("problem is of " + problem->kind() + ", expected " +
                            Expected::kind_name() + " as the solver");
    }
    return same->problem();
  }

  ExecutionSpace space_;
  std::unique_ptr<Solver<Real, ExecutionSpace>> solver_;
};

// action(space, Real(), extents, options) with what a solver is made of.
template <class Action>
void with_plan(smnn_context const* context, int type, smnn_extents const* extents,
               smnn_options const* options, Action const& action) {
  required("extents", extents);
  auto const sizes = optional_structure<Extents>("extents", extents);
  auto const chosen = optional_structure<SolverOptions>("options", options);
  on(context, type, [&](auto const& space, auto real) { action(space, real, sizes, chosen); });
}

}  // namespace
}  // namespace smnn::coupling

using namespace smnn::coupling;

int smnn_solver_create(smnn_context* context, int type, smnn_extents const* extents,
                       smnn_options const* options, smnn_solver** solver) {
  return call(__func__, [&] {
    required("solver", solver);
    with_plan(
        context, type, extents, options,
        [&]<class Space>(Space const& space, auto real, auto const& sizes, auto const& chosen) {
          using Made = SolverOn<decltype(real), Space>;
          *solver = std::make_unique<Made>(space, sizes, chosen).release();
        });
  });
}

int smnn_solver_memory_estimate(smnn_context* context, int type, smnn_extents const* extents,
                                smnn_options const* options, size_t* bytes) {
  return call(__func__, [&] {
    required("bytes", bytes);
    with_plan(context, type, extents, options,
              [&](auto const& space, auto real, auto const& sizes, auto const& chosen) {
                *bytes = smnn::solver_memory_bytes<decltype(real)>(space, sizes, chosen);
              });
  });
}

char const* smnn_solver_name(smnn_solver const* solver) {
  return solver != nullptr ? solver->name() : nullptr;
}

int smnn_solver_memory_bytes(smnn_solver const* solver, size_t* bytes) {
  return call(__func__,
              [&] { required("bytes", bytes) = required("solver", solver).memory_bytes(); });
}

int smnn_solver_factor(smnn_solver* solver, smnn_problem const* problem) {
  return call(__func__, [&] { required("solver", solver).factor(problem); });
}

int smnn_solver_solve_factored(smnn_solver* solver, smnn_problem const* problem,
                               smnn_array const* solution) {
  return call(__func__, [&] { required("solver", solver).solve_factored(problem, solution); });
}

int smnn_solver_solve(smnn_solver* solver, smnn_problem const* problem,
                      smnn_array const* solution) {
  return call(__func__, [&] { required("solver", solver).solve(problem, solution); });
}

int smnn_solver_adjoint(smnn_solver* solver, smnn_problem const* problem,
                        smnn_array const* solution, smnn_array const* seed,
                        smnn_inputs const* gradients) {
  return call(__func__,
              [&] { required("solver", solver).adjoint(problem, solution, seed, gradients); });
}

int smnn_solver_tangent(smnn_solver* solver, smnn_problem const* problem,
                        smnn_array const* solution, smnn_inputs const* directions,
                        smnn_array const* solution_direction) {
  return call(__func__, [&] {
    required("solver", solver).tangent(problem, solution, directions, solution_direction);
  });
}

int smnn_solver_info(smnn_solver const* solver, int64_t* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).info(values, count); });
}

int smnn_solver_sweeps(smnn_solver const* solver, int64_t* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).sweeps(values, count); });
}

int smnn_solver_rounding_error(smnn_solver const* solver, double* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).rounding_error(values, count); });
}

int smnn_solver_residual_norm(smnn_solver const* solver, double* values, int64_t count) {
  return call(__func__, [&] { required("solver", solver).residual_norm(values, count); });
}

int smnn_solver_destroy(smnn_solver** solver) { return destroy(__func__, solver); }
