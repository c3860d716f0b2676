// Handles of the C API that free themselves. After Kokkos's end, when the interpreter may still
// drop objects, there is nothing left to free, and the C API knows.
#pragma once

#include <smnn/smnn.h>

#include <memory>

namespace smnn::python {

template <auto destroy>
struct Destroy {
  template <class Handle>
  void operator()(Handle* handle) const {
    destroy(&handle);
  }
};

using ContextHandle = std::unique_ptr<smnn_context, Destroy<smnn_context_destroy>>;
using ProblemHandle = std::unique_ptr<smnn_problem, Destroy<smnn_problem_destroy>>;
using SolverHandle = std::unique_ptr<smnn_solver, Destroy<smnn_solver_destroy>>;

}  // namespace smnn::python
