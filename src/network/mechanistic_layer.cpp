#include "smnn/network/mechanistic_layer.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <type_traits>

#include "smnn/network/detail/convert.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

/// Contiguous memory in the shape of a caller's array, its axes in the same order of strides: what
/// lies side by side there does so here.
template <class Real, class MemorySpace>
class Staging {
 public:
  /// The array of `like`'s extents, empty if that is.
  template <class T, int Rank, RightHandSideAxis Axis>
  Array<Real, MemorySpace, Rank, Axis> like(Array<T, MemorySpace, Rank, Axis> const& model) {
    Array<Real, MemorySpace, Rank, Axis> array;
    if (model.empty()) return array;
    std::array<int, Rank> axes;
    for (int axis = 0; axis < Rank; ++axis) axes[static_cast<std::size_t>(axis)] = Rank - 1 - axis;
    std::stable_sort(axes.begin(), axes.end(), [&](int a, int b) {
      return std::abs(model.stride[a]) < std::abs(model.stride[b]);
    });
    std::int64_t size = 1;
    for (int const axis : axes) {
      array.extent[axis] = model.extent[axis];
      array.stride[axis] = size;
      size *= model.extent[axis];
    }
    auto const needed = static_cast<std::size_t>(size);
    if (buffer_.extent(0) < needed) {
      buffer_ = Kokkos::View<Real*, MemorySpace>(
          Kokkos::view_alloc(Kokkos::WithoutInitializing, "smnn::mechanistic_layer"), needed);
    }
    array.data = buffer_.data();
    return array;
  }

 private:
  Kokkos::View<Real*, MemorySpace> buffer_;
};

template <class Real, class MemorySpace>
struct InputStaging {
  Staging<Real, MemorySpace> coefficients, rhs, initial_values, steps;

  template <class T>
  InputArrays<Real, MemorySpace> like(InputArrays<T, MemorySpace> const& model) {
    return {coefficients.like(model.coefficients), rhs.like(model.rhs),
            initial_values.like(model.initial_values), steps.like(model.steps)};
  }
};

template <class To, class From, class ExecutionSpace, class Target, class Source>
void convert_inputs(ExecutionSpace const& space, Target const& to, Source const& from) {
  detail::Conversion<To, From> conversion;
  conversion.add(from.coefficients, to.coefficients);
  conversion.add(from.rhs, to.rhs);
  conversion.add(from.initial_values, to.initial_values);
  conversion.add(from.steps, to.steps);
  conversion.run(space);
}

template <class To, class From, class ExecutionSpace, class Target, class Source>
void convert_array(ExecutionSpace const& space, Target const& to, Source const& from) {
  detail::Conversion<To, From> conversion;
  conversion.add(from, to);
  conversion.run(space);
}

}  // namespace

/// A solver for one set of extents, and what a call needs besides it.
template <class Real, class SolverReal, class ExecutionSpace>
struct MechanisticLayer<Real, SolverReal, ExecutionSpace>::Plan {
  using SolverType = Solver<SolverReal, ExecutionSpace>;
  using ProblemType = Problem<SolverReal, MemorySpace>;

  Extents extents;
  std::unique_ptr<SolverType> solver;
  std::optional<ProblemType> problem;                     // of the last `forward`
  SolutionArray<SolverReal const, MemorySpace> solution;  // likewise
  InputStaging<SolverReal, MemorySpace> inputs, gradients;
  Staging<SolverReal, MemorySpace> solution_staging, seed_staging;
};

template <class Real, class SolverReal, class ExecutionSpace>
MechanisticLayer<Real, SolverReal, ExecutionSpace>::MechanisticLayer(
    ProblemOptions const& problem_options, SolverOptions const& solver_options)
    : problem_options_(problem_options), solver_options_(solver_options) {
  problem_options_.check_steps = false;
}

template <class Real, class SolverReal, class ExecutionSpace>
MechanisticLayer<Real, SolverReal, ExecutionSpace>::~MechanisticLayer() = default;

