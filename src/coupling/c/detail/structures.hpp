// The C API's structures and the library's: defaults, sizes, conversions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "smnn/coupling/c/detail/call.hpp"
#include "smnn/smnn_types.h"
#include "smnn/solver/options.hpp"
#include "smnn/solver/problem.hpp"

namespace smnn::coupling {

smnn_extents to_c(Extents const& extents);
smnn_weights to_c(Weights const& weights);
smnn_problem_options to_c(ProblemOptions const& options);
smnn_options to_c(SolverOptions const& options);

Extents from_c(smnn_extents const& extents);
Weights from_c(smnn_weights const& weights);
ProblemOptions from_c(smnn_problem_options const& options);
SolverOptions from_c(smnn_options const& options);

// Writes the first `size` bytes of `source` to a caller whose structure may be older or newer.
template <class Structure>
void write_sized(char const* name, Structure source, Structure* target, std::size_t size) {
  required(name, target);
  if (size < sizeof source.size) {
    throw InvalidArgument("size is " + std::to_string(size) + ", expected sizeof(*" + name + ")");
  }
  source.size = std::min(size, sizeof source);
  std::memset(target, 0, size);
  std::memcpy(target, &source, source.size);
}

// The caller's structure, with `defaults` where it is too old to have a member.
template <class Structure>
Structure read_sized(char const* name, Structure const& given, Structure defaults) {
  if (given.size < sizeof given.size || given.size > sizeof given) {
    throw InvalidArgument(std::string(name) + "->size is " + std::to_string(given.size) +
                          ", expected " + std::to_string(sizeof given) +
                          " as the structure's init function sets it");
  }
  std::memcpy(&defaults, &given, given.size);
  return defaults;
}

// From an argument that may be NULL; `Native` is the library's type.
template <class Native, class Structure>
Native optional_structure(char const* name, Structure const* given) {
  if (given == nullptr) return {};
  return from_c(read_sized(name, *given, to_c(Native())));
}

}  // namespace smnn::coupling
