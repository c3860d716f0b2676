#include "smnn/solver/partition/shared_gradients.hpp"

#include <string>

#include "smnn/solver/detail/reduce_partials.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {
namespace {

// How the parts' gradients of an input lie, (system, place on the time axis, entry): places are
// time points, or parts where the input is shared over time, or time points with one more behind
// every part but the last, for the step that two parts share.
enum class Places { none, points, parts, overlapping_points };

struct Shape {
  Places places = Places::none;
  std::int64_t times = 0;
  std::int64_t entries = 0;
  std::int64_t of_a_system() const { return times * entries; }
};

struct Shapes {
  Shape coefficients, rhs, initial_values, steps;

  Shapes(Extents const& e, TimeParts const& parts) {
    auto const shape = [&](Sharing const& sharing, std::int64_t points, std::int64_t entries) {
      if (sharing.over_time) return Shape{Places::parts, parts.parts(), entries};
      if (sharing.over_batch) return Shape{Places::points, points, entries};
      return Shape{};
    };
    coefficients = shape(e.coefficients, e.time_points, e.equations * e.block_order());
    rhs = shape(e.rhs, e.time_points, e.equations);
    initial_values =
        shape({e.initial_values.over_batch, false}, e.initial_steps, e.dims * e.initial_orders);
    steps = shape(e.steps, e.time_points - 1, 1);
    if (e.smoothness == Smoothness::central && !e.steps.over_time)
      steps = {Places::overlapping_points, e.time_points - 1 + parts.parts() - 1, 1};
  }
  std::int64_t of_a_system() const {
    return coefficients.of_a_system() + rhs.of_a_system() + initial_values.of_a_system() +
           steps.of_a_system();
  }
};

// Makes `array` the group's part of the staging memory. `time_axis` and the axes behind it are
// those of the input, its last ones contiguous.
template <class Group, class Real, int Rank>
void stage(Group const& group, Shape const& shape, Real* memory, int time_axis,
           std::array<std::int64_t, 3> const& strides, kernels::StridedArray<Real, Rank>& array) {
  if (array.data == nullptr || shape.places == Places::none) return;
  std::int64_t const length = group.solver.part().own.time_points;
  array.stride[0] = shape.of_a_system();
  for (int axis = time_axis + 1; axis < Rank; ++axis)
    array.stride[axis] = strides[static_cast<std::size_t>(axis - time_axis - 1)];
  if (shape.places == Places::parts) {
    array.stride[time_axis] = 0;
    array.part_stride = shape.entries;
    array.data = memory + group.first_part * shape.entries;
    return;
  }
  bool const overlap = shape.places == Places::overlapping_points;
  array.stride[time_axis] = shape.entries;
  array.part_stride = (length + (overlap ? 1 : 0)) * shape.entries;
  array.data = memory + (group.first_point + (overlap ? group.first_part : 0)) * shape.entries;
}

// The sum over systems if shared, and over parts, as one of partial sums.
template <class Real>
PartialSum<Real> sum_of(Shape const& shape, Real* memory, std::int64_t systems, bool over_batch) {
  PartialSum<Real> sum;
  bool const by_parts = shape.places == Places::parts;
  std::int64_t const slots = by_parts ? shape.times : 1;
  sum.partial.data = memory;
  sum.partial.per_step = shape.entries;
  sum.partial.layout = {by_parts ? shape.entries : shape.of_a_system(), 1};
  sum.tasks_per_output = over_batch ? systems * slots : slots;
  sum.outputs = over_batch ? 1 : systems;
  sum.times = by_parts ? 1 : shape.times;
  return sum;
}

// At the first step of every part but the first: what its own rows say, and those of the part
// before, in the place before.
template <class Real, class ExecutionSpace>
void add_overlaps(ExecutionSpace const& space, TimeParts const& parts, std::int64_t systems,
                  std::int64_t of_a_system, Real* steps) {
  std::int64_t const cuts = parts.parts() - 1;
  std::int64_t const first = parts.first + 1;
  std::int64_t const stride = parts.length + 1;
  Kokkos::parallel_for(
      "smnn::add_overlaps", Indices<ExecutionSpace>(space, 0, systems * cuts),
      KOKKOS_LAMBDA(std::int64_t i) {
        Real* const place = steps + i / cuts * of_a_system + first + i % cuts * stride;
        place[0] += place[-1];
      });
}

// out(b, t), or its sum over b, without the places that were added to the next ones.
template <class Real, class ExecutionSpace>
void write_steps(ExecutionSpace const& space, TimeParts const& parts, std::int64_t systems,
                 std::int64_t of_a_system, bool over_batch, Real const* steps,
                 kernels::StridedArray<Real, 2> const& out) {
  std::int64_t const times = of_a_system - (parts.parts() - 1);
  std::int64_t const outputs = over_batch ? 1 : systems;
  std::int64_t const addends = over_batch ? systems : 1;
  TimeParts const p = parts;
  Kokkos::parallel_for(
      "smnn::write_steps", Indices<ExecutionSpace>(space, 0, outputs * times),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const t = i % times;
        std::int64_t const behind = t - p.first;
        std::int64_t part = behind < 0 ? 0 : 1 + behind / p.length;
        if (part > p.count + 1) part = p.count + 1;
        Real sum = 0;
        for (std::int64_t k = 0; k < addends; ++k)
          sum += steps[(i / times * addends + k) * of_a_system + t + part];
        out.data[i / times * out.stride[0] + t * out.stride[1]] = sum;
      });
}

}  // namespace

