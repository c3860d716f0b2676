#include "workload.hpp"

#include <array>
#include <string>

namespace smnn::perf {
namespace {

enum Stream : std::uint64_t { coefficient, right_hand_side, initial_value, step, seed_value };

/// Uniform in [-1, 1), a function of its arguments alone (splitmix64).
KOKKOS_INLINE_FUNCTION double uniform(Stream stream, std::int64_t system, std::int64_t t, int i) {
  std::uint64_t x = static_cast<std::uint64_t>(system) * 0x9e3779b97f4a7c15U +
                    static_cast<std::uint64_t>(t) * 0xd1342543de82ef95U +
                    static_cast<std::uint64_t>(i) * 0xa0761d6478bd642fU + stream;
  for (int round = 0; round < 2; ++round) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    x ^= x >> 31U;
  }
  return static_cast<double>(x >> 11U) * 0x1p-52 - 1.0;
}

/// Inputs of time point t of system b: y_d' + y_d + (small couplings and higher derivatives) = f_d,
/// steps of 0.1 +- 10 %.
template <class Real>
struct FillInputs {
  InputViews<Real> inputs;
  std::int64_t systems;
  Origin origin;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    std::int64_t const b = index % systems;
    std::int64_t const t = index / systems;
    std::int64_t const system = origin.system + b;
    std::int64_t const point = origin.time_point + t;
    int const equations = static_cast<int>(inputs.coefficients.extent(2));
    int const dims = static_cast<int>(inputs.coefficients.extent(3));
    int const orders = static_cast<int>(inputs.coefficients.extent(4));
    for (int e = 0; e < equations; ++e) {
      for (int d = 0; d < dims; ++d) {
        for (int r = 0; r < orders; ++r) {
          int const number = (e * dims + d) * orders + r;
          double const base = d == e % dims && r < 2 ? 1 : 0;
          double const spread = r < 2 ? 0.1 : 0.001;
          inputs.coefficients(b, t, e, d, r) =
              static_cast<Real>(base + spread * uniform(coefficient, system, point, number));
        }
      }
      inputs.rhs(b, t, e) = static_cast<Real>(uniform(right_hand_side, system, point, e));
    }
    if (t < static_cast<std::int64_t>(inputs.steps.extent(1)))
      inputs.steps(b, t) = static_cast<Real>(0.1 + 0.01 * uniform(step, system, point, 0));
    if (t >= static_cast<std::int64_t>(inputs.initial_values.extent(1))) return;
    int const initial_orders = static_cast<int>(inputs.initial_values.extent(3));
    for (int d = 0; d < dims; ++d) {
      for (int r = 0; r < initial_orders; ++r)
        inputs.initial_values(b, 0, d, r) =
            static_cast<Real>(uniform(initial_value, system, 0, d * orders + r));
    }
  }
};

template <class Real>
struct FillSeed {
  StridedView<Real****> seed;
  std::int64_t systems;
  Origin origin;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    std::int64_t const b = index % systems;
    std::int64_t const t = index / systems;
    int const dims = static_cast<int>(seed.extent(2));
    int const orders = static_cast<int>(seed.extent(3));
    for (int d = 0; d < dims; ++d) {
      for (int r = 0; r < orders; ++r)
        seed(b, t, d, r) = static_cast<Real>(
            uniform(seed_value, origin.system + b, origin.time_point + t, d * orders + r));
    }
  }
};

template <class DataType, class... Extents>
StridedView<DataType> make_view(char const* label, Placement placement, Extents... extents) {
  constexpr int rank = sizeof...(Extents);
  std::array<std::size_t, rank> const sizes{static_cast<std::size_t>(extents)...};
  std::array<int, rank> fastest_first{};
  for (int axis = 0; axis < rank; ++axis) {
    fastest_first[static_cast<std::size_t>(axis)] =
        placement == Placement::systems_adjacent ? axis : rank - 1 - axis;
  }
  return StridedView<DataType>(
      Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing),
      Kokkos::LayoutStride::order_dimensions(rank, fastest_first.data(), sizes.data()));
}

template <class Real>
InputViews<Real> make_inputs(Shape const& s, Placement placement, Origin const& origin) {
  return {make_view<Real*****>("perf::coefficients", placement, s.systems, s.time_points,
                               s.equations, s.dims, s.orders),
          make_view<Real***>("perf::rhs", placement, s.systems, s.time_points, s.equations),
          make_view<Real****>("perf::initial_values", placement, s.systems,
                              origin.time_point == 0 ? 1 : 0, s.dims, s.initial_orders()),
          make_view<Real**>("perf::steps", placement, s.systems,
                            s.time_points - (origin.goes_on ? 0 : 1))};
}

template <class Real>
StridedView<Real****> make_solution(char const* label, Shape const& s, Placement placement) {
  return make_view<Real****>(label, placement, s.systems, s.time_points, s.dims, s.orders);
}

template <class Functor>
void for_each_step(char const* label, Shape const& s, Functor const& functor) {
  using Policy = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>;
  Kokkos::parallel_for(label, Policy(0, s.step_systems()), functor);
  Kokkos::fence("smnn::perf: filled");
}

}  // namespace

template <class Real>
Workload<Real>::Workload(Shape const& sizes, Placement place, Origin const& share)
    : shape(sizes),
      placement(place),
      origin(share),
      inputs(make_inputs<Real>(sizes, place, share)),
      solution(make_solution<Real>("perf::solution", sizes, place)) {
  for_each_step("perf::fill_inputs", shape, FillInputs<Real>{inputs, shape.systems, origin});
}

template <class Real>
Problem<Real, Memory> Workload<Real>::problem() const {
  ProblemOptions options;
  options.time_points = shape.time_points;
  return {Space(), inputs.coefficients, inputs.rhs, inputs.initial_values, inputs.steps, options};
}

template <class Real>
void Workload<Real>::need_gradients() {
  if (seed.data() != nullptr) return;
  seed = make_solution<Real>("perf::seed", shape, placement);
  gradients = make_inputs<Real>(shape, placement, origin);
  for_each_step("perf::fill_seed", shape, FillSeed<Real>{seed, shape.systems, origin});
}

template <class Real>
std::shared_ptr<Workload<Real>> shared_workload(Shape const& shape, Placement placement) {
  static std::array<std::weak_ptr<Workload<Real>>, 2> alive;
  auto& slot = alive[placement == Placement::systems_adjacent ? 0 : 1];
  auto workload = slot.lock();
  if (!workload || workload->shape != shape) {
    workload = std::make_shared<Workload<Real>>(shape, placement);
    slot = workload;
  }
  return workload;
}

template class Workload<double>;
template class Workload<float>;
template std::shared_ptr<Workload<double>> shared_workload(Shape const&, Placement);
template std::shared_ptr<Workload<float>> shared_workload(Shape const&, Placement);

}  // namespace smnn::perf
