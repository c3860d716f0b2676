// Enumerators of the C API by their names, which are strings in Python.
#pragma once

#include <smnn/smnn_types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "errors.hpp"

namespace smnn::python {

struct Name {
  std::string_view text;
  int value;
};

inline constexpr Name smoothness_names[] = {{"taylor", SMNN_SMOOTHNESS_TAYLOR},
                                            {"central", SMNN_SMOOTHNESS_CENTRAL},
                                            {"pade", SMNN_SMOOTHNESS_PADE}};
inline constexpr Name method_names[] = {{"banded", SMNN_METHOD_BANDED},
                                        {"dense", SMNN_METHOD_DENSE},
                                        {"conjugate_gradient", SMNN_METHOD_CONJUGATE_GRADIENT}};
inline constexpr Name factorization_names[] = {{"cholesky", SMNN_FACTORIZATION_CHOLESKY},
                                               {"qr", SMNN_FACTORIZATION_QR}};
inline constexpr Name factor_precision_names[] = {{"working", SMNN_FACTOR_PRECISION_WORKING},
                                                  {"single", SMNN_FACTOR_PRECISION_SINGLE}};
inline constexpr Name storage_names[] = {{"automatic", SMNN_STORAGE_AUTOMATIC},
                                         {"keep", SMNN_STORAGE_KEEP},
                                         {"recompute", SMNN_STORAGE_RECOMPUTE}};
inline constexpr Name parallelism_names[] = {
    {"automatic", SMNN_PARALLELISM_AUTOMATIC},
    {"thread_per_system", SMNN_PARALLELISM_THREAD_PER_SYSTEM},
    {"team_per_system", SMNN_PARALLELISM_TEAM_PER_SYSTEM}};
inline constexpr Name failure_names[] = {{"raise", SMNN_FAILURE_RAISE},
                                         {"mask", SMNN_FAILURE_MASK}};
inline constexpr Name refinement_names[] = {{"none", SMNN_REFINEMENT_NONE},
                                            {"automatic", SMNN_REFINEMENT_AUTOMATIC}};

/// Refuses other names, naming the option and what it may be.
template <std::size_t Count>
int value_named(char const* option, std::string_view text, Name const (&names)[Count]) {
  std::string expected;
  for (auto const& name : names) {
    if (name.text == text) return name.value;
    expected += (expected.empty() ? "" : ", ") + std::string(name.text);
  }
  refuse(std::string(option) + ": is '" + std::string(text) + "', expected one of " + expected);
}

template <std::size_t Count>
std::string name_of(int value, Name const (&names)[Count]) {
  for (auto const& name : names) {
    if (name.value == value) return std::string(name.text);
  }
  return "unknown";
}

}  // namespace smnn::python
