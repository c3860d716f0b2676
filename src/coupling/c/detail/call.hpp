// How every function of the C API runs: what is thrown becomes a status and this thread's message.
#pragma once

#include <exception>
#include <string>

#include "smnn/smnn_types.h"
#include "smnn/solver/error.hpp"

namespace smnn::coupling {

// Keeps the message of `error`, behind the name of the function, and returns its status.
int report(char const* function, std::exception_ptr const& error) noexcept;

char const* last_message() noexcept;

class NotRunning : public Error {
 public:
  using Error::Error;
};

// Throws unless Kokkos runs.
void require_running();

template <class Action>
int call_anytime(char const* function, Action const& action) noexcept {
  try {
    action();
    return SMNN_SUCCESS;
  } catch (...) {
    return report(function, std::current_exception());
  }
}

template <class Action>
int call(char const* function, Action const& action) noexcept {
  return call_anytime(function, [&] {
    require_running();
    action();
  });
}

[[noreturn]] void throw_null(char const* argument);

template <class T>
T& required(char const* argument, T* pointer) {
  if (pointer == nullptr) throw_null(argument);
  return *pointer;
}

// The enumerator that is the number `value`, of `count` that begin at 0.
template <class Enum>
Enum enumerator(char const* name, int value, int count) {
  if (value < 0 || value >= count) {
    throw InvalidArgument(std::string(name) + " is " + std::to_string(value) + ", expected 0 to " +
                          std::to_string(count - 1));
  }
  return static_cast<Enum>(value);
}

}  // namespace smnn::coupling
