#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <smnn/config.hpp>
#include <smnn/machine/description.hpp>
#include <smnn/solver/block_orders.hpp>
#include <smnn/solver/error.hpp>
#include <smnn/version.hpp>
#include <utility>
#include <vector>

#include "any_solver.hpp"
#include "bindings.hpp"

namespace nb = nanobind;

namespace smnn::python {
namespace {

void set_error(char const* type, std::exception const& error) {
  nb::object const exception = nb::module_::import_("smnn._errors").attr(type);
  PyErr_SetString(exception.ptr(), error.what());
}

void translate(std::exception_ptr const& pointer, void* /*payload*/) {
  try {
    std::rethrow_exception(pointer);
  } catch (InvalidArgument const& error) {
    set_error("InvalidArgument", error);
  } catch (NumericalError const& error) {
    set_error("NumericalError", error);
  } catch (IoError const& error) {
    set_error("IoError", error);
  } catch (Error const& error) {
    set_error("Error", error);
  }
}

template <int... Orders>
std::vector<int> to_vector(std::integer_sequence<int, Orders...>) {
  return {Orders...};
}

nb::dict build_info() {
  nb::dict info;
  info["version"] = version;
  info["git_revision"] = git_revision();
  info["compiler"] = compiler();
  info["kokkos"] = kokkos_version();
  info["block_orders"] = to_vector(BlockOrders());
#ifdef SMNN_HAVE_LAPACK
  info["lapack"] = true;
#else
  info["lapack"] = false;
#endif
  nb::dict on;
  for (auto const& device : devices()) {
    nb::dict description;
    description["backend"] = device.backend;
    description["concurrency"] = device.concurrency;
    on[to_string(device.device)] = description;
  }
  info["devices"] = on;
  return info;
}

}  // namespace

void bind_errors() { nb::register_exception_translator(&translate); }

}  // namespace smnn::python

NB_MODULE(_core, module) {
  // What caches and tracebacks still hold when the interpreter ends is no fault to be printed.
  nanobind::set_leak_warnings(false);
  smnn::python::start_runtime();
  smnn::python::bind_errors();
  smnn::python::bind_options(module);
  smnn::python::bind_solver(module);
  module.def("build_info", &smnn::python::build_info,
             "Version, git revision, compiler, Kokkos, its spaces, block orders with kernels of "
             "their own.");
}
