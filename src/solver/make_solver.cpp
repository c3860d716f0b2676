#include <smnn/config.hpp>
#include <string>

#include "smnn/solver/banded/banded_solver.hpp"
#include "smnn/solver/baseline/conjugate_gradient_solver.hpp"
#include "smnn/solver/baseline/dense_solver.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/partitioned_solver.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn {
namespace {

void validate(SolverOptions const& options) {
  auto const fail = [](std::string const& message) {
    throw InvalidArgument("SolverOptions::" + message);
  };
  if (options.time_parts < 0)
    fail("time_parts is " + std::to_string(options.time_parts) + ", expected 0 or more");
  if (options.factorization != Factorization::cholesky && options.method != Method::banded) {
    fail("factorization is qr, expected cholesky: only Method::banded has others");
  }
  if (options.factor_precision != FactorPrecision::working && options.method != Method::banded) {
    fail("factor_precision is single, expected working: only Method::banded has others");
  }
  if (options.factor_precision != FactorPrecision::working &&
      options.factorization != Factorization::cholesky) {
    fail("factor_precision is single, expected working, or factorization cholesky: it is qr");
  }
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

#ifndef SMNN_HAVE_LAPACK
[[noreturn]] void throw_without_lapack() {
  throw InvalidArgument(
      "SolverOptions::method is dense, expected banded or conjugate_gradient: this smnn was built "
      "without LAPACK (SMNN_ENABLE_LAPACK=OFF)");
}
#endif

[[noreturn]] void throw_unknown(Method method) {
  throw InvalidArgument("SolverOptions::method is " + std::to_string(static_cast<int>(method)) +
                        ", expected banded, dense or conjugate_gradient");
}

template <class Real, class ExecutionSpace>
detail::TimeParts time_parts(ExecutionSpace const& space, Extents const& extents,
                             SolverOptions const& options) {
  return detail::time_parts(detail::machine_of<Real>(space), extents, options);
}

}  // namespace

template <class Real, class ExecutionSpace>
std::unique_ptr<Solver<Real, ExecutionSpace>> make_solver(ExecutionSpace const& space,
                                                          Extents const& extents,
                                                          SolverOptions const& options) {
  validate(extents);
  validate(options);
  detail::TimeParts const parts = time_parts<Real>(space, extents, options);
  switch (options.method) {
    case Method::banded:
      if (parts.cut()) {
        return std::make_unique<detail::PartitionedSolver<Real, ExecutionSpace>>(space, extents,
                                                                                 options, parts);
      }
      return std::make_unique<detail::BandedSolver<Real, ExecutionSpace>>(space, extents, options);
    case Method::conjugate_gradient:
      return std::make_unique<detail::ConjugateGradientSolver<Real, ExecutionSpace>>(space, extents,
                                                                                     options);
    case Method::dense:
#ifdef SMNN_HAVE_LAPACK
      return std::make_unique<detail::DenseSolver<Real, ExecutionSpace>>(space, extents, options);
#else
      throw_without_lapack();
#endif
  }
  throw_unknown(options.method);
}

template <class Real, class ExecutionSpace>
std::size_t solver_memory_bytes(ExecutionSpace const& space, Extents const& extents,
                                SolverOptions const& options) {
  validate(extents);
  validate(options);
  detail::TimeParts const parts = time_parts<Real>(space, extents, options);
  switch (options.method) {
    case Method::banded:
      if (parts.cut()) {
        return detail::PartitionedSolver<Real, ExecutionSpace>::bytes(space, extents, options,
                                                                      parts);
      }
      return detail::BandedSolver<Real, ExecutionSpace>::bytes(space, extents, options);
    case Method::conjugate_gradient:
      return detail::ConjugateGradientSolver<Real, ExecutionSpace>::bytes(space, extents);
    case Method::dense:
#ifdef SMNN_HAVE_LAPACK
      return detail::DenseSolver<Real, ExecutionSpace>::bytes(space, extents);
#else
      throw_without_lapack();
#endif
  }
  throw_unknown(options.method);
}

#define SMNN_MAKE_SOLVER(REAL, SPACE)                                                 \
  template std::unique_ptr<Solver<REAL, SPACE>> make_solver<REAL, SPACE>(             \
      SPACE const&, Extents const&, SolverOptions const&);                            \
  template std::size_t solver_memory_bytes<REAL, SPACE>(SPACE const&, Extents const&, \
                                                        SolverOptions const&);
SMNN_INSTANTIATE(SMNN_MAKE_SOLVER)

}  // namespace smnn
