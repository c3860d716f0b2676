#include "band_matrix.hpp"

#include <algorithm>
#include <cstdlib>
#include <smnn/kernels/rows/normal_blocks.hpp>
#include <vector>

#include "reference.hpp"

namespace smnn::perf {
namespace {

template <class View>
auto on_the_host(View const& view) {
  return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
}

/// Axes of a view (B, ...) as the kernels' (group, member, ...), one member.
template <class Real, int Rank, class View>
kernels::StridedArray<Real const, Rank> with_members(View const& view) {
  kernels::StridedArray<Real const, Rank> array;
  array.data = view.data();
  array.extent[1] = 1;
  for (int axis = 0; axis < Rank - 1; ++axis) {
    int const to = axis == 0 ? 0 : axis + 1;
    array.extent[to] = static_cast<std::int64_t>(view.extent(static_cast<std::size_t>(axis)));
    array.stride[to] = static_cast<std::int64_t>(view.stride(static_cast<std::size_t>(axis)));
  }
  return array;
}

template <class Real, int Rank, class View>
kernels::StridedArray<Real const, Rank> without_members(View const& view) {
  kernels::StridedArray<Real const, Rank> array;
  array.data = view.data();
  for (int axis = 0; axis < Rank; ++axis) {
    array.extent[axis] = static_cast<std::int64_t>(view.extent(static_cast<std::size_t>(axis)));
    array.stride[axis] = static_cast<std::int64_t>(view.stride(static_cast<std::size_t>(axis)));
  }
  return array;
}

/// Writes the blocks of one system into its band.
template <class Real, class Band, class Rhs>
void assemble_system(Shape const& shape, kernels::SweepProblem<Real> const& problem,
                     Band const& band, Rhs const& rhs) {
  kernels::SerialMember const member;
  kernels::DynamicOrder const order(shape.block_order(), shape.orders);
  int const n = order.n();
  std::vector<Real> scratch(static_cast<std::size_t>(kernels::arena_size(n, order.dims())));
  kernels::Arena<Real> arena{scratch.data()};
  kernels::NormalBlocks<Real, 1, kernels::SerialMember, kernels::DynamicOrder> blocks(member, order,
                                                                                      arena);
  kernels::Status<Real> status;
  // The kernels may order the rows of a block as they like; unknowns are in the order of solutions.
  auto const unknown = [&](std::int64_t t, int row) {
    return t * n + order.dim_of(row) * shape.orders + order.order_of(row);
  };
  auto const place = [&](std::int64_t a, std::int64_t b, Real value) {
    band(std::abs(a - b), std::min(a, b)) = value;
  };
  for (std::int64_t t = 0; t < shape.time_points; ++t) {
    blocks.advance(problem, t, true, status);
    bool const has_next = t + 1 < shape.time_points;
    for (int i = 0; i < n; ++i) {
      rhs(unknown(t, i)) = blocks.beta[i];
      for (int j = 0; j <= i; ++j)
        place(unknown(t, i), unknown(t, j), blocks.diagonal[kernels::triangle_index(i, j)]);
      for (int j = 0; j < n && has_next; ++j) {
        if (order.dim_of(i) == order.dim_of(j))
          place(unknown(t + 1, i), unknown(t, j), blocks.below[i * n + j]);
      }
    }
  }
}

}  // namespace

template <class Real>
BandSystems<Real, Kokkos::HostSpace> assemble_band(Shape const& shape) {
  Shape few = shape;
  few.systems = std::min(shape.systems, distinct_systems);
  Workload<Real> const workload(few, Placement::systems_adjacent);
  auto const coefficients = on_the_host(workload.inputs.coefficients);
  auto const right = on_the_host(workload.inputs.rhs);
  auto const initial_values = on_the_host(workload.inputs.initial_values);
  auto const steps = on_the_host(workload.inputs.steps);
  kernels::InputSet<Real const> const inputs{
      without_members<Real, 5>(coefficients), with_members<Real, 4>(right),
      with_members<Real, 5>(initial_values), without_members<Real, 2>(steps)};

  kernels::SmoothnessDefinition const definition(kernels::TwoPointFamily::taylor, few.orders);
  std::vector<Real> const row_coefficients(definition.coefficients.begin(),
                                           definition.coefficients.end());
  std::vector<Real> const gram(definition.gram.begin(), definition.gram.end());
  kernels::SmoothnessRows<Real> const rows{
      definition.orders,       definition.sets, definition.rows, false, false,
      row_coefficients.data(), gram.data()};

  auto const systems = static_cast<std::size_t>(few.systems);
  auto const unknowns = static_cast<std::size_t>(few.unknowns());
  BandSystems<Real, Kokkos::HostSpace> result{
      {"perf::distinct_bands", static_cast<std::size_t>(few.bandwidth()) + 1, unknowns, systems},
      {"perf::distinct_rhs", unknowns, systems}};
  for (std::size_t b = 0; b < systems; ++b) {
    kernels::SystemRange const range{static_cast<std::int64_t>(b), 0, 1, false};
    kernels::SweepProblem<Real> const problem{
        kernels::SystemInputs<Real>(inputs, range),
        {few.time_points, few.equations, 1, few.initial_orders()},
        rows,
        {}};
    assemble_system(few, problem, Kokkos::subview(result.matrix, Kokkos::ALL, Kokkos::ALL, b),
                    Kokkos::subview(result.rhs, Kokkos::ALL, b));
  }
  return result;
}

template BandSystems<double, Kokkos::HostSpace> assemble_band<double>(Shape const&);
template BandSystems<float, Kokkos::HostSpace> assemble_band<float>(Shape const&);

}  // namespace smnn::perf
