#include "smnn/forecast/trajectories.hpp"

#include <string>

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::forecast {
namespace {

template <class Real, class Starts>
struct CopyWindows {
  Starts starts;  // per window: its trajectory and its first level
  Real const* fields;
  std::int64_t all_levels, levels, points;
  Real* rows;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const window = row / levels;
    std::int64_t const level = starts(window, 1) + row - window * levels;
    Real const* const source = fields + (starts(window, 0) * all_levels + level) * points;
    Real* const target = rows + row * points;
    for (std::int64_t x = begin; x < end; ++x) target[x] = source[x];
  }
};

template <class Fields>
Fields allocate(std::int64_t trajectories, std::int64_t levels, std::int64_t points) {
  return Fields(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::trajectories")),
                static_cast<std::size_t>(trajectories), static_cast<std::size_t>(levels),
                static_cast<std::size_t>(points));
}

}  // namespace

template <class Real, class ExecutionSpace>
Trajectories<Real, ExecutionSpace>::Trajectories(ExecutionSpace const& space,
                                                 std::vector<double> const& fields,
                                                 std::int64_t trajectories, std::int64_t levels,
                                                 std::int64_t points)
    : fields_(allocate<Fields>(trajectories, levels, points)) {
  if (fields.size() != fields_.size()) {
    throw InvalidArgument("trajectories: " + std::to_string(fields.size()) + " numbers, expected " +
                          std::to_string(trajectories) + " x " + std::to_string(levels) + " x " +
                          std::to_string(points));
  }
  auto const host = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, fields_);
  for (std::size_t i = 0; i < fields.size(); ++i) host.data()[i] = static_cast<Real>(fields[i]);
  Kokkos::deep_copy(space, fields_, host);
  space.fence("smnn::trajectories: uploaded");
}

template <class Real, class ExecutionSpace>
void Trajectories<Real, ExecutionSpace>::read(ExecutionSpace const& space,
                                              std::vector<Window> const& windows,
                                              std::int64_t offset, std::int64_t wanted,
                                              Rows const& rows) const {
  using Starts = Kokkos::View<std::int64_t* [2], Kokkos::LayoutRight, MemorySpace>;
  Starts const starts(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string("smnn::window_starts")),
      windows.size());
  auto const host = Kokkos::create_mirror_view(starts);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    Window const& window = windows[i];
    std::int64_t const first = window.level + offset;
    if (window.trajectory < 0 || window.trajectory >= count() || first < 0 ||
        first + wanted > levels()) {
      throw InvalidArgument(
          "window: levels " + std::to_string(first) + " to " + std::to_string(first + wanted - 1) +
          " of trajectory " + std::to_string(window.trajectory) + ", expected levels below " +
          std::to_string(levels()) + " of a trajectory below " + std::to_string(count()));
    }
    host(i, 0) = window.trajectory;
    host(i, 1) = first;
  }
  Kokkos::deep_copy(space, starts, host);
  network::detail::for_rows(
      "smnn::copy_windows", space, static_cast<std::int64_t>(windows.size()) * wanted, points(),
      CopyWindows<Real, Starts>{starts, fields_.data(), levels(), wanted, points(), rows.data()});
  space.fence("smnn::trajectories: windows copied");  // `host` ends here
}

#define SMNN_TRAJECTORIES(Real, ExecutionSpace) template class Trajectories<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_TRAJECTORIES)

}  // namespace smnn::forecast
