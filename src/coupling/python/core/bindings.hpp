// The parts of the extension module smnn._core.
#pragma once

#include <nanobind/nanobind.h>

namespace smnn::python {

/// Failures become the exceptions of smnn._errors, with their message.
void bind_errors();

/// Sharing, Extents, SolverOptions and ProblemOptions: names of enumerators are strings in Python.
void bind_options(nanobind::module_& core);

void bind_problem(nanobind::module_& core);

/// Solver, memory_bytes.
void bind_solver(nanobind::module_& core);

/// build_info.
void bind_build(nanobind::module_& core);

}  // namespace smnn::python
