// The mechanistic layer: any mix of shared and separate inputs, in either precision, over changing
// batches.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "smnn/network/mechanistic_layer.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

// T time points of D functions with K orders; all start with values, one value per function.
constexpr std::int64_t T = 6, D = 2, K = 3;

struct Numbers {
  std::vector<double> coefficients, rhs, initial_values, steps;
};

// Coefficients shared over the batch, steps over the batch and time; the rest of each system.
Numbers numbers(std::int64_t batch) {
  Numbers result;
  result.coefficients = random_values(T * D * D * K, 11, 0.2, 1);
  for (std::int64_t t = 0; t < T; ++t) {  // order 1 of the own function leads
    for (std::int64_t e = 0; e < D; ++e)
      result.coefficients[static_cast<std::size_t>(((t * D + e) * D + e) * K + 1)] += 2;
  }
  result.rhs = random_values(batch * T * D, 12);
  result.initial_values = random_values(batch * D, 13);
  result.steps = {0.11};
  return result;
}

// Solves for `numbers` and differentiates sum_i weight_i y_i, everything in device memory.
template <class Real, class SolverReal, class Space>
struct Run {
  using Layer = network::MechanisticLayer<Real, SolverReal, Space>;
  using Memory = typename Space::memory_space;
  using Buffer = Kokkos::View<Real*, Memory>;

  std::int64_t batch;
  Buffer coefficients, rhs, initial_values, steps, solution, seed;
  Buffer grad_coefficients, grad_rhs, grad_initial_values, grad_steps;

  explicit Run(std::int64_t systems, Numbers const& n)
      : batch(systems),
        coefficients(to_device<Real, Memory>(n.coefficients)),
        rhs(to_device<Real, Memory>(n.rhs)),
        initial_values(to_device<Real, Memory>(n.initial_values)),
        steps(to_device<Real, Memory>(n.steps)),
        solution("solution", static_cast<std::size_t>(batch * T * D * K)),
        seed(to_device<Real, Memory>(random_values(batch * T * D * K, 14))),
        grad_coefficients("grad", coefficients.extent(0)),
        grad_rhs("grad", rhs.extent(0)),
        grad_initial_values("grad", initial_values.extent(0)),
        grad_steps("grad", steps.extent(0)) {}

  template <class T_>
  using View2 = Kokkos::View<T_**, Kokkos::LayoutRight, Memory, Kokkos::MemoryUnmanaged>;
  template <class T_>
  using View3 = Kokkos::View<T_***, Kokkos::LayoutRight, Memory, Kokkos::MemoryUnmanaged>;
  template <class T_>
  using View4 = Kokkos::View<T_****, Kokkos::LayoutRight, Memory, Kokkos::MemoryUnmanaged>;
  template <class T_>
  using View5 = Kokkos::View<T_*****, Kokkos::LayoutRight, Memory, Kokkos::MemoryUnmanaged>;

  auto b() const { return static_cast<std::size_t>(batch); }
  typename Layer::Inputs inputs() const {
    return {View5<Real const>(coefficients.data(), 1, T, D, D, K),
            View3<Real const>(rhs.data(), b(), T, D),
            View4<Real const>(initial_values.data(), b(), 1, D, 1),
            View2<Real const>(steps.data(), 1, 1)};
  }
  typename Layer::InputGradients gradients() const {
    return {View5<Real>(grad_coefficients.data(), 1, T, D, D, K),
            View3<Real>(grad_rhs.data(), b(), T, D),
            View4<Real>(grad_initial_values.data(), b(), 1, D, 1),
            View2<Real>(grad_steps.data(), 1, 1)};
  }
  void forward(Space const& space, Layer& layer) const {
    layer.forward(space, inputs(), View4<Real>(solution.data(), b(), T, D, K));
  }
  void backward(Space const& space, Layer& layer) const {
    layer.backward(space, View4<Real const>(seed.data(), b(), T, D, K), gradients());
  }
};

template <class SolverReal, class Space>
double loss(Space const& space, network::MechanisticLayer<SolverReal, SolverReal, Space>& layer,
            std::int64_t batch, Numbers const& n) {
  Run<SolverReal, SolverReal, Space> const run(batch, n);
  run.forward(space, layer);
  space.fence();
  std::vector<double> const y = to_host(run.solution);
  std::vector<double> const weights = to_host(run.seed);
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += weights[i] * y[i];
  return sum;
}

template <class Platform>
class MechanisticLayerOn : public testing::Test {};
TYPED_TEST_SUITE(MechanisticLayerOn, Platforms, PlatformNames);

