// The integrator on equations whose solutions are known.
#include "smnn/pde/integration/integrating_factor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "expect_error.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

using namespace dormand_prince;

TEST(DormandPrinceTest, MeetsTheConditionsForQuadratures) {
  // sum_i b_i c_i^(q-1) = 1/q for every order q up to 8, of the embedded solutions up to 5 and 3.
  for (int order = 1; order <= 8; ++order) {
    double eighth = 0;
    double fifth = 0;
    double third = 0;
    for (std::size_t i = 0; i < stages; ++i) {
      double const power = order == 1 ? 1 : std::pow(nodes[i], order - 1);
      eighth += solution[i] * power;
      fifth += error5[i] * power;
      third += solution3[i] * power;
    }
    // Weights of up to 6, ten roundings.
    EXPECT_NEAR(eighth, 1.0 / order, 1e-14) << "order " << order;
    auto const estimate_vanishes = [&](double estimate, int to_order) {
      return order <= to_order ? std::abs(estimate) < 1e-14 : std::abs(estimate) > 1e-6;
    };
    if (order <= 6) {  // estimates of orders 5 and 3, not more
      EXPECT_TRUE(estimate_vanishes(fifth, 5)) << "order " << order << ": " << fifth;
    }
    if (order <= 4) {
      EXPECT_TRUE(estimate_vanishes(third - 1.0 / order, 3)) << "order " << order << ": " << third;
    }
  }
  for (std::size_t i = 0; i < stages; ++i) {
    // Entries of up to 43 that cancel.
    EXPECT_NEAR(std::accumulate(matrix[i].begin(), matrix[i].end(), 0.0), nodes[i], 3e-14);
  }
}

/// y' = i w y - i |y|^2 y: y = y0 exp(i (w - |y0|^2) t), for each mode by itself.
class Rotations final : public ModeSystem {
 public:
  explicit Rotations(std::vector<double> frequencies)
      : frequencies_(std::move(frequencies)), weights_(frequencies_.size(), 1.0) {}
  std::span<double const> frequencies() const override { return frequencies_; }
  std::span<double const> weights() const override { return weights_; }
  void nonlinear(std::span<Complex const> modes, std::span<Complex> result) override {
    ++evaluations;
    for (std::size_t m = 0; m < modes.size(); ++m)
      result[m] = Complex(0, -1) * std::norm(modes[m]) * modes[m];
  }
  Complex exact(std::size_t m, Complex start, double t) const {
    return start * std::polar(1.0, (frequencies_[m] - std::norm(start)) * t);
  }
  int evaluations = 0;

 private:
  std::vector<double> frequencies_;
  std::vector<double> weights_;
};

struct Outcome {
  double error;
  StepCounts counts;
};

Outcome integrate(double tolerance, double end, std::vector<double> const& frequencies = {0, 1}) {
  Rotations system(frequencies);
  IntegratingFactor integrator(system, {}, {tolerance, 0});
  std::vector<Complex> modes;
  for (std::size_t m = 0; m < frequencies.size(); ++m)
    modes.push_back(std::polar(1.0 + 0.5 * static_cast<double>(m), static_cast<double>(m)));
  std::vector<Complex> const start = modes;
  integrator.start(0);
  integrator.advance(modes, end);
  double error = 0;
  for (std::size_t m = 0; m < modes.size(); ++m)
    error = std::max(error, std::abs(modes[m] - system.exact(m, start[m], end)));
  return {error, integrator.counts()};
}

TEST(IntegratingFactorTest, ErrorsFollowTheTolerance) {
  double before = std::numeric_limits<double>::max();
  for (double const tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    double const error = integrate(tolerance, 10).error;
    // Errors of some ten steps add up, and the tolerance is relative to a norm of 2.
    EXPECT_LT(error, 50 * tolerance);
    EXPECT_LT(error, before / 10);
    before = error;
  }
}

TEST(IntegratingFactorTest, IsOfEighthOrder) {
  // The tolerance bounds the estimate, which is of order 8 in the step: steps times 2 for a
  // tolerance 2^8 smaller. Errors at the end are then smaller by 2^8, too.
  auto const coarse = integrate(1e-5, 40);
  auto const fine = integrate(1e-5 / 256 / 256, 40);
  double const steps =
      static_cast<double>(fine.counts.accepted) / static_cast<double>(coarse.counts.accepted);
  double const order = std::log(coarse.error / fine.error) / std::log(steps);
  EXPECT_GT(order, 7.5);
  EXPECT_LT(order, 9.5);
  EXPECT_NEAR(steps, 4, 0.8);
}

