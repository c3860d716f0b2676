// Enumerators by their names, which are strings in Python.
#pragma once

#include <cstddef>
#include <smnn/solver/error.hpp>
#include <smnn/solver/extents.hpp>
#include <smnn/solver/options.hpp>
#include <string>
#include <string_view>

namespace smnn::python {

template <class Enum>
struct Name {
  std::string_view text;
  Enum value;
};

inline constexpr Name<Smoothness> smoothness_names[] = {
    {"taylor", Smoothness::taylor}, {"central", Smoothness::central}, {"pade", Smoothness::pade}};
inline constexpr Name<Method> method_names[] = {{"banded", Method::banded},
                                                {"dense", Method::dense},
                                                {"conjugate_gradient", Method::conjugate_gradient}};
inline constexpr Name<Factorization> factorization_names[] = {{"cholesky", Factorization::cholesky},
                                                              {"qr", Factorization::qr}};
inline constexpr Name<FactorPrecision> factor_precision_names[] = {
    {"working", FactorPrecision::working}, {"single", FactorPrecision::single}};
inline constexpr Name<FactorStorage> storage_names[] = {{"automatic", FactorStorage::automatic},
                                                        {"keep", FactorStorage::keep},
                                                        {"recompute", FactorStorage::recompute}};
inline constexpr Name<Parallelism> parallelism_names[] = {
    {"automatic", Parallelism::automatic},
    {"thread_per_system", Parallelism::thread_per_system},
    {"team_per_system", Parallelism::team_per_system}};
inline constexpr Name<FailurePolicy> failure_names[] = {{"raise", FailurePolicy::raise},
                                                        {"mask", FailurePolicy::mask}};
inline constexpr Name<Refinement::Mode> refinement_names[] = {
    {"none", Refinement::Mode::none}, {"automatic", Refinement::Mode::automatic}};

/// Throws InvalidArgument, naming the option and what it may be.
template <class Enum, std::size_t Count>
Enum value_named(char const* option, std::string_view text, Name<Enum> const (&names)[Count]) {
  std::string expected;
  for (auto const& name : names) {
    if (name.text == text) return name.value;
    expected += (expected.empty() ? "" : ", ") + std::string(name.text);
  }
  throw InvalidArgument(std::string(option) + ": is '" + std::string(text) + "', expected one of " +
                        expected);
}

template <class Enum, std::size_t Count>
std::string name_of(Enum value, Name<Enum> const (&names)[Count]) {
  for (auto const& name : names) {
    if (name.value == value) return std::string(name.text);
  }
  return "unknown";
}

}  // namespace smnn::python
