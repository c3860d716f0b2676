#include "smnn/discovery/detail/joint/joint_problem.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "smnn/discovery/detail/joint/joint_kernels.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {

namespace {

// Right-hand sides that are solved at a time: enough for the SIMD lanes of two threads, few enough
// for the memory of long series.
constexpr std::int64_t most_right_hand_sides = 16;

// Of Pade's row for the highest derivative, which no equation pins. The default, .01, is meant for
// equations of that order; here it would be the largest error of all (Roessler, step .05: .2
// becomes .22), while at this weight it still keeps the derivative from floating.
constexpr double highest_order_weight = 1e-5;

// Corrections of the solver stop at this expected relative error.
constexpr double solver_tolerance = 1e-13;

}  // namespace

// Arrays and solver for a number of right-hand sides.
template <class ExecutionSpace>
struct JointProblem<ExecutionSpace>::Workspace {
  using View4 = Kokkos::View<double****, Kokkos::LayoutRight, MemorySpace>;
  using View5 = Kokkos::View<double*****, Kokkos::LayoutRight, MemorySpace>;

  std::int64_t right_hand_sides;
  View4 rhs;        // (B, M, T, D)
  View5 initial;    // (B, M, T, D, 1)
  View5 solution;   // (B, M, T, D, K)
  View4 residuals;  // (M, D, B, T)
  std::unique_ptr<Solver<double, ExecutionSpace>> solver;

  Workspace(ExecutionSpace const& space, ScaledData<MemorySpace> const& data, std::int64_t members,
            int orders)
      : right_hand_sides(members) {
    auto const b = data.values.extent(0);
    auto const m = static_cast<std::size_t>(members);
    auto const t = data.values.extent(1);
    auto const d = data.values.extent(2);
    auto const named = [&space](std::string const& label) {
      return Kokkos::view_alloc(space, Kokkos::WithoutInitializing, label);
    };
    rhs = View4(named("smnn::discovery::rhs"), b, m, t, d);
    initial = View5(named("smnn::discovery::initial"), b, m, t, d, 1);
    solution =
        View5(named("smnn::discovery::solution"), b, m, t, d, static_cast<std::size_t>(orders));
    residuals = View4(named("smnn::discovery::residuals"), m, d, b, t);
  }
};

template <class ExecutionSpace>
JointProblem<ExecutionSpace>::JointProblem(ExecutionSpace const& space,
                                           std::vector<Term> const& terms, Link link,
                                           ScaledData<MemorySpace> const& data, int orders,
                                           Smoothness smoothness)
    : space_(space),
      terms_(space, terms),
      link_(link),
      data_(data),
      orders_(orders),
      smoothness_(smoothness),
      states_(Kokkos::view_alloc(space, "smnn::discovery::states"), data.values.extent(0),
              data.values.extent(1), data.values.extent(2), static_cast<std::size_t>(orders)),
      states_before_(Kokkos::view_alloc(space, "smnn::discovery::states_before"),
                     data.values.extent(0), data.values.extent(1), data.values.extent(2),
                     static_cast<std::size_t>(orders)),
      linearisation_(space, data, orders) {
  Kokkos::deep_copy(space_, Kokkos::subview(states_, Kokkos::ALL, Kokkos::ALL, Kokkos::ALL, 0),
                    Kokkos::subview(data_.values, Kokkos::ALL, Kokkos::ALL, Kokkos::ALL, 0));
}

template <class ExecutionSpace>
JointProblem<ExecutionSpace>::~JointProblem() = default;

template <class ExecutionSpace>
Weights JointProblem<ExecutionSpace>::weights(double data_weight) const {
  Weights weights;
  weights.governing = data_.scales.step;
  weights.initial = data_.scales.step * data_weight;
  weights.highest_order = highest_order_weight;
  return weights;
}

template <class ExecutionSpace>
double JointProblem<ExecutionSpace>::information_factor(double data_weight) const {
  double const weight = weights(data_weight).initial;
  return 1 / (weight * weight);
}

