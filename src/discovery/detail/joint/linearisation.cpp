#include "smnn/discovery/detail/joint/linearisation.hpp"

#include "smnn/discovery/detail/point_model.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {

// One time point: the sums of numerator and denominator with their slopes, and the link.
struct PointSums {
  double numerator[max_variables] = {};
  double denominator[max_variables] = {};
  double numerator_slope[max_variables][max_variables] = {};
  double denominator_slope[max_variables][max_variables] = {};
};

template <class MemorySpace>
template <class ExecutionSpace>
Linearisation<MemorySpace>::Linearisation(ExecutionSpace const& space,
                                          ScaledData<MemorySpace> const& data, int orders) {
  auto const b = data.values.extent(0);
  auto const t = data.values.extent(1);
  auto const d = data.values.extent(2);
  coefficients = decltype(coefficients)(Kokkos::view_alloc(space, "smnn::discovery::coefficients"),
                                        b, t, d, d, static_cast<std::size_t>(orders));
  base = decltype(base)(Kokkos::view_alloc(space, "smnn::discovery::base"), b, t, d);
  correction =
      decltype(correction)(Kokkos::view_alloc(space, "smnn::discovery::correction"), b, t, d);
}

template <class MemorySpace>
template <class ExecutionSpace>
DeviceColumns<MemorySpace>::DeviceColumns(ExecutionSpace const& space,
                                          std::vector<Column> const& list,
                                          std::vector<double> const& values)
    : columns(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::discovery::columns"),
              list.size()),
      coefficients(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::discovery::xi"),
                   values.size()) {
  using HostColumns = Kokkos::View<Column const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>;
  using HostValues = Kokkos::View<double const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>;
  Kokkos::deep_copy(space, columns, HostColumns(list.data(), list.size()));
  Kokkos::deep_copy(space, coefficients, HostValues(values.data(), values.size()));
  space.fence("smnn: columns copied");
}

template <class ExecutionSpace>
void linearise(ExecutionSpace const& space,
               TermTable<typename ExecutionSpace::memory_space> const& terms, Link link,
               ScaledData<typename ExecutionSpace::memory_space> const& data,
               DeviceColumns<typename ExecutionSpace::memory_space> const& columns,
               Kokkos::View<double****, Kokkos::LayoutRight,
                            typename ExecutionSpace::memory_space> const& states,
               Linearisation<typename ExecutionSpace::memory_space>& result) {
  int const count = columns.count();
  int const dims = static_cast<int>(data.dims());
  std::int64_t const points = data.points();
  if (static_cast<int>(result.columns.extent(0)) != count) {
    result.columns = {};
    result.columns = decltype(result.columns)(
        Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::discovery::phi"),
        static_cast<std::size_t>(count), data.values.extent(0), data.values.extent(1));
  }
  auto const list = columns.columns;
  auto const xi = columns.coefficients;
  auto const scale = data.variable_scales;
  double const time = data.scales.time;
  auto const phi = result.columns;
  auto const base = result.base;
  auto const matrix = result.coefficients;
  Kokkos::parallel_for(
      "smnn::discovery::linearise",
      Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(space, 0,
                                                                           data.samples()),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const b = i / points;
        std::int64_t const t = i % points;
        double x[max_variables] = {};
        for (int d = 0; d < dims; ++d) x[d] = scale(d) * states(b, t, d, 0);
        PointSums sums;
        for (int c = 0; c < count; ++c) {
          Column const column = list(c);
          double const term = terms.value(column.term, x);
          int const e = column.equation;
          phi(c, b, t) = term;
          (column.denominator ? sums.denominator : sums.numerator)[e] += xi(c) * term;
          auto& slopes = (column.denominator ? sums.denominator_slope : sums.numerator_slope)[e];
          for (int d = 0; d < dims; ++d) slopes[d] += xi(c) * terms.slope(column.term, x, d);
        }
        LinkValue links[max_variables];
        for (int e = 0; e < dims; ++e) {
          LinkValue const f = apply(link, sums.numerator[e], sums.denominator[e]);
          double const amplitude = time / scale(e);
          double rest = f.value;
          for (int d = 0; d < dims; ++d) {
            double const jacobian = f.by_numerator * sums.numerator_slope[e][d] +
                                    f.by_denominator * sums.denominator_slope[e][d];
            rest -= jacobian * x[d];
            matrix(b, t, e, d, 0) = -amplitude * jacobian * scale(d);
          }
          matrix(b, t, e, e, 1) = 1;
          base(b, t, e) = amplitude * rest;
          links[e] = {amplitude * f.value, amplitude * f.by_numerator,
                      amplitude * f.by_denominator};
        }
        for (int c = 0; c < count; ++c) {
          Column const column = list(c);
          int const e = column.equation;
          phi(c, b, t) *= column.denominator ? links[e].by_denominator : links[e].by_numerator;
          base(b, t, e) -= xi(c) * phi(c, b, t);
        }
      });
}

#define SMNN_INSTANTIATE_LINEARISATION(REAL, SPACE)                                      \
  template Linearisation<SPACE::memory_space>::Linearisation(                            \
      SPACE const&, ScaledData<SPACE::memory_space> const&, int);                        \
  template DeviceColumns<SPACE::memory_space>::DeviceColumns(                            \
      SPACE const&, std::vector<Column> const&, std::vector<double> const&);             \
  template void linearise<SPACE>(                                                        \
      SPACE const&, TermTable<SPACE::memory_space> const&, Link,                         \
      ScaledData<SPACE::memory_space> const&, DeviceColumns<SPACE::memory_space> const&, \
      Kokkos::View<REAL****, Kokkos::LayoutRight, SPACE::memory_space> const&,           \
      Linearisation<SPACE::memory_space>&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_LINEARISATION, double)

}  // namespace smnn::discovery::detail
