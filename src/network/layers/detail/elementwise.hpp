// Sums of arrays, element by element.
#pragma once

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/network/matrix.hpp"

namespace smnn::network::detail {

template <class Real>
struct ElementSum {
  Real const* a;
  Real const* b;
  Real* sum;
  KOKKOS_FUNCTION void operator()(std::int64_t begin, std::int64_t end) const {
    for (std::int64_t i = begin; i < end; ++i) sum[i] = a[i] + b[i];
  }
};

// sum := a + b; sum may be one of them. All of one shape.
template <class Real, class ExecutionSpace, class A, class B, class Sum>
void add(ExecutionSpace const& space, A const& a, B const& b, Sum const& sum) {
  for_ranges("smnn::layer_sum", space, static_cast<std::int64_t>(sum.size()),
             ElementSum<Real>{a.data(), b.data(), sum.data()});
}

template <class Real>
struct RowCopies {
  Real const* row_values;
  Real* out;
  std::int64_t columns;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real* const target = out + row * columns;
    for (std::int64_t c = begin; c < end; ++c) target[c] = row_values[c];
  }
};

// Every row of `out` := row.
template <class Real, class ExecutionSpace, class Out>
void fill_rows(ExecutionSpace const& space, Real const* row, Out const& out) {
  auto const columns = static_cast<std::int64_t>(out.extent(1));
  for_rows("smnn::layer_bias", space, static_cast<std::int64_t>(out.extent(0)), columns,
           RowCopies<Real>{row, out.data(), columns});
}

}  // namespace smnn::network::detail
