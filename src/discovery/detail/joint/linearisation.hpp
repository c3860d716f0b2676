// The governing equations linearised about states and coefficients: what the solver's rows hold.
#pragma once

#include <Kokkos_Core.hpp>
#include <vector>

#include "smnn/discovery/detail/data/columns.hpp"
#include "smnn/discovery/detail/data/scaled_data.hpp"
#include "smnn/discovery/detail/term_table.hpp"

namespace smnn::discovery::detail {

// With f the right-hand side in scaled units, J = df/ds and Phi = df/dxi at the current states s
// and coefficients xi, the linearised equation is
//   y'_e - J_e y = base_e + correction_e + sum of xi_c Phi_c over the columns c of equation e.
template <class MemorySpace>
struct Linearisation {
  Kokkos::View<double*****, Kokkos::LayoutRight, MemorySpace> coefficients;  // (B, T, D, D, K)
  Kokkos::View<double***, Kokkos::LayoutRight, MemorySpace> base;            // (B, T, D)
  Kokkos::View<double***, Kokkos::LayoutRight, MemorySpace> correction;      // (B, T, D)
  Kokkos::View<double***, Kokkos::LayoutRight, MemorySpace> columns;         // (C, B, T)

  template <class ExecutionSpace>
  Linearisation(ExecutionSpace const& space, ScaledData<MemorySpace> const& data, int orders);
};

// Columns where kernels can read them; a list that a caller made lives as long as its views.
template <class MemorySpace>
struct DeviceColumns {
  Kokkos::View<Column*, MemorySpace> columns;
  Kokkos::View<double*, MemorySpace> coefficients;

  template <class ExecutionSpace>
  DeviceColumns(ExecutionSpace const& space, std::vector<Column> const& list,
                std::vector<double> const& values);
  int count() const { return static_cast<int>(columns.extent(0)); }
};

// Fills `result` at states (B, T, D, K), of which order 0 is read. Reallocates its columns.
template <class ExecutionSpace>
void linearise(ExecutionSpace const& space,
               TermTable<typename ExecutionSpace::memory_space> const& terms, Link link,
               ScaledData<typename ExecutionSpace::memory_space> const& data,
               DeviceColumns<typename ExecutionSpace::memory_space> const& columns,
               Kokkos::View<double****, Kokkos::LayoutRight,
                            typename ExecutionSpace::memory_space> const& states,
               Linearisation<typename ExecutionSpace::memory_space>& result);

}  // namespace smnn::discovery::detail
