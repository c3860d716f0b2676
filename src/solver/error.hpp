// The library's exceptions: one type per kind, the message says where, what was got and what was
// expected.
#pragma once

#include <stdexcept>
#include <string>

namespace smnn {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The caller's argument, option or extent is not acceptable.
class InvalidArgument : public Error {
 public:
  using Error::Error;
};

// A matrix is not positive definite, or a solution is not finite.
class NumericalError : public Error {
 public:
  using Error::Error;
};

// A file cannot be read, written or understood.
class IoError : public Error {
 public:
  using Error::Error;
};

}  // namespace smnn
