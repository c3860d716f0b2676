/// A problem's data on the host as the C API and as the C++ solver take them: the same memory.
#pragma once

#include <gtest/gtest.h>
#include <smnn/smnn.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include "problem_data.hpp"
#include "smnn/solver/problem.hpp"

namespace smnn::test {

using Host = Kokkos::DefaultHostExecutionSpace;
using HostMemory = Host::memory_space;

template <class Real>
constexpr int c_type = std::is_same_v<Real, double> ? SMNN_DOUBLE : SMNN_FLOAT;

/// Row-major on the host.
template <class Real, std::size_t Rank>
class HostArray {
 public:
  explicit HostArray(std::array<std::int64_t, Rank> const& shape, double value = 0)
      : shape_(shape), values_(entries(shape), static_cast<Real>(value)) {}
  HostArray(std::array<std::int64_t, Rank> const& shape, std::vector<double> const& values)
      : HostArray(shape) {
    std::transform(values.begin(), values.end(), values_.begin(),
                   [](double value) { return static_cast<Real>(value); });
  }

  std::vector<Real>& values() { return values_; }
  std::vector<Real> const& values() const { return values_; }

  smnn_array c() {
    smnn_array array{};
    EXPECT_EQ(smnn_array_of(c_type<Real>, values_.data(), static_cast<int>(Rank), shape_.data(),
                            nullptr, &array),
              SMNN_SUCCESS)
        << smnn_last_error_message();
    return array;
  }

  /// For the C++ solver: `ArrayType` of smnn/solver/arrays.hpp.
  template <class ArrayType>
  ArrayType cpp() {
    smnn_array const array = c();
    return {values_.data(), array.rank, array.extents, array.strides};
  }

 private:
  std::array<std::int64_t, Rank> shape_;
  std::vector<Real> values_;
};

/// Also where both are the same NaN.
template <class Real>
bool same_bits(std::vector<Real> const& a, std::vector<Real> const& b) {
  if (a.size() != b.size()) return false;
  return a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Real)) == 0;
}

template <class Real>
struct HostInputs {
  HostArray<Real, 5> coefficients;
  HostArray<Real, 4> rhs;
  HostArray<Real, 5> initial_values;
  HostArray<Real, 2> steps;

  HostInputs(Shapes const& shapes, InputData const& data)
      : coefficients(shapes.coefficients, data.coefficients),
        rhs(shapes.rhs, data.rhs),
        initial_values(shapes.initial_values, data.initial_values),
        steps(shapes.steps, data.steps) {}
  HostInputs(Extents const& extents, InputData const& data) : HostInputs(Shapes(extents), data) {}

  smnn_inputs c() { return {coefficients.c(), rhs.c(), initial_values.c(), steps.c()}; }

  template <class T>
  InputArrays<T, HostMemory> cpp() {
    return {coefficients.template cpp<CoefficientsArray<T, HostMemory>>(),
            rhs.template cpp<RhsArray<T, HostMemory>>(),
            initial_values.template cpp<InitialValuesArray<T, HostMemory>>(),
            steps.template cpp<StepsArray<T, HostMemory>>()};
  }

  bool same_bits_as(HostInputs const& other) const {
    return same_bits(coefficients.values(), other.coefficients.values()) &&
           same_bits(rhs.values(), other.rhs.values()) &&
           same_bits(initial_values.values(), other.initial_values.values()) &&
           same_bits(steps.values(), other.steps.values());
  }
};

}  // namespace smnn::test
