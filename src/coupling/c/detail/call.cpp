#include "smnn/coupling/c/detail/call.hpp"

#include <Kokkos_Core.hpp>
#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>

#include "smnn/smnn.h"

namespace smnn::coupling {
namespace {

// Of fixed length, so that a lack of memory can be reported; longer messages are cut.
thread_local char message[2048] = "";

int keep(int status, char const* function, char const* what) noexcept {
  std::snprintf(message, sizeof message, "%s: %s", function, what);
  return status;
}

// Kokkos throws no type of its own for this.
bool out_of_memory(std::exception const& error) {
  return std::strstr(error.what(), "memory space failed to allocate") != nullptr;
}

}  // namespace

int report(char const* function, std::exception_ptr const& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (InvalidArgument const& e) {
    return keep(SMNN_INVALID_ARGUMENT, function, e.what());
  } catch (NumericalError const& e) {
    return keep(SMNN_NUMERICAL_ERROR, function, e.what());
  } catch (NotRunning const& e) {
    return keep(SMNN_NOT_RUNNING, function, e.what());
  } catch (std::bad_alloc const& e) {
    return keep(SMNN_OUT_OF_MEMORY, function, "out of memory on the host");
  } catch (std::exception const& e) {
    return keep(out_of_memory(e) ? SMNN_OUT_OF_MEMORY : SMNN_ERROR, function, e.what());
  } catch (...) {
    return keep(SMNN_ERROR, function, "unknown error");
  }
}

char const* last_message() noexcept { return message; }

void require_running() {
  if (Kokkos::is_initialized()) return;
  if (Kokkos::is_finalized())
    throw NotRunning("Kokkos has been finalised, expected a call before that");
  throw NotRunning("Kokkos does not run, expected a call of smnn_initialize before");
}

void throw_null(char const* argument) {
  throw InvalidArgument(std::string(argument) + " is NULL, expected a pointer");
}

}  // namespace smnn::coupling

char const* smnn_last_error_message() { return smnn::coupling::last_message(); }

char const* smnn_status_name(int status) {
  switch (status) {
    case SMNN_SUCCESS:
      return "SMNN_SUCCESS";
    case SMNN_INVALID_ARGUMENT:
      return "SMNN_INVALID_ARGUMENT";
    case SMNN_NUMERICAL_ERROR:
      return "SMNN_NUMERICAL_ERROR";
    case SMNN_OUT_OF_MEMORY:
      return "SMNN_OUT_OF_MEMORY";
    case SMNN_NOT_RUNNING:
      return "SMNN_NOT_RUNNING";
    case SMNN_ERROR:
      return "SMNN_ERROR";
    default:
      return "unknown status";
  }
}