TYPED_TEST(MechanisticLayerOn, HasTheGradientsOfFiniteDifferences) {
  using Space = typename TypeParam::Space;
  Space const space;
  network::MechanisticLayer<double, double, Space> layer({}, {});
  constexpr std::int64_t batch = 3;
  Numbers const at = numbers(batch);
  Run<double, double, Space> const run(batch, at);
  run.forward(space, layer);
  run.backward(space, layer);
  space.fence();

  // Central differences: rounding 1e-16 l / h and truncation h^2 l''' balance near h = 1e-5.
  constexpr double h = 1e-5;
  constexpr double tolerance = 1e-7;
  auto const expect = [&](char const* name, std::vector<double> Numbers::*input,
                          auto const& gradient) {
    std::vector<double> const got = to_host(gradient);
    for (std::size_t i = 0; i < (at.*input).size(); ++i) {
      Numbers up = at;
      Numbers down = at;
      (up.*input)[i] += h;
      (down.*input)[i] -= h;
      double const difference =
          (loss(space, layer, batch, up) - loss(space, layer, batch, down)) / (2 * h);
      EXPECT_NEAR(got[i], difference, tolerance * (1 + std::abs(difference))) << name << ", " << i;
    }
  };
  expect("coefficients", &Numbers::coefficients, run.grad_coefficients);
  expect("rhs", &Numbers::rhs, run.grad_rhs);
  expect("initial_values", &Numbers::initial_values, run.grad_initial_values);
  expect("steps", &Numbers::steps, run.grad_steps);
}

TYPED_TEST(MechanisticLayerOn, SolvesInDoubleForFloatNetworks) {
  using Space = typename TypeParam::Space;
  Space const space;
  constexpr std::int64_t batch = 5;
  Numbers at = numbers(batch);
  for (auto* input : {&at.coefficients, &at.rhs, &at.initial_values, &at.steps}) {
    for (double& value : *input) value = static_cast<float>(value);
  }
  network::MechanisticLayer<double, double, Space> exact({}, {});
  network::MechanisticLayer<float, double, Space> mixed({}, {});
  Run<double, double, Space> const expected(batch, at);
  Run<float, double, Space> const got(batch, at);
  expected.forward(space, exact);
  expected.backward(space, exact);
  got.forward(space, mixed);
  got.backward(space, mixed);
  space.fence();

  // The seed, too, is rounded to float; nothing else is, but the results: a unit each.
  auto const compare = [](char const* name, auto const& a, auto const& b, double tolerance) {
    std::vector<double> const x = to_host(a);
    std::vector<double> const y = to_host(b);
    double largest = 0;
    for (double const value : y) largest = std::max(largest, std::abs(value));
    for (std::size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR(x[i], y[i], tolerance * largest) << name << ", " << i;
  };
  compare("solution", got.solution, expected.solution, 0x1p-23);
  // Sums of up to 180 products with a rounded seed.
  constexpr double of_sums = 180 * 0x1p-23;
  compare("coefficients", got.grad_coefficients, expected.grad_coefficients, of_sums);
  compare("rhs", got.grad_rhs, expected.grad_rhs, of_sums);
  compare("initial_values", got.grad_initial_values, expected.grad_initial_values, of_sums);
  compare("steps", got.grad_steps, expected.grad_steps, of_sums);
}

TYPED_TEST(MechanisticLayerOn, TakesBatchesOfAnySizeInAnyOrder) {
  using Space = typename TypeParam::Space;
  Space const space;
  network::MechanisticLayer<double, double, Space> layer({}, {});
  std::vector<double> first;
  for (std::int64_t const batch : {4, 1, 4}) {
    Run<double, double, Space> const run(batch, numbers(batch));
    run.forward(space, layer);
    run.backward(space, layer);
    space.fence();
    EXPECT_EQ(layer.solver().extents().batch, batch);
    std::vector<double> const gradient = to_host(run.grad_coefficients);
    if (first.empty()) first = gradient;
    if (batch == 4) {
      EXPECT_EQ(gradient, first);
    }
  }
}

TYPED_TEST(MechanisticLayerOn, LeavesOutGradientsThatAreNotAskedFor) {
  using Space = typename TypeParam::Space;
  Space const space;
  network::MechanisticLayer<double, double, Space> layer({}, {});
  Run<double, double, Space> const run(2, numbers(2));
  run.forward(space, layer);
  typename Run<double, double, Space>::Layer::InputGradients only_rhs;
  only_rhs.rhs = run.gradients().rhs;
  layer.backward(space,
                 typename Run<double, double, Space>::template View4<double const>(run.seed.data(),
                                                                                   2, T, D, K),
                 only_rhs);
  space.fence();
  for (double const value : to_host(run.grad_coefficients)) EXPECT_EQ(value, 0);
  double sum = 0;
  for (double const value : to_host(run.grad_rhs)) sum += std::abs(value);
  EXPECT_GT(sum, 0.01);
}

TYPED_TEST(MechanisticLayerOn, SaysThatForwardComesFirst) {
  using Space = typename TypeParam::Space;
  network::MechanisticLayer<double, double, Space> layer({}, {});
  EXPECT_THROW(layer.backward(Space(), {}, {}), InvalidArgument);
  EXPECT_THROW(layer.solver(), InvalidArgument);
}

}  // namespace
}  // namespace smnn::test
