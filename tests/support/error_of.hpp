#pragma once

#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::test {

/// What the action's InvalidArgument says, or "no error".
template <class Action>
std::string error_of(Action const& action) {
  try {
    action();
  } catch (InvalidArgument const& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace smnn::test
