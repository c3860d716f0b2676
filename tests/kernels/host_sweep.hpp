/// Sweeps over time of one SIMD pack of systems, run on the host for given arrays: residuals of
/// the normal equations, gradients and factors.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "constraint_rows.hpp"
#include "lanes.hpp"
#include "problem_data.hpp"
#include "smnn/kernels/sweeps/factor.hpp"
#include "smnn/kernels/sweeps/gradient.hpp"
#include "smnn/kernels/sweeps/orthogonal.hpp"
#include "smnn/kernels/sweeps/residual.hpp"

namespace smnn::kernels {

inline SmoothnessDefinition definition_of(Extents const& e) {
  using Family = TwoPointFamily;
  if (e.smoothness == Smoothness::pade) return {Family::pade, static_cast<int>(e.orders)};
  bool const central = e.smoothness == Smoothness::central;
  return {central ? Family::taylor_without_highest : Family::taylor, static_cast<int>(e.orders)};
}

/// Row-major, with stride 0 along axes of extent 1.
template <class T, std::size_t Rank>
StridedArray<T, static_cast<int>(Rank)> row_major(T* data,
                                                  std::array<std::int64_t, Rank> const& shape) {
  StridedArray<T, static_cast<int>(Rank)> array;
  array.data = data;
  std::int64_t stride = 1;
  for (std::size_t axis = Rank; axis-- > 0;) {
    array.extent[axis] = shape[axis];
    array.stride[axis] = shape[axis] == 1 ? 0 : stride;
    stride *= shape[axis];
  }
  return array;
}

/// The first width systems of a problem, M = 1.
template <class Scalar, int Bandwidth, class Order>
class HostSweep {
  using Real = real_t<Scalar>;
  static constexpr int width = width_v<Scalar>;

 public:
  HostSweep(test::ProblemData const& data, Order const& order)
      : shapes_(data.extents),
        extents_(data.extents),
        order_(order),
        definition_(definition_of(data.extents)),
        table_(definition_.coefficients.begin(), definition_.coefficients.end()),
        gram_(definition_.gram.begin(), definition_.gram.end()),
        condensed_(definition_.condensed.begin(), definition_.condensed.end()),
        coefficients_(data.inputs.coefficients.begin(), data.inputs.coefficients.end()),
        rhs_(data.inputs.rhs.begin(), data.inputs.rhs.end()),
        initial_values_(data.inputs.initial_values.begin(), data.inputs.initial_values.end()),
        steps_(data.inputs.steps.begin(), data.inputs.steps.end()),
        inputs_{row_major<Real const>(coefficients_.data(), shapes_.coefficients),
                row_major<Real const>(rhs_.data(), shapes_.rhs),
                row_major<Real const>(initial_values_.data(), shapes_.initial_values),
                row_major<Real const>(steps_.data(), shapes_.steps)},
        scratch_(static_cast<std::size_t>(
            std::max(arena_size(order.n(), order.dims()),
                     orthogonal_arena_size(order.n(), order.dims(), Bandwidth)))),
        problem_{
            SystemInputs<Scalar>(inputs_, range_),
            {extents_.time_points, extents_.equations, extents_.initial_steps,
             static_cast<int>(extents_.initial_orders)},
            {static_cast<int>(extents_.orders), definition_.sets, definition_.rows,
             extents_.smoothness == Smoothness::pade, extents_.smoothness == Smoothness::central,
             table_.data(), gram_.data(), condensed_.data()},
            weights_of(data)} {}

  HostSweep(HostSweep const&) = delete;
  HostSweep& operator=(HostSweep const&) = delete;

  /// A^T (b - A x) of every system, b = 0 unless `with_rhs`; |b - A x|^2 in `squares`.
  std::vector<double> residual(std::vector<double> const& x, bool with_rhs,
                               std::vector<double>& squares) const {
    std::vector<Scalar> memory = interleaved(x);
    WorkArray<Scalar> const array = work(memory);
    StridedArray<Real const, 5> const none;
    SystemSolution<Scalar, Real const> const no_seed(none, range_);
    SerialMember const member;
    NormalResidual<Scalar, Bandwidth, SerialMember, Order, WorkArray<Scalar>> const sweep{
        member, order_, problem_, array, with_rhs, no_seed, {scratch_.data()}};
    std::vector<double> g(x.size());
    auto sink = [&](std::int64_t t, auto const& block) {
      for (int l = 0; l < width; ++l)
        for (int i = 0; i < order_.n(); ++i)
          g[at(l, t, i)] = static_cast<double>(lane(block[i], l));
    };
    Scalar const sum = sweep(false, sink);
    squares.clear();
    for (int l = 0; l < width; ++l) squares.push_back(static_cast<double>(lane(sum, l)));
    return g;
  }

