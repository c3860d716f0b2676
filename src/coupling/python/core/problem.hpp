// Problems as Python holds them.
#pragma once

#include <smnn/smnn_types.h>

#include <array>

#include "arrays.hpp"
#include "handles.hpp"
#include "place.hpp"

namespace smnn::python {

/// A problem and what keeps its arrays alive.
struct HeldProblem {
  std::array<Input, 4> owners;
  Place place;
  ProblemHandle handle;
  smnn_extents extents;
};

}  // namespace smnn::python
