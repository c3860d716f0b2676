/// What the tests of layers have in common: a layer with its parameters and arrays, gradients
/// against central differences, single precision against double.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "device_values.hpp"
#include "smnn/network/layer.hpp"

namespace smnn::test {

/// Random numbers that float and double have in common.
inline std::vector<double> single_values(std::int64_t count, std::uint64_t stream) {
  std::vector<double> values = random_values(count, stream);
  for (double& value : values) value = static_cast<float>(value);
  return values;
}

/// A layer of `samples` random samples x and the loss l = sum weight y, with random weights.
template <class Real, class Space>
class LayerRun {
 public:
  using Memory = typename Space::memory_space;
  using Pointer = network::LayerPointer<Real, Space>;
  using Buffer = Kokkos::View<Real*, Memory>;

  /// `make` has an operator()<Real, Space>(ParameterLayout&) that returns a LayerPointer.
  template <class Make>
  LayerRun(Make const& make, std::int64_t samples)
      : samples_(samples),
        layer_(make.template operator()<Real, Space>(layout_)),
        parameters_(space_, layout_, 7),
        x_(to_device<Real, Memory>(single_values(samples * layer_->inputs(), 21))),
        y_("y", static_cast<std::size_t>(samples * layer_->outputs())),
        dy_(to_device<Real, Memory>(single_values(samples * layer_->outputs(), 22))),
        dx_("dx", static_cast<std::size_t>(samples * layer_->inputs())) {
    set(parameters_.values(), single_values(parameters_.size(), 23));
    layer_->reserve(samples);
  }

  static void set(Buffer const& to, std::vector<double> const& values) {
    Kokkos::deep_copy(to, to_device<Real, Memory>(values));
  }

  void forward() {
    layer_->forward(space_, parameters_, matrix(x_, layer_->inputs()),
                    matrix(y_, layer_->outputs()));
    space_.fence();
  }
  void backward() {
    layer_->backward(space_, parameters_, matrix(x_, layer_->inputs()),
                     matrix(y_, layer_->outputs()), matrix(dy_, layer_->outputs()),
                     matrix(dx_, layer_->inputs()));
    space_.fence();
  }
  void backward_of_parameters_only() {
    layer_->backward(space_, parameters_, matrix(x_, layer_->inputs()),
                     matrix(y_, layer_->outputs()), matrix(dy_, layer_->outputs()), {});
    space_.fence();
  }

  double loss() {
    forward();
    std::vector<double> const y = to_host(y_);
    std::vector<double> const weights = to_host(dy_);
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += weights[i] * y[i];
    return sum;
  }

  network::Layer<Real, Space>& layer() { return *layer_; }
  network::Parameters<Real, Space> const& parameters() const { return parameters_; }
  Buffer const& x() const { return x_; }
  Buffer const& y() const { return y_; }
  Buffer const& dy() const { return dy_; }
  Buffer const& dx() const { return dx_; }

 private:
  network::Matrix<Real, Memory> matrix(Buffer const& buffer, std::int64_t features) const {
    return network::Matrix<Real, Memory>(buffer.data(), static_cast<std::size_t>(samples_),
                                         static_cast<std::size_t>(features));
  }

  Space space_;
  std::int64_t samples_;
  network::ParameterLayout layout_;
  Pointer layer_;
  network::Parameters<Real, Space> parameters_;
  Buffer x_, y_, dy_, dx_;
};

/// dx and the parameters' gradients against (l(at + h) - l(at - h)) / 2 h, entry by entry. The
/// error is rounding, 1e-16 |l| / h with |l| up to 1e2, and h^2 l''' / 6: 1e-9 at h = 1e-5, where
/// entries are about 1.
template <class Space, class Make>
void expect_gradients_of_differences(Make const& make, std::int64_t samples) {
  constexpr double h = 1e-5;
  constexpr double tolerance = 1e-8;
  LayerRun<double, Space> run(make, samples);
  run.forward();
  run.backward();
  auto const expect = [&](char const* name, auto const& variable, auto const& gradient) {
    std::vector<double> const at = to_host(variable);
    std::vector<double> const got = to_host(gradient);
    for (std::size_t i = 0; i < at.size(); ++i) {
      auto const loss_at = [&](double value) {
        std::vector<double> moved = at;
        moved[i] = value;
        run.set(variable, moved);
        return run.loss();
      };
      double const difference = (loss_at(at[i] + h) - loss_at(at[i] - h)) / (2 * h);
      EXPECT_NEAR(got[i], difference, tolerance * (1 + std::abs(difference))) << name << ", " << i;
    }
    run.set(variable, at);
  };
  expect("input", run.x(), run.dx());
  expect("parameter", run.parameters().values(), run.parameters().gradients());
}

/// Values and gradients in float against double, relative to the largest. `terms`: of the longest
/// sum between an input and an outcome, each of which may be off by a unit of rounding.
template <class Space, class Make>
void expect_float_as_double(Make const& make, std::int64_t samples, std::int64_t terms) {
  LayerRun<double, Space> exact(make, samples);
  LayerRun<float, Space> run(make, samples);
  exact.forward();
  exact.backward();
  run.forward();
  run.backward();
  auto const compare = [&](char const* name, auto const& got_view, auto const& expected_view) {
    std::vector<double> const got = to_host(got_view);
    std::vector<double> const expected = to_host(expected_view);
    double largest = 0;
    for (double const value : expected) largest = std::max(largest, std::abs(value));
    double const tolerance = static_cast<double>(terms + 4) * 0x1p-23 * largest;
    for (std::size_t i = 0; i < got.size(); ++i)
      EXPECT_NEAR(got[i], expected[i], tolerance) << name << ", " << i;
  };
  compare("output", run.y(), exact.y());
  compare("input gradient", run.dx(), exact.dx());
  compare("parameter gradient", run.parameters().gradients(), exact.parameters().gradients());
}

/// The one that suits the platform's precision.
template <class Platform, class Make>
void check_gradients(Make const& make, std::int64_t samples, std::int64_t terms) {
  using Space = typename Platform::Space;
  if constexpr (std::is_same_v<typename Platform::Real, double>) {
    expect_gradients_of_differences<Space>(make, samples);
  } else {
    expect_float_as_double<Space>(make, samples, terms);
  }
}

}  // namespace smnn::test
