// Kernels of the joint problem: right-hand sides, residuals, inner products.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/discovery/detail/point_model.hpp"

namespace smnn::discovery::detail {

template <class ExecutionSpace>
using Range = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

// Right-hand sides `first` .. of the list (the one without columns, then one a column), as many as
// there is room for; those beyond the end of the list are zero.
template <class ExecutionSpace, class Linear, class Columns, class Data, class Rhs, class Initial>
void fill_right_hand_sides(ExecutionSpace const& space, Linear const& linear,
                           Columns const& columns, Data const& data, int first, Rhs const& rhs,
                           Initial const& initial) {
  auto const members = static_cast<std::int64_t>(rhs.extent(1));
  auto const points = static_cast<std::int64_t>(rhs.extent(2));
  auto const dims = static_cast<int>(rhs.extent(3));
  int const count = static_cast<int>(columns.extent(0));
  auto const base = linear.base;
  auto const correction = linear.correction;
  auto const phi = linear.columns;
  Kokkos::parallel_for(
      "smnn::discovery::right_hand_sides",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(rhs.extent(0)) * members * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const t = i % points;
        std::int64_t const m = i / points % members;
        std::int64_t const b = i / (points * members);
        int const c = first + static_cast<int>(m) - 1;
        for (int e = 0; e < dims; ++e) {
          double value = 0;
          if (c < 0) value = base(b, t, e) + correction(b, t, e);
          if (c >= 0 && c < count && columns(c).equation == e) value = phi(c, b, t);
          rhs(b, m, t, e) = value;
          initial(b, m, t, e, 0) = c < 0 ? data(b, t, e, 0) : 0;
        }
      });
}

// Right-hand side 0 for given coefficients, the others zero.
template <class ExecutionSpace, class Linear, class Columns, class Xi, class Data, class Rhs,
          class Initial>
void fill_combined(ExecutionSpace const& space, Linear const& linear, Columns const& columns,
                   Xi const& xi, Data const& data, Rhs const& rhs, Initial const& initial) {
  auto const points = static_cast<std::int64_t>(rhs.extent(2));
  auto const dims = static_cast<int>(rhs.extent(3));
  int const count = static_cast<int>(columns.extent(0));
  auto const base = linear.base;
  auto const correction = linear.correction;
  auto const phi = linear.columns;
  Kokkos::deep_copy(space, rhs, 0.0);
  Kokkos::deep_copy(space, initial, 0.0);
  Kokkos::parallel_for(
      "smnn::discovery::combined_right_hand_side",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(rhs.extent(0)) * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const t = i % points;
        std::int64_t const b = i / points;
        for (int e = 0; e < dims; ++e) {
          rhs(b, 0, t, e) = base(b, t, e) + correction(b, t, e);
          initial(b, 0, t, e, 0) = data(b, t, e, 0);
        }
        for (int c = 0; c < count; ++c) rhs(b, 0, t, columns(c).equation) += xi(c) * phi(c, b, t);
      });
}

// residuals(m, b, t, e) = rhs - (y'_e - J_e y) of every right-hand side.
template <class ExecutionSpace, class Coefficients, class Rhs, class Solution, class Residuals>
void governing_residuals(ExecutionSpace const& space, Coefficients const& coefficients,
                         Rhs const& rhs, Solution const& y, Residuals const& residuals) {
  auto const members = static_cast<std::int64_t>(rhs.extent(1));
  auto const points = static_cast<std::int64_t>(rhs.extent(2));
  auto const dims = static_cast<int>(rhs.extent(3));
  Kokkos::parallel_for(
      "smnn::discovery::governing_residuals",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(rhs.extent(0)) * members * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const t = i % points;
        std::int64_t const m = i / points % members;
        std::int64_t const b = i / (points * members);
        for (int e = 0; e < dims; ++e) {
          double residual = rhs(b, m, t, e) - y(b, m, t, e, 1);
          for (int d = 0; d < dims; ++d) residual -= coefficients(b, t, e, d, 0) * y(b, m, t, d, 0);
          residuals(m, e, b, t) = residual;
        }
      });
}

