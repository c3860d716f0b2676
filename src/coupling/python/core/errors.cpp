#include "errors.hpp"

#include <smnn/smnn.h>

#include <exception>

#include "bindings.hpp"

namespace nb = nanobind;

namespace smnn::python {
namespace {

nb::object exception_of(int status) {
  if (status == SMNN_OUT_OF_MEMORY) return nb::borrow(PyExc_MemoryError);
  char const* const name = status == SMNN_INVALID_ARGUMENT  ? "InvalidArgument"
                           : status == SMNN_NUMERICAL_ERROR ? "NumericalError"
                                                            : "Error";
  return nb::module_::import_("smnn._errors").attr(name);
}

void translate(std::exception_ptr const& pointer, void* /*payload*/) {
  try {
    std::rethrow_exception(pointer);
  } catch (Failure const& failure) {
    PyErr_SetString(exception_of(failure.status()).ptr(), failure.what());
  }
}

// "function: argument: what", or "function: argument.part: what", as the C API puts it.
std::string in_python(std::string_view message, std::initializer_list<Renamed> names) {
  constexpr std::string_view behind_function = ": ";
  message.remove_prefix(message.find(behind_function) + behind_function.size());
  for (auto const& name : names) {
    if (!message.starts_with(name.in_c)) continue;
    auto const rest = message.substr(name.in_c.size());
    if (rest.starts_with(':') || rest.starts_with('.'))
      return std::string(name.in_python) + std::string(rest);
  }
  return std::string(message);
}

}  // namespace

void refuse(std::string const& message) { throw Failure(SMNN_INVALID_ARGUMENT, message); }

void check(int status, std::initializer_list<Renamed> names) {
  if (status != SMNN_SUCCESS) throw Failure(status, in_python(smnn_last_error_message(), names));
}

void bind_errors() { nb::register_exception_translator(&translate); }

}  // namespace smnn::python