template <class ExecutionSpace>
typename JointProblem<ExecutionSpace>::Workspace& JointProblem<ExecutionSpace>::workspace(
    std::int64_t right_hand_sides) {
  std::int64_t const members = std::min(right_hand_sides, most_right_hand_sides);
  if (!workspace_ || workspace_->right_hand_sides != members) {
    workspace_.reset();
    workspace_ = std::make_unique<Workspace>(space_, data_, members, orders_);
  }
  return *workspace_;
}

template <class ExecutionSpace>
void JointProblem<ExecutionSpace>::solve_chunk(Workspace& work, bool factor) {
  ProblemOptions options;
  options.smoothness = smoothness_;
  options.weights = weights(data_weight_);
  options.check_steps = false;
  Problem const problem(space_, linearisation_.coefficients, work.rhs, work.initial, data_.steps,
                        options);
  if (!work.solver) {
    SolverOptions solver_options;
    solver_options.storage = FactorStorage::keep;
    solver_options.refinement = Refinement::automatic(solver_tolerance);
    work.solver = make_solver<double>(space_, problem.extents(), solver_options);
  }
  if (factor) {
    work.solver->solve(space_, problem, work.solution);
  } else {
    work.solver->solve_factored(space_, problem, work.solution);
  }
}

template <class ExecutionSpace>
void JointProblem<ExecutionSpace>::correct_truncation(std::vector<Column> const& columns,
                                                      std::vector<double> const& xi) {
  DeviceColumns<MemorySpace> const list(space_, columns, xi);
  PointModel<MemorySpace> const model{terms_, list.columns, list.coefficients, link_,
                                      static_cast<int>(data_.dims())};
  correct_defects(space_, model, data_.variable_scales, data_.scales.time, data_.steps, states_,
                  linearisation_.base, linearisation_.correction);
}

template <class ExecutionSpace>
ReducedProblem JointProblem<ExecutionSpace>::reduce(std::vector<Column> const& columns,
                                                    std::vector<double> const& xi,
                                                    double data_weight) {
  columns_ = columns;
  data_weight_ = data_weight;
  auto const count = static_cast<int>(columns.size());
  DeviceColumns<MemorySpace> const list(space_, columns, xi);
  linearise(space_, terms_, link_, data_, list, states_, linearisation_);
  Workspace& work = workspace(count + 1);
  auto const size = static_cast<std::size_t>(count);
  Kokkos::View<double**, Kokkos::LayoutRight, MemorySpace> const products(
      "smnn::discovery::products", size, size + 1);
  for (int first = 0; first <= count; first += static_cast<int>(work.right_hand_sides)) {
    fill_right_hand_sides(space_, linearisation_, list.columns, data_.values, first, work.rhs,
                          work.initial);
    solve_chunk(work, first == 0);
    governing_residuals(space_, linearisation_.coefficients, work.rhs, work.solution,
                        work.residuals);
    inner_products(space_, linearisation_.columns, list.columns, work.residuals, first, products);
  }
  Kokkos::View<double*, MemorySpace> const sizes("smnn::discovery::sizes", size);
  column_sizes(space_, linearisation_.columns, sizes);
  space_.fence("smnn: reduced problem ready");
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), products);
  auto const host_sizes = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), sizes);
  double const weight = data_.scales.step * data_.scales.step;
  ReducedProblem reduced{Matrix(size, size), std::vector<double>(size), {}};
  for (std::size_t i = 0; i < size; ++i) {
    reduced.rhs[i] = weight * host(i, 0);
    reduced.sizes.push_back(host_sizes(i));
    for (std::size_t j = 0; j < size; ++j) {
      reduced.gram(i, j) = weight * (host(i, j + 1) + host(j, i + 1)) / 2;
    }
  }
  return reduced;
}

template <class ExecutionSpace>
double JointProblem<ExecutionSpace>::move_states(std::vector<double> const& xi) {
  Workspace& work = *workspace_;
  DeviceColumns<MemorySpace> const list(space_, columns_, xi);
  fill_combined(space_, linearisation_, list.columns, list.coefficients, data_.values, work.rhs,
                work.initial);
  solve_chunk(work, false);
  Kokkos::deep_copy(space_, states_before_, states_);
  double const squares = replace_states(space_, work.solution, states_);
  return std::sqrt(squares / static_cast<double>(data_.samples() * data_.dims()));
}