// products(i, first + m) = sum over b and t of phi(i) residuals(m, equation of i): a team a
// product.
template <class ExecutionSpace, class Phi, class Columns, class Residuals, class Products>
void inner_products(ExecutionSpace const& space, Phi const& phi, Columns const& columns,
                    Residuals const& residuals, int first, Products const& products) {
  auto const count = static_cast<int>(products.extent(0));
  int const members = Kokkos::min(static_cast<int>(residuals.extent(0)),
                                  static_cast<int>(products.extent(1)) - first);
  auto const samples = static_cast<std::int64_t>(phi.extent(1) * phi.extent(2));
  auto const dims = static_cast<std::int64_t>(residuals.extent(1));
  using Policy = Kokkos::TeamPolicy<ExecutionSpace>;
  Kokkos::parallel_for(
      "smnn::discovery::inner_products", Policy(space, count * members, Kokkos::AUTO),
      KOKKOS_LAMBDA(typename Policy::member_type const& team) {
        int const i = static_cast<int>(team.league_rank()) / members;
        int const m = static_cast<int>(team.league_rank()) % members;
        double const* const left = phi.data() + i * samples;
        double const* const right = residuals.data() + (m * dims + columns(i).equation) * samples;
        double sum = 0;
        Kokkos::parallel_reduce(
            Kokkos::TeamVectorRange(team, samples),
            [&](std::int64_t k, double& partial) { partial += left[k] * right[k]; }, sum);
        Kokkos::single(Kokkos::PerTeam(team), [&] { products(i, first + m) = sum; });
      });
}

// Root mean square of every column.
template <class ExecutionSpace, class Phi, class Sizes>
void column_sizes(ExecutionSpace const& space, Phi const& phi, Sizes const& sizes) {
  auto const samples = static_cast<std::int64_t>(phi.extent(1) * phi.extent(2));
  using Policy = Kokkos::TeamPolicy<ExecutionSpace>;
  Kokkos::parallel_for(
      "smnn::discovery::column_sizes", Policy(space, static_cast<int>(phi.extent(0)), Kokkos::AUTO),
      KOKKOS_LAMBDA(typename Policy::member_type const& team) {
        double const* const column = phi.data() + team.league_rank() * samples;
        double sum = 0;
        Kokkos::parallel_reduce(
            Kokkos::TeamVectorRange(team, samples),
            [&](std::int64_t k, double& partial) { partial += column[k] * column[k]; }, sum);
        Kokkos::single(Kokkos::PerTeam(team), [&] {
          sizes(team.league_rank()) = Kokkos::sqrt(sum / static_cast<double>(samples));
        });
      });
}

// states = solution of right-hand side 0; returns the sum of squares of the change of order 0.
template <class ExecutionSpace, class Solution, class States>
double replace_states(ExecutionSpace const& space, Solution const& y, States const& states) {
  auto const points = static_cast<std::int64_t>(states.extent(1));
  auto const dims = static_cast<int>(states.extent(2));
  auto const orders = static_cast<int>(states.extent(3));
  double sum = 0;
  Kokkos::parallel_reduce(
      "smnn::discovery::replace_states",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(states.extent(0)) * points),
      KOKKOS_LAMBDA(std::int64_t i, double& partial) {
        std::int64_t const t = i % points;
        std::int64_t const b = i / points;
        for (int d = 0; d < dims; ++d) {
          double const change = y(b, 0, t, d, 0) - states(b, t, d, 0);
          partial += change * change;
          for (int r = 0; r < orders; ++r) states(b, t, d, r) = y(b, 0, t, d, r);
        }
      },
      sum);
  return sum;
}

// By how much the exact flow of the model misses the next state, per unit of time: a correction of
// the governing equations that makes up for the truncation of the smoothness rows (deferred
// correction, Pereyra 1966). It is spread over both ends of a step and added to what is there.
template <class ExecutionSpace, class Model, class Scale, class Steps, class States, class Defects,
          class Correction>
