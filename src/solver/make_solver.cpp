#include <string>

#include "smnn/solver/banded/banded_solver.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn {
namespace {

void validate(SolverOptions const& options) {
  auto const fail = [](std::string const& message) {
    throw InvalidArgument("SolverOptions::" + message);
  };
  Refinement const& r = options.refinement;
  if (r.sweeps < 0)
    fail("refinement.sweeps is " + std::to_string(r.sweeps) + ", expected 0 or more");
  if (!(r.tolerance >= 0))
    fail("refinement.tolerance is " + std::to_string(r.tolerance) + ", expected 0 or more");
  ConjugateGradientOptions const& cg = options.conjugate_gradient;
  if (!(cg.tolerance > 0)) {
    fail("conjugate_gradient.tolerance is " + std::to_string(cg.tolerance) +
         ", expected more than 0");
  }
  if (cg.iteration_limit < 0) {
    fail("conjugate_gradient.iteration_limit is " + std::to_string(cg.iteration_limit) +
         ", expected 0 or more");
  }
}

}  // namespace

template <class Real, class ExecutionSpace>
std::unique_ptr<Solver<Real, ExecutionSpace>> make_solver(ExecutionSpace const& space,
                                                          Extents const& extents,
                                                          SolverOptions const& options) {
  validate(extents);
  validate(options);
  return std::make_unique<detail::BandedSolver<Real, ExecutionSpace>>(space, extents, options);
}

template <class Real, class ExecutionSpace>
std::size_t solver_memory_bytes(ExecutionSpace const& space, Extents const& extents,
                                SolverOptions const& options) {
  validate(extents);
  validate(options);
  return detail::BandedSolver<Real, ExecutionSpace>::bytes(space, extents, options);
}

#define SMNN_MAKE_SOLVER(REAL, SPACE)                                                 \
  template std::unique_ptr<Solver<REAL, SPACE>> make_solver<REAL, SPACE>(             \
      SPACE const&, Extents const&, SolverOptions const&);                            \
  template std::size_t solver_memory_bytes<REAL, SPACE>(SPACE const&, Extents const&, \
                                                        SolverOptions const&);
SMNN_INSTANTIATE(SMNN_MAKE_SOLVER)

}  // namespace smnn
