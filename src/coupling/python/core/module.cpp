// The extension module smnn._core: the C API for Python.
#include <Kokkos_Core.hpp>
#include <cstdlib>

#include "bindings.hpp"

namespace smnn::python {
namespace {

// Kokkos is ours to end, and not left to smnn_finalize: that refuses while there are handles, but
// the interpreter never drops what caches and tracebacks hold.
void start_kokkos() {
  if (Kokkos::is_initialized() || Kokkos::is_finalized()) return;
  // Its warnings are advice on thread binding, for whoever set no environment; those who did know.
  Kokkos::initialize(Kokkos::InitializationSettings().set_disable_warnings(true));
  static_cast<void>(std::atexit([] { Kokkos::finalize(); }));
}

}  // namespace
}  // namespace smnn::python

NB_MODULE(_core, core) {
  // What is left when the interpreter ends is no fault to be printed.
  nanobind::set_leak_warnings(false);
  smnn::python::start_kokkos();
  smnn::python::bind_errors();
  smnn::python::bind_options(core);
  smnn::python::bind_problem(core);
  smnn::python::bind_solver(core);
  smnn::python::bind_build(core);
}
