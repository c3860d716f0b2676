/// A model small enough to know everything about: y = X w, noise-free, on any device.
#pragma once

#include <Kokkos_Core.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "device_values.hpp"
#include "smnn/network/training/objective.hpp"

namespace smnn::test {

template <class Real, class Space>
class LeastSquaresObjective : public network::Objective<Real, Space> {
 public:
  using ParameterSet = network::Parameters<Real, Space>;
  using Memory = typename Space::memory_space;

  static constexpr std::int64_t features = 3;

  static network::ParameterLayout layout() {
    network::ParameterLayout result;
    result.add("weight", {features}, network::Initialization::uniform(0.5));
    return result;
  }
  static std::vector<double> truth() { return {1.0, -2.0, 0.5}; }

  LeastSquaresObjective(std::int64_t samples, std::uint64_t stream)
      : x_(to_device<Real, Memory>(random_values(samples * features, stream))),
        y_(to_device<Real, Memory>(targets(random_values(samples * features, stream)))),
        samples_(samples) {}

  std::int64_t samples() const override { return samples_; }
  std::vector<std::string> loss_names() const override { return {"squares", "absolute"}; }

  void reserve(std::int64_t samples) override {
    indices_ = Kokkos::View<std::int64_t*, Memory>("indices", static_cast<std::size_t>(samples));
    residuals_ = Kokkos::View<Real*, Memory>("residuals", static_cast<std::size_t>(samples));
    reserved = samples;
  }

  void evaluate(Space const& space, ParameterSet const& parameters,
                network::Evaluation const& evaluation, std::span<double> losses) override {
    if (before_evaluation) before_evaluation(evaluations);
    ++evaluations;
    auto const count = static_cast<std::int64_t>(evaluation.samples.size());
    auto const range = std::pair<std::size_t, std::size_t>(0, evaluation.samples.size());
    auto const indices = Kokkos::subview(indices_, range);
    auto const residuals = Kokkos::subview(residuals_, range);
    auto const x = x_;
    auto const y = y_;
    auto const w = parameters.values();
    auto const g = parameters.gradients();
    Kokkos::deep_copy(space, indices,
                      Kokkos::View<std::int64_t const*, Kokkos::HostSpace,
                                   Kokkos::MemoryTraits<Kokkos::Unmanaged>>(
                          evaluation.samples.data(), evaluation.samples.size()));
    Kokkos::parallel_for(
        "residuals", Kokkos::RangePolicy<Space>(space, 0, count), KOKKOS_LAMBDA(std::int64_t s) {
          Real value = -y(indices(s));
          for (std::int64_t j = 0; j < features; ++j) value += x(indices(s) * features + j) * w(j);
          residuals(s) = value;
        });
    if (evaluation.with_gradients) {
      auto const factor = static_cast<Real>(2 * evaluation.gradient_factor);
      Kokkos::parallel_for(
          "gradients", Kokkos::RangePolicy<Space>(space, 0, features),
          KOKKOS_LAMBDA(std::int64_t j) {
            Real sum = 0;
            for (std::int64_t s = 0; s < count; ++s)
              sum += residuals(s) * x(indices(s) * features + j);
            g(j) += factor * sum;
          });
    }
    space.fence();
    losses[0] = losses[1] = 0;
    for (double const residual : to_host(residuals)) {
      losses[0] += residual * residual;
      losses[1] += std::abs(residual);
    }
    if (spoil_losses) spoil_losses(losses);
  }

  void begin_epoch(Space const&, ParameterSet const&, std::int64_t epoch) override {
    epochs_begun.push_back(static_cast<double>(epoch));
  }
  std::vector<double> state() const override { return epochs_begun; }
  void restore(std::span<double const> state) override {
    epochs_begun.assign(state.begin(), state.end());
  }

  /// Called with the number of evaluations before this one; may throw or raise a signal.
  std::function<void(std::int64_t)> before_evaluation;
  std::function<void(std::span<double>)> spoil_losses;
  std::int64_t evaluations = 0;
  std::int64_t reserved = 0;
  std::vector<double> epochs_begun;

 private:
  static std::vector<double> targets(std::vector<double> const& x) {
    std::vector<double> const w = truth();
    std::vector<double> y(x.size() / w.size());
    for (std::size_t i = 0; i < x.size(); ++i) y[i / w.size()] += x[i] * w[i % w.size()];
    return y;
  }

  Kokkos::View<Real*, Memory> x_, y_, residuals_;
  Kokkos::View<std::int64_t*, Memory> indices_;
  std::int64_t samples_;
};

}  // namespace smnn::test
