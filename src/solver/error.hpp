/// @file
/// The library's exceptions: one type per kind. The message says what and where, what was got and
/// what was expected.
#pragma once

#include <stdexcept>
#include <string>

namespace smnn {

/// What all exceptions of the library derive from.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The caller's argument, option or extent is not acceptable. Nothing was computed or written.
class InvalidArgument : public Error {
 public:
  using Error::Error;
};

/// A system failed: Solver::info() says which and why. The other systems' results are complete.
class NumericalError : public Error {
 public:
  using Error::Error;
};

/// A file cannot be read, written or understood.
class IoError : public Error {
 public:
  using Error::Error;
};

}  // namespace smnn
