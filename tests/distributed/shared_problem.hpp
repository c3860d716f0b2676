/// A problem on all ranks, and this rank's share of it in views.
#pragma once

#include <Kokkos_Core.hpp>
#include <array>
#include <cmath>
#include <vector>

#include "problem_data.hpp"
#include "smnn/distributed/solver.hpp"

namespace smnn::test {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;
template <class Real, int Rank>
using Strided = kernels::StridedArray<Real, Rank>;

/// A row-major array's part along the batch (axis 0) and along time, where they are not shared.
template <std::size_t Rank>
std::vector<double> part(std::vector<double> const& whole,
                         std::array<std::int64_t, Rank> const& shape, std::size_t time_axis,
                         distributed::Range const& systems, distributed::Range const& points,
                         bool shared_batch, bool shared_time) {
  std::vector<double> result;
  std::array<std::int64_t, Rank> index{};
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::size_t rest = i;
    for (std::size_t axis = Rank; axis-- > 0;) {
      index[axis] = static_cast<std::int64_t>(rest) % shape[axis];
      rest /= static_cast<std::size_t>(shape[axis]);
    }
    auto const inside = [](std::int64_t value, distributed::Range const& range) {
      return value >= range.begin && value < range.end;
    };
    if (!shared_batch && !inside(index[0], systems)) continue;
    if (!shared_time && !inside(index[time_axis], points)) continue;
    result.push_back(whole[i]);
  }
  return result;
}

/// The whole problem's data cut to a rank's share.
class Share {
 public:
  Share(Extents const& whole, distributed::Range const& systems, distributed::Range const& points)
      : whole_(whole), shapes_(whole), systems_(systems), points_(points) {}

  std::vector<double> solution(std::vector<double> const& y) const {
    return part(y, shapes_.solution, 2, systems_, points_, false, false);
  }
  InputData inputs(InputData const& data) const {
    Extents const& e = whole_;
    return {part(data.coefficients, shapes_.coefficients, 1, systems_, points_,
                 e.coefficients.over_batch, e.coefficients.over_time),
            part(data.rhs, shapes_.rhs, 2, systems_, points_, e.rhs.over_batch, e.rhs.over_time),
            part(data.initial_values, shapes_.initial_values, 2, systems_, points_,
                 e.initial_values.over_batch, false),
            part(data.steps, shapes_.steps, 1, systems_, points_, e.steps.over_batch,
                 e.steps.over_time)};
  }

 private:
  Extents whole_;
  Shapes shapes_;
  distributed::Range systems_, points_;
};

template <class Real>
using Flat = Kokkos::View<Real*, Memory>;

template <class Real>
Flat<Real> upload(std::vector<double> const& values) {
  Flat<Real> const view("values", values.size());
  auto const host = Kokkos::create_mirror_view(view);
  for (std::size_t i = 0; i < values.size(); ++i) host(i) = static_cast<Real>(values[i]);
  Kokkos::deep_copy(view, host);
  return view;
}

template <class Real>
std::vector<double> download(Flat<Real> const& view) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
  return {host.data(), host.data() + host.size()};
}

/// The four inputs of a share (or their gradients or directions) in device memory.
template <class Real>
struct Inputs {
  Flat<Real> coefficients, rhs, initial_values, steps;
  Extents local;
  std::int64_t step_count;

  Inputs(InputData const& data, Extents const& share, std::int64_t own_steps)
      : coefficients(upload<Real>(data.coefficients)),
        rhs(upload<Real>(data.rhs)),
        initial_values(upload<Real>(data.initial_values)),
        steps(upload<Real>(data.steps)),
        local(share),
        step_count(own_steps) {}

  template <class T>
  InputArrays<T, Memory> arrays() const {
    auto const size = [](std::int64_t n) { return static_cast<std::size_t>(n); };
    auto const one_if = [&](bool shared, std::int64_t n) { return size(shared ? 1 : n); };
    Extents const& e = local;
    using Unmanaged = Kokkos::MemoryUnmanaged;
    InputArrays<T, Memory> result;
    result.coefficients = Kokkos::View<T*****, Kokkos::LayoutRight, Memory, Unmanaged>(
        coefficients.data(), one_if(e.coefficients.over_batch, e.batch),
        one_if(e.coefficients.over_time, e.time_points), size(e.equations), size(e.dims),
        size(e.orders));
    result.rhs = Kokkos::View<T****, Kokkos::LayoutRight, Memory, Unmanaged>(
        rhs.data(), one_if(e.rhs.over_batch, e.batch), one_if(e.rhs.over_batch, e.right_hand_sides),
        one_if(e.rhs.over_time, e.time_points), size(e.equations));
    result.initial_values = Kokkos::View<T*****, Kokkos::LayoutRight, Memory, Unmanaged>(
        initial_values.data(), one_if(e.initial_values.over_batch, e.batch),
        one_if(e.initial_values.over_batch, e.right_hand_sides), size(e.initial_steps),
        size(e.dims), size(e.initial_orders));
    result.steps = Kokkos::View<T**, Kokkos::LayoutRight, Memory, Unmanaged>(
        steps.data(), one_if(e.steps.over_batch, e.batch), one_if(e.steps.over_time, step_count));
    return result;
  }
  InputData host() const {
    return {download<Real>(coefficients), download<Real>(rhs), download<Real>(initial_values),
            download<Real>(steps)};
  }
};

template <class T>
auto solution_view(Flat<std::remove_const_t<T>> const& flat, Extents const& e) {
  auto const size = [](std::int64_t n) { return static_cast<std::size_t>(n); };
  return Kokkos::View<T*****, Kokkos::LayoutRight, Memory, Kokkos::MemoryUnmanaged>(
      flat.data(), size(e.batch), size(e.right_hand_sides), size(e.time_points), size(e.dims),
      size(e.orders));
}

/// Largest difference, relative to the largest entry; infinite where one has a NaN and the other
/// not.
inline double distance(std::vector<double> const& a, std::vector<double> const& b) {
  if (a.size() != b.size()) return INFINITY;
  double largest = 0;
  double size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) != std::isnan(b[i])) return INFINITY;
    if (std::isnan(a[i])) continue;
    largest = std::max(largest, std::abs(a[i] - b[i]));
    size = std::max(size, std::abs(b[i]));
  }
  return size > 0 ? largest / size : largest;
}

}  // namespace smnn::test