template <class Real, class ExecutionSpace>
SharedGradients<Real, ExecutionSpace>::SharedGradients(ExecutionSpace const& space,
                                                       Extents const& extents,
                                                       TimeParts const& parts)
    : extents_(extents), parts_(parts) {
  Shapes const shapes(extents, parts);
  auto const memory = [&](char const* label, Shape const& shape) {
    return Memory(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
                  static_cast<std::size_t>(extents.batch * shape.of_a_system()));
  };
  coefficients_ = memory("smnn::coefficients_of_parts", shapes.coefficients);
  rhs_ = memory("smnn::rhs_of_parts", shapes.rhs);
  initial_values_ = memory("smnn::initial_values_of_parts", shapes.initial_values);
  steps_ = memory("smnn::steps_of_parts", shapes.steps);
}

template <class Real, class ExecutionSpace>
std::int64_t SharedGradients<Real, ExecutionSpace>::numbers(Extents const& extents,
                                                            TimeParts const& parts) {
  return extents.batch * Shapes(extents, parts).of_a_system();
}

template <class Real, class ExecutionSpace>
typename SharedGradients<Real, ExecutionSpace>::Arrays
SharedGradients<Real, ExecutionSpace>::arrays(Group const& group, Arrays const& callers) const {
  Shapes const shapes(extents_, parts_);
  Arrays own = group.inputs(callers);
  std::int64_t const n = extents_.block_order();
  stage(group, shapes.coefficients, coefficients_.data(), 1, {n, extents_.orders, 1},
        own.coefficients);
  stage(group, shapes.rhs, rhs_.data(), 2, {1, 0, 0}, own.rhs);
  stage(group, shapes.initial_values, initial_values_.data(), 2, {extents_.initial_orders, 1, 0},
        own.initial_values);
  stage(group, shapes.steps, steps_.data(), 1, {0, 0, 0}, own.steps);
  return own;
}

template <class Real, class ExecutionSpace>
void SharedGradients<Real, ExecutionSpace>::add(ExecutionSpace const& space,
                                                Arrays const& callers) const {
  Shapes const shapes(extents_, parts_);
  auto const add_up = [&](Shape const& shape, Memory const& memory, bool over_batch,
                          auto const& array, int time_axis,
                          std::array<std::int64_t, 3> const& extents) {
    if (array.data == nullptr || shape.places == Places::none) return;
    PartialSum<Real> sum = sum_of<Real>(shape, memory.data(), extents_.batch, over_batch);
    sum.out = array.data;
    sum.output_stride = array.stride[0];
    sum.time_stride = array.stride[time_axis];
    constexpr int rank = std::extent_v<decltype(array.stride)>;
    for (int axis = 0; axis < 3; ++axis) {
      sum.extent[axis] = extents[static_cast<std::size_t>(axis)];
      sum.stride[axis] = time_axis + 1 + axis < rank ? array.stride[time_axis + 1 + axis] : 0;
    }
    reduce_partials(space, sum);
  };
  Extents const& e = extents_;
  add_up(shapes.coefficients, coefficients_, e.coefficients.over_batch, callers.coefficients, 1,
         {e.equations, e.dims, e.orders});
  add_up(shapes.rhs, rhs_, e.rhs.over_batch, callers.rhs, 2, {e.equations, 1, 1});
  add_up(shapes.initial_values, initial_values_, e.initial_values.over_batch,
         callers.initial_values, 2, {e.dims, e.initial_orders, 1});
  if (shapes.steps.places != Places::overlapping_points) {
    add_up(shapes.steps, steps_, e.steps.over_batch, callers.steps, 1, {1, 1, 1});
  } else if (callers.steps.data != nullptr) {
    add_overlaps(space, parts_, e.batch, shapes.steps.of_a_system(), steps_.data());
    write_steps<Real>(space, parts_, e.batch, shapes.steps.of_a_system(), e.steps.over_batch,
                      steps_.data(), callers.steps);
  }
}

#define SMNN_SHARED_GRADIENTS(REAL, SPACE) template class SharedGradients<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_SHARED_GRADIENTS)

}  // namespace smnn::detail