void correct_defects(ExecutionSpace const& space, Model const& model, Scale const& scale,
                     double time, Steps const& steps, States const& states, Defects const& defects,
                     Correction const& correction) {
  constexpr int substeps = 8;
  auto const points = static_cast<std::int64_t>(states.extent(1));
  auto const count = static_cast<std::int64_t>(states.extent(0));
  int const dims = model.dims;
  Kokkos::parallel_for(
      "smnn::discovery::flow_defects", Range<ExecutionSpace>(space, 0, count * (points - 1)),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const t = i % (points - 1);
        std::int64_t const b = i / (points - 1);
        double const step = steps(steps.extent(0) > 1 ? b : 0, steps.extent(1) > 1 ? t : 0);
        double x[max_variables] = {};
        for (int d = 0; d < dims; ++d) x[d] = scale(d) * states(b, t, d, 0);
        model.advance(x, step * time, substeps);
        for (int d = 0; d < dims; ++d) {
          defects(b, t, d) = (x[d] / scale(d) - states(b, t + 1, d, 0)) / step;
        }
      });
  Kokkos::parallel_for(
      "smnn::discovery::correct_defects", Range<ExecutionSpace>(space, 0, count * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const t = i % points;
        std::int64_t const b = i / points;
        std::int64_t const left = t > 0 ? t - 1 : 0;
        std::int64_t const right = t + 1 < points ? t : t - 1;
        for (int d = 0; d < dims; ++d) {
          correction(b, t, d) += (defects(b, left, d) + defects(b, right, d)) / 2;
        }
      });
}

// Sum of squares of what the states leave of the equations, correction included.
template <class ExecutionSpace, class Model, class Scale, class States, class Correction>
double squared_governing_residual(ExecutionSpace const& space, Model const& model,
                                  Scale const& scale, double time, States const& states,
                                  Correction const& correction) {
  auto const points = static_cast<std::int64_t>(states.extent(1));
  int const dims = model.dims;
  double sum = 0;
  Kokkos::parallel_reduce(
      "smnn::discovery::squared_governing_residual",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(states.extent(0)) * points),
      KOKKOS_LAMBDA(std::int64_t i, double& partial) {
        std::int64_t const t = i % points;
        std::int64_t const b = i / points;
        double x[max_variables] = {};
        double f[max_variables];
        for (int d = 0; d < dims; ++d) x[d] = scale(d) * states(b, t, d, 0);
        model.derivative(x, f);
        for (int d = 0; d < dims; ++d) {
          double const residual = states(b, t, d, 1) - time / scale(d) * f[d] - correction(b, t, d);
          partial += residual * residual;
        }
      },
      sum);
  return sum;
}

// states = (states + before) / 2
template <class ExecutionSpace, class States>
void halve_move(ExecutionSpace const& space, States const& before, States const& states) {
  Kokkos::parallel_for(
      "smnn::discovery::halve_move",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(states.span())),
      KOKKOS_LAMBDA(std::int64_t i) {
        states.data()[i] = (states.data()[i] + before.data()[i]) / 2;
      });
}

// Sum of squares of states - data of variable d.
template <class ExecutionSpace, class States, class Data>
double squared_distance(ExecutionSpace const& space, States const& states, Data const& data,
                        int d) {
  auto const points = static_cast<std::int64_t>(states.extent(1));
  double sum = 0;
  Kokkos::parallel_reduce(
      "smnn::discovery::squared_distance",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(states.extent(0)) * points),
      KOKKOS_LAMBDA(std::int64_t i, double& partial) {
        double const distance =
            states(i / points, i % points, d, 0) - data(i / points, i % points, d, 0);
        partial += distance * distance;
      },
      sum);
  return sum;
}

// Sum of squares of derivative order r of variable d.
template <class ExecutionSpace, class States>
double squared_size(ExecutionSpace const& space, States const& states, int d, int r) {
  auto const points = static_cast<std::int64_t>(states.extent(1));
  double sum = 0;
  Kokkos::parallel_reduce(
      "smnn::discovery::squared_size",
      Range<ExecutionSpace>(space, 0, static_cast<std::int64_t>(states.extent(0)) * points),
      KOKKOS_LAMBDA(std::int64_t i, double& partial) {
        double const entry = states(i / points, i % points, d, r);
        partial += entry * entry;
      },
      sum);
  return sum;
}

}  // namespace smnn::discovery::detail
