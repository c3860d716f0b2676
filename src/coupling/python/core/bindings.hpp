// The parts of the extension module smnn._core.
#pragma once

#include <nanobind/nanobind.h>

namespace smnn::python {

/// Failures become the exceptions of smnn._errors, with their message.
void bind_errors();

/// Sharing, Extents, SolverOptions and ProblemOptions: names of enumerators are strings in Python.
void bind_options(nanobind::module_& module);

void bind_problem(nanobind::module_& module);

/// Solver, memory_bytes.
void bind_solver(nanobind::module_& module);

/// build_info.
void bind_build(nanobind::module_& module);

}  // namespace smnn::python
