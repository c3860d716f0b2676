/// @file
/// Trajectories of a field on a device, and windows of them.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <vector>

#include "smnn/network/matrix.hpp"

namespace smnn::forecast {

/// Where a window begins.
struct Window {
  std::int64_t trajectory = 0;
  std::int64_t level = 0;
};

/// Fields u(t, x) of some trajectories, (trajectories, levels, points); points are this rank's.
/// Copies share the memory.
template <class Real, class ExecutionSpace>
class Trajectories {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Fields = Kokkos::View<Real***, Kokkos::LayoutRight, MemorySpace>;
  using Rows = network::Matrix<Real, MemorySpace>;

  explicit Trajectories(Fields const& fields) : fields_(fields) {}

  /// From host memory of the same order; waits for the copy. Throws InvalidArgument if there are
  /// more or fewer numbers than that.
  Trajectories(ExecutionSpace const& space, std::vector<double> const& fields,
               std::int64_t trajectories, std::int64_t levels, std::int64_t points);

  std::int64_t count() const { return static_cast<std::int64_t>(fields_.extent(0)); }
  std::int64_t levels() const { return static_cast<std::int64_t>(fields_.extent(1)); }
  std::int64_t points() const { return static_cast<std::int64_t>(fields_.extent(2)); }
  Fields const& fields() const { return fields_; }

  /// Row i := `levels` levels from `offset` behind the start of window i on, (levels, points).
  /// Throws InvalidArgument if a window is not all inside.
  void read(ExecutionSpace const& space, std::vector<Window> const& windows, std::int64_t offset,
            std::int64_t levels, Rows const& rows) const;

 private:
  Fields fields_;
};

}  // namespace smnn::forecast