  /// What a factorisation leaves, of all lanes: factor, z and Schur complement. Entries of
  /// separators are multiplied by what pins them.
  struct Factors {
    std::vector<double> factor, z, schur;
    std::vector<double> status;
  };
  Factors factors(bool orthogonal, SweepExtents const& part) const {
    SweepProblem<Scalar> problem = problem_;
    problem.extents.separators = part.separators;
    problem.extents.last_separators = part.last_separators;
    problem.extents.ghosts = part.ghosts;
    int const n = order_.n();
    int const size = Band<Bandwidth>::factor_size(order_);
    SchurLayout const layout{n, Bandwidth};
    auto const steps = static_cast<std::size_t>(extents_.time_points);
    std::vector<Scalar> factor(steps * static_cast<std::size_t>(size), Scalar(0));
    std::vector<Scalar> z(steps * static_cast<std::size_t>(n), Scalar(0));
    std::vector<Scalar> schur(static_cast<std::size_t>(layout.size()), Scalar(0));
    auto const array = [](std::vector<Scalar>& memory, int per_step) {
      return WorkArray<Scalar>{reinterpret_cast<Real*>(memory.data()), per_step, width};
    };
    SerialMember const member;
    StridedArray<Real const, 5> const none;
    SystemSolution<Scalar, Real const> const no_seed(none, range_);
    Status<Scalar> of_rhs;
    Arena<Scalar> const arena{scratch_.data()};
    Status<Scalar> status =
        orthogonal ? orthogonal_sweep<Scalar, Bandwidth>(member, order_, problem, true,
                                                         array(factor, size), array(z, n),
                                                         array(schur, layout.size()), of_rhs, arena)
                   : factor_sweep<Scalar, Bandwidth>(member, order_, problem, true, no_seed,
                                                     array(factor, size), array(z, n),
                                                     array(schur, layout.size()), of_rhs, arena);
    status.merge(of_rhs);
    for (std::size_t t = 0; t < steps; ++t) {
      if (!problem.extents.is_separator(static_cast<std::int64_t>(t))) continue;
      auto const scale = [t](std::vector<Scalar>& memory, int per_step) {
        for (int i = 0; i < per_step; ++i)
          memory[t * static_cast<std::size_t>(per_step) + static_cast<std::size_t>(i)] *=
              Scalar(pin_root<Real>());
      };
      scale(factor, size);
      scale(z, n);
    }
    return {lanes_of(factor), lanes_of(z), lanes_of(schur), lanes_of({status.first_failure})};
  }

  /// Gradients of lambda . (A^T (b - A y)) at fixed y and lambda.
  test::InputData gradients(std::vector<double> const& y, std::vector<double> const& lambda) const {
    std::vector<Real> const real_y(y.begin(), y.end());
    auto const y_array = row_major<Real const>(real_y.data(), shapes_.solution);
    SystemSolution<Scalar, Real const> const solution(y_array, range_);
    std::vector<Scalar> memory = interleaved(lambda);
    WorkArray<Scalar> const adjoint = work(memory);
    std::vector<Real> c(coefficients_.size()), f(rhs_.size()), u(initial_values_.size()),
        s(steps_.size());
    InputSet<Real> const out{
        row_major(c.data(), shapes_.coefficients), row_major(f.data(), shapes_.rhs),
        row_major(u.data(), shapes_.initial_values), row_major(s.data(), shapes_.steps)};
    GradientTargets<Scalar> targets;
    targets.coefficients.direct = slice_groups<Scalar>(out.coefficients, range_);
    targets.coefficients.time_stride = out.coefficients.stride[1];
    targets.rhs.direct = slice_solutions<Scalar>(out.rhs, range_);
    targets.rhs.time_stride = out.rhs.stride[2];
    targets.initial_values.direct = slice_solutions<Scalar>(out.initial_values, range_);
    targets.initial_values.time_stride = out.initial_values.stride[2];
    targets.steps.direct = slice_groups<Scalar>(out.steps, range_);
    targets.steps.time_stride = out.steps.stride[1];
    SerialMember const member;
    GradientSweep<Scalar, Bandwidth, SerialMember, Order> const sweep{member,
                                                                      order_,
                                                                      problem_,
                                                                      out,
                                                                      targets,
                                                                      solution,
                                                                      adjoint,
                                                                      mask_t<Scalar>(true),
                                                                      mask_t<Scalar>(false)};
    sweep({scratch_.data()});
    return {{c.begin(), c.end()}, {f.begin(), f.end()}, {u.begin(), u.end()}, {s.begin(), s.end()}};
  }

 private:
  static RowWeights<Real> weights_of(test::ProblemData const& data) {
    auto const square = [](double w) { return static_cast<Real>(w * w); };
    auto const& w = data.weights;
    bool const pade = data.extents.smoothness == Smoothness::pade;
    return {square(w.governing), square(w.initial), square(w.smoothness),
            pade ? square(w.smoothness * w.highest_order) : Real(0)};
  }

  static std::vector<double> lanes_of(std::vector<Scalar> const& packs) {
    std::vector<double> numbers;
    for (Scalar const& pack : packs) {
      for (int l = 0; l < width; ++l) numbers.push_back(static_cast<double>(lane(pack, l)));
    }
    return numbers;
  }

  // Of entry i of a block of system l in an array (B, T, D, K).
  std::size_t at(int l, std::int64_t t, int i) const {
    int const in_block = order_.dim_of(i) * order_.k() + order_.order_of(i);
    return static_cast<std::size_t>((l * extents_.time_points + t) * order_.n() + in_block);
  }

  std::vector<Scalar> interleaved(std::vector<double> const& x) const {
    std::vector<Scalar> memory;
    for (std::int64_t t = 0; t < extents_.time_points; ++t) {
      for (int i = 0; i < order_.n(); ++i) {
        std::vector<Real> values;
        for (int l = 0; l < width; ++l) values.push_back(static_cast<Real>(x[at(l, t, i)]));
        memory.push_back(make_pack<Scalar>(values));
      }
    }
    return memory;
  }
  WorkArray<Scalar> work(std::vector<Scalar>& memory) const {
    return {reinterpret_cast<Real*>(memory.data()), order_.n(), width};
  }

  test::Shapes shapes_;
  Extents extents_;
  Order order_;
  SmoothnessDefinition definition_;
  std::vector<Real> table_, gram_, condensed_;
  std::vector<Real> coefficients_, rhs_, initial_values_, steps_;
  InputSet<Real const> inputs_;
  SystemRange range_{0, 0, width, false};
  mutable std::vector<Scalar> scratch_;
  SweepProblem<Scalar> problem_;
};

}  // namespace smnn::kernels