TEST(IntegratingFactorTest, StiffLinearPartsCostNoSteps) {
  auto const slow = integrate(1e-9, 5, {0, 1});
  auto const fast = integrate(1e-9, 5, {0, 1e7});
  // Here N turns with y, so that v is the same for all frequencies.
  EXPECT_NEAR(static_cast<double>(slow.counts.accepted), static_cast<double>(fast.counts.accepted),
              2);
  // The phase w t of 5e7 is known to about 1e-8 only.
  EXPECT_LT(fast.error, 1e-7);
}

TEST(IntegratingFactorTest, TimesAreHitExactlyAndPhasesKept) {
  Rotations system({0.5});
  IntegratingFactor integrator(system, {}, {1e-9, 0});
  std::vector<Complex> modes = {1.0};
  integrator.start(2);
  for (int i = 1; i <= 100; ++i) {
    double const time = 2 + 0.37 * i;
    integrator.advance(modes, time);
    EXPECT_EQ(integrator.time(), time);
    EXPECT_LT(std::abs(modes[0] - system.exact(0, 1.0, time - 2)), 1e-7);
  }
  // Twelve evaluations a step, one of which a rejected step does not repeat.
  auto const& counts = integrator.counts();
  EXPECT_EQ(system.evaluations, 12 * counts.accepted + 11 * counts.rejected);
}

TEST(IntegratingFactorTest, ZeroStaysZero) {
  Rotations system({3});
  IntegratingFactor integrator(system, {}, {});
  std::vector<Complex> modes = {0.0};
  integrator.start(0);
  integrator.advance(modes, 1e6);
  EXPECT_EQ(modes[0], 0.0);
  EXPECT_EQ(integrator.counts().accepted, 1);
}

TEST(IntegratingFactorTest, RefusesWhatCannotBe) {
  Rotations system({3});
  test::expect_error<InvalidArgument>(
      [&] {
        IntegratingFactor(system, {}, {0, 0});
      },
      {"tolerance: got 0 relative"});
  test::expect_error<InvalidArgument>(
      [&] {
        IntegratingFactor(system, {}, {-1, 2});
      },
      {"got -1 relative"});
  IntegratingFactor integrator(system, {}, {});
  std::vector<Complex> modes = {1.0};
  integrator.start(1);
  test::expect_error<InvalidArgument>([&] { integrator.advance(modes, 0.5); },
                                      {"time: got 0.5", "from 1 on"});
  modes[0] = std::numeric_limits<double>::quiet_NaN();
  test::expect_error<NumericalError>([&] { integrator.advance(modes, 2); },
                                     {"at time 1 ", "expected a finite solution"});
}

TEST(IntegratingFactorTest, TolerancesBelowRoundingAreThoseOfRounding) {
  auto const outcome = integrate(1e-30, 5);
  EXPECT_LT(outcome.error, 1e-12);  // rounding errors of some hundred steps
  EXPECT_LT(outcome.counts.accepted, 1000);
}

class Fast final : public ModeSystem {
 public:
  std::span<double const> frequencies() const override { return {&zero_, 1}; }
  std::span<double const> weights() const override { return {&one_, 1}; }
  void nonlinear(std::span<Complex const>, std::span<Complex> result) override { result[0] = 1; }
  double rate() const override { return 25; }

 private:
  double zero_ = 0;
  double one_ = 1;
};

TEST(IntegratingFactorTest, StepsAreNoLongerThanStabilityAllows) {
  Fast system;
  IntegratingFactor integrator(system, {}, {});
  std::vector<Complex> modes = {1.0};
  integrator.start(0);
  integrator.advance(modes, 4);
  EXPECT_NEAR(std::abs(modes[0] - 5.0), 0, 1e-13);  // N is constant: any step would do
  EXPECT_GE(integrator.counts().accepted, 100);
  EXPECT_LE(integrator.counts().accepted, 105);  // the first ones are shorter
}

}  // namespace
}  // namespace smnn::pde