template <class ExecutionSpace>
void JointProblem<ExecutionSpace>::halve_move() {
  detail::halve_move(space_, states_before_, states_);
}

template <class ExecutionSpace>
double JointProblem<ExecutionSpace>::cost(std::vector<Column> const& columns,
                                          std::vector<double> const& xi, double data_weight) const {
  DeviceColumns<MemorySpace> const list(space_, columns, xi);
  PointModel<MemorySpace> const model{terms_, list.columns, list.coefficients, link_,
                                      static_cast<int>(data_.dims())};
  double squares =
      squared_governing_residual(space_, model, data_.variable_scales, data_.scales.time, states_,
                                 linearisation_.correction) /
      (data_weight * data_weight);
  for (int d = 0; d < model.dims; ++d)
    squares += squared_distance(space_, states_, data_.values, d);
  return squares / static_cast<double>(data_.samples() * data_.dims());
}

template <class ExecutionSpace>
std::vector<double> JointProblem<ExecutionSpace>::data_residual() const {
  std::vector<double> result;
  for (int d = 0; d < static_cast<int>(data_.dims()); ++d) {
    double const squares = squared_distance(space_, states_, data_.values, d);
    result.push_back(std::sqrt(squares / static_cast<double>(data_.samples())));
  }
  return result;
}

template <class ExecutionSpace>
std::vector<double> JointProblem<ExecutionSpace>::derivative_sizes() const {
  std::vector<double> result;
  for (int d = 0; d < static_cast<int>(data_.dims()); ++d) {
    double const squares = squared_size(space_, states_, d, 1);
    result.push_back(std::sqrt(squares / static_cast<double>(data_.samples())));
  }
  return result;
}

template <class ExecutionSpace>
void JointProblem<ExecutionSpace>::smooth_states(std::vector<double> const& noise) {
  Workspace work(space_, data_, 1, orders_);
  Kokkos::deep_copy(space_, linearisation_.correction, 0.0);
  auto const dims = data_.values.extent(2);
  Kokkos::View<double*****, Kokkos::LayoutRight, MemorySpace> const matrix(
      "smnn::discovery::roughness", 1, 1, dims, dims, static_cast<std::size_t>(orders_));
  auto const host = Kokkos::create_mirror_view(matrix);
  for (std::size_t d = 0; d < dims; ++d)
    host(0, 0, d, d, static_cast<std::size_t>(orders_ - 1)) = 1;
  Kokkos::deep_copy(space_, matrix, host);
  Kokkos::deep_copy(space_, work.rhs, 0.0);
  Kokkos::deep_copy(space_,
                    Kokkos::subview(work.initial, Kokkos::ALL, 0, Kokkos::ALL, Kokkos::ALL, 0),
                    Kokkos::subview(data_.values, Kokkos::ALL, Kokkos::ALL, Kokkos::ALL, 0));
  std::unique_ptr<Solver<double, ExecutionSpace>> solver;
  auto const smooth = [&](double log_roughness) {
    ProblemOptions options;
    options.smoothness = smoothness_;
    options.weights = weights(1);
    options.weights.governing *= std::pow(10, log_roughness);
    options.check_steps = false;
    Problem const problem(space_, matrix, work.rhs, work.initial, data_.steps, options);
    if (!solver) solver = make_solver<double>(space_, problem.extents());
    solver->solve(space_, problem, work.solution);
    replace_states(space_, work.solution, states_);
    auto const residual = data_residual();
    double excess = 0;  // of the residual over the noise
    for (std::size_t d = 0; d < residual.size(); ++d) {
      excess += std::log(std::max(residual[d], 1e-300) / std::max(noise[d], 1e-12));
    }
    return excess;
  };
  double low = -7;
  double high = 0;
  for (int i = 0; i < 7; ++i) {
    double const middle = (low + high) / 2;
    (smooth(middle) > 0 ? high : low) = middle;
  }
  smooth(low);
}

#define SMNN_INSTANTIATE_JOINT_PROBLEM(REAL, SPACE) template class JointProblem<SPACE>;
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_JOINT_PROBLEM, double)

}  // namespace smnn::discovery::detail