template <class Real, class SolverReal, class ExecutionSpace>
MechanisticLayer<Real, SolverReal, ExecutionSpace>::MechanisticLayer(MechanisticLayer&&) noexcept =
    default;

template <class Real, class SolverReal, class ExecutionSpace>
auto MechanisticLayer<Real, SolverReal, ExecutionSpace>::plan_for(ExecutionSpace const& space,
                                                                  Extents const& extents) -> Plan& {
  for (auto const& plan : plans_) {
    if (plan->extents == extents) return *plan;
  }
  auto plan = std::make_unique<Plan>();
  plan->extents = extents;
  plan->solver = make_solver<SolverReal>(space, extents, solver_options_);
  plans_.push_back(std::move(plan));
  return *plans_.back();
}

template <class Real, class SolverReal, class ExecutionSpace>
void MechanisticLayer<Real, SolverReal, ExecutionSpace>::forward(ExecutionSpace const& space,
                                                                 Inputs const& inputs,
                                                                 Solution const& solution) {
  constexpr bool same = std::is_same_v<Real, SolverReal>;
  // Extents do not depend on the precision, so that a problem of the caller's arrays tells them.
  Problem<Real, MemorySpace> const as_given(space, inputs.coefficients, inputs.rhs,
                                            inputs.initial_values, inputs.steps, problem_options_);
  Plan& plan = plan_for(space, as_given.extents());
  current_ = &plan;
  if constexpr (same) {
    plan.problem.emplace(as_given);
    plan.solution = solution;
    plan.solver->solve(space, *plan.problem, solution);
  } else {
    auto const staged = plan.inputs.like(inputs);
    convert_inputs<SolverReal, Real const>(space, staged, inputs);
    plan.problem.emplace(space, staged.coefficients, staged.rhs, staged.initial_values,
                         staged.steps, problem_options_);
    auto const found = plan.solution_staging.like(solution);
    plan.solution = found;
    plan.solver->solve(space, *plan.problem, found);
    convert_array<Real, SolverReal>(space, solution, found);
  }
}

template <class Real, class SolverReal, class ExecutionSpace>
void MechanisticLayer<Real, SolverReal, ExecutionSpace>::backward(ExecutionSpace const& space,
                                                                  ConstSolution const& seed,
                                                                  InputGradients const& gradients) {
  if (current_ == nullptr)
    throw InvalidArgument("mechanistic layer: backward was called before forward");
  Plan& plan = *current_;
  if constexpr (std::is_same_v<Real, SolverReal>) {
    plan.solver->adjoint(space, *plan.problem, plan.solution, seed, gradients);
  } else {
    auto const staged_seed = plan.seed_staging.like(seed);
    convert_array<SolverReal, Real const>(space, staged_seed, seed);
    auto const staged = plan.gradients.like(gradients);
    plan.solver->adjoint(space, *plan.problem, plan.solution, staged_seed, staged);
    convert_inputs<Real, SolverReal>(space, gradients, staged);
  }
}

template <class Real, class SolverReal, class ExecutionSpace>
Solver<SolverReal, ExecutionSpace> const&
MechanisticLayer<Real, SolverReal, ExecutionSpace>::solver() const {
  if (current_ == nullptr)
    throw InvalidArgument("mechanistic layer: there is no solver before the first forward");
  return *current_->solver;
}

#define SMNN_MECHANISTIC_LAYER(Real, ExecutionSpace)             \
  template class MechanisticLayer<Real, double, ExecutionSpace>; \
  SMNN_MECHANISTIC_LAYER_OF_FLOATS_##Real(ExecutionSpace)
// A float solver between double networks would be no use.
#define SMNN_MECHANISTIC_LAYER_OF_FLOATS_double(ExecutionSpace)
#define SMNN_MECHANISTIC_LAYER_OF_FLOATS_float(ExecutionSpace) \
  template class MechanisticLayer<float, float, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_MECHANISTIC_LAYER)

}  // namespace smnn::network
