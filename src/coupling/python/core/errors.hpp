// Failures as C++ carries them from the C API to Python.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace smnn::python {

/// Becomes the exception that Python has for the status.
class Failure : public std::runtime_error {
 public:
  Failure(int status, std::string const& message) : std::runtime_error(message), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

/// Throws what becomes InvalidArgument.
[[noreturn]] void refuse(std::string const& message);

/// An argument that Python calls otherwise than C does.
struct Renamed {
  std::string_view in_c;
  std::string_view in_python;
};

/// Throws unless `status` is success, with the C API's sentence about this thread's last call in
/// Python's words.
void check(int status, std::initializer_list<Renamed> names = {});

}  // namespace smnn::python
