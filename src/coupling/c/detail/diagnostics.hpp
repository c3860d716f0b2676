// Diagnostics of a solver's last call, from its memory to the caller's.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "smnn/coupling/c/detail/call.hpp"

namespace smnn::coupling {

// Waits for `space`.
template <class ExecutionSpace, class View, class Value>
void copy_diagnostics(ExecutionSpace const& space, View const& diagnostics, Value* values,
                      std::int64_t count) {
  auto const entries = static_cast<std::int64_t>(diagnostics.extent(0));
  if (count != entries) {
    throw InvalidArgument("count is " + std::to_string(count) +
                          ", expected B M = " + std::to_string(entries));
  }
  if (count > 0) required("values", values);
  Kokkos::View<typename View::non_const_value_type*, Kokkos::HostSpace> const host(
      Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::diagnostics")),
      static_cast<std::size_t>(count));
  Kokkos::deep_copy(space, host, diagnostics);
  space.fence("smnn: diagnostics");
  std::copy_n(host.data(), count, values);
}

}  // namespace smnn::coupling
