// Gradients of inputs that several systems share: every task sums its own systems into a slot of
// memory, then the slots are summed in a fixed order.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <string>

#include "smnn/kernels/tasks.hpp"
#include "smnn/solver/arrays.hpp"
#include "smnn/solver/detail/grouping.hpp"
#include "smnn/solver/detail/reduce_partials.hpp"
#include "smnn/solver/detail/streaming.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn::detail {

// How the slots of an array of workspace lie in memory.
struct Placement {
  int width = 1;             // lanes of a pack
  bool interleaved = false;  // neighbouring slots are neighbours: threads of a GPU

  // A buffer with `slots` slots of `per_step` numbers at each of `steps` time points.
  template <class Real>
  kernels::WorkBuffer<Real> work_buffer(Real* data, std::int64_t slots, std::int64_t per_step,
                                        std::int64_t steps) const {
    if (data == nullptr) return {};
    kernels::WorkLayout const layout = interleaved
                                           ? kernels::WorkLayout{1, slots}
                                           : kernels::WorkLayout{steps * per_step * width, width};
    return {data, per_step, layout};
  }
};

// Sizes of the partial sums. Of an input: numbers per slot, time point and lane (0: not shared
// between systems), and time points (1 where it is shared over time).
struct PartialLayout {
  struct Input {
    std::int64_t per_step = 0;
    std::int64_t times = 0;
    std::int64_t numbers() const { return per_step * times; }
  };
  std::int64_t slots = 0;
  std::int64_t slots_per_group = 0;
  Placement placement;
  Input coefficients, rhs, initial_values, steps;

  // Numbers of type Real.
  std::int64_t numbers() const {
    return slots * placement.width *
           (coefficients.numbers() + rhs.numbers() + initial_values.numbers() + steps.numbers());
  }
};

PartialLayout partial_layout(Extents const& extents, kernels::Decomposition const& decomposition,
                             Placement const& placement);

template <class Real, class ExecutionSpace>
class GradientPartials {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;

  GradientPartials(ExecutionSpace const& space, PartialLayout const& layout)
      : layout_(layout),
        coefficients_(allocate(space, "smnn::coefficients_partial", layout.coefficients)),
        rhs_(allocate(space, "smnn::rhs_partial", layout.rhs)),
        initial_values_(allocate(space, "smnn::initial_values_partial", layout.initial_values)),
        steps_(allocate(space, "smnn::steps_partial", layout.steps)) {}

  // Where an adjoint's tasks put gradients.
  kernels::GradientOutputs<Real> outputs(Gradients<Real, MemorySpace> const& gradients,
                                         Extents const& extents, Grouping const& grouping) const {
    kernels::GradientOutputs<Real> out;
    out.arrays = group_axes<Real>(gradients, grouping);
    out.coefficients_over_time = extents.coefficients.over_time;
    out.rhs_over_time = extents.rhs.over_time;
    out.steps_over_time = extents.steps.over_time;
    if (!out.coefficients_over_time) stream_if_large(out.arrays.coefficients);
    if (!out.rhs_over_time) stream_if_large(out.arrays.rhs);
    if (!out.steps_over_time) stream_if_large(out.arrays.steps);
    out.coefficients_partial = buffer(coefficients_, layout_.coefficients);
    out.rhs_partial = buffer(rhs_, layout_.rhs);
    out.initial_values_partial = buffer(initial_values_, layout_.initial_values);
    out.steps_partial = buffer(steps_, layout_.steps);
    return out;
  }

  // Sums the slots into the gradients of shared inputs.
  void reduce(ExecutionSpace const& space, Gradients<Real, MemorySpace> const& gradients,
              Extents const& extents, Grouping const& grouping) const {
    std::int64_t const all = layout_.slots;
    int const width = layout_.placement.width;
    auto const per_output = [&](bool over_batch) {
      return over_batch || grouping.shared_matrix ? all : layout_.slots_per_group;
    };
    auto const& c = gradients.coefficients;
    reduce_partials(space, PartialSum<Real>{buffer(coefficients_, layout_.coefficients),
                                            width,
                                            per_output(extents.coefficients.over_batch),
                                            c.extent[0],
                                            c.extent[1],
                                            {extents.equations, extents.dims, extents.orders},
                                            c.data,
                                            c.stride[0],
                                            c.stride[1],
                                            {c.stride[2], c.stride[3], c.stride[4]}});
    auto const& f = gradients.rhs;
    reduce_partials(space, PartialSum<Real>{buffer(rhs_, layout_.rhs),
                                            width,
                                            all,
                                            1,
                                            f.extent[2],
                                            {extents.equations, 1, 1},
                                            f.data,
                                            0,
                                            f.stride[2],
                                            {f.stride[3], 0, 0}});
    auto const& u = gradients.initial_values;
    reduce_partials(space, PartialSum<Real>{buffer(initial_values_, layout_.initial_values),
                                            width,
                                            all,
                                            1,
                                            u.extent[2],
                                            {extents.dims, extents.initial_orders, 1},
                                            u.data,
                                            0,
                                            u.stride[2],
                                            {u.stride[3], u.stride[4], 0}});
    auto const& s = gradients.steps;
    reduce_partials(space, PartialSum<Real>{buffer(steps_, layout_.steps),
                                            width,
                                            per_output(extents.steps.over_batch),
                                            s.extent[0],
                                            s.extent[1],
                                            {1, 1, 1},
                                            s.data,
                                            s.stride[0],
                                            s.stride[1],
                                            {0, 0, 0}});
  }

 private:
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  Buffer allocate(ExecutionSpace const& space, char const* label,
                  PartialLayout::Input const& input) const {
    return Buffer(
        Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
        static_cast<std::size_t>(layout_.slots * layout_.placement.width * input.numbers()));
  }

  kernels::WorkBuffer<Real> buffer(Buffer const& view, PartialLayout::Input const& input) const {
    if (view.extent(0) == 0) return {nullptr, input.per_step};  // of no system: sums are zero
    return layout_.placement.work_buffer(view.data(), layout_.slots, input.per_step, input.times);
  }

  PartialLayout layout_;
  Buffer coefficients_;
  Buffer rhs_;
  Buffer initial_values_;
  Buffer steps_;
};

}  // namespace smnn::detail
