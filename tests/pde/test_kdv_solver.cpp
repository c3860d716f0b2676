// The classical solver against exact solutions and what the equation conserves.
#include "smnn/pde/kdv/solver.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "expect_error.hpp"
#include "fields.hpp"
#include "smnn/pde/kdv/solitons.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

using test::largest_difference;
using test::sample;
using test::values_of;

KdvSolver started(double length, std::int64_t points, test::Function const& u,
                  KdvOptions const& options = {}) {
  KdvSolver solver(points, options);
  solver.start(length, sample(u, length, points));
  return solver;
}

struct OneSoliton {
  double nonlinearity = 1;
  double length = 100;
  Soliton wave{1, 30};
  double operator()(double x, double t) const {
    return periodic_soliton({wave.speed, wave.position + wave.speed * t}, nonlinearity, length, x);
  }
  /// The solver's largest error at time t.
  double error(std::int64_t points, double t, double tolerance = 1e-9) const {
    auto const at = [&](double time) { return [&, time](double x) { return (*this)(x, time); }; };
    KdvSolver solver = started(length, points, at(0), {nonlinearity, {tolerance, 0}});
    solver.advance(t);
    return largest_difference(values_of(solver), sample(at(t), length, points));
  }
};

TEST(KdvSolverTest, ASolitonTravelsOnceAround) {
  // By then the phase is off by the error of the speed times 100.
  EXPECT_LT(OneSoliton().error(512, 100), 1e-7);
  EXPECT_LT((OneSoliton{6, 100, {1, 30}}).error(512, 100), 1e-7);
  EXPECT_LT((OneSoliton{-1, 60, {2, 50}}).error(512, 20), 1e-7);
}

TEST(KdvSolverTest, TwoSolitonsPassThroughEachOther) {
  double const length = 120;
  std::int64_t const points = 768;
  for (double const nonlinearity : {1.0, 6.0}) {
    Soliton const fast{1.4, 25};
    Soliton const slow{0.7, 45};
    auto const at = [&](double t) {
      return [=](double x) { return two_solitons(fast, slow, nonlinearity, x, t); };
    };
    KdvSolver solver = started(length, points, at(0), {nonlinearity, {}});
    double closest = std::numeric_limits<double>::max();
    for (double const t : {10.0, 30.0, 50.0}) {  // before, amid and behind their encounter
      solver.advance(t);
      EXPECT_LT(largest_difference(values_of(solver), sample(at(t), length, points)), 1e-7)
          << "time " << t;
      closest = std::min(closest,
                         std::abs(fast.position + fast.speed * t - slow.position - slow.speed * t));
    }
    EXPECT_LT(closest, 2);  // they met
  }
}

TEST(KdvSolverTest, InvariantsAreThoseOfASoliton) {
  // Integrals of sech^2 (2), sech^4 (4/3), sech^4 tanh^2 (4/15), sech^6 (16/15) over the line.
  double const a = 6;
  double const speed = 1.3;
  double const height = 3 * speed / a;
  double const stretch = 2 / std::sqrt(speed);
  OneSoliton const exact{a, 100, {speed, 40}};
  KdvSolver const solver = started(100, 512, [&](double x) { return exact(x, 0); }, {a, {}});
  KdvInvariants const invariants = solver.invariants();
  EXPECT_NEAR(invariants.mass, 2 * height * stretch, 1e-12);
  EXPECT_NEAR(invariants.momentum, 4.0 / 3 * height * height * stretch, 1e-12);
  EXPECT_NEAR(invariants.gradient, 8.0 / 15 * height * height / stretch, 1e-12);
  EXPECT_NEAR(invariants.potential, a / 6 * 16.0 / 15 * std::pow(height, 3) * stretch, 1e-12);
}

TEST(KdvSolverTest, InvariantsAreKept) {
  for (double const a : {1.0, 6.0}) {
    // Steepens, and breaks up into many waves.
    KdvSolver solver = started(128, 256, test::wavy(128), {a, {}});
    KdvInvariants const before = solver.invariants();
    KdvDrift largest;
    for (double const t : {10.0, 30.0, 50.0}) {
      solver.advance(t);
      largest = larger(largest, drift(before, solver.invariants(), 128));
    }
    EXPECT_LT(largest.mass, 1e-14);  // the mode 0 has no slope: only its rounding
    EXPECT_LT(largest.momentum, 1e-8);
    EXPECT_LT(largest.energy, 1e-8);
  }
}

TEST(KdvSolverTest, ErrorsInTimeFollowTheTolerance) {
  auto const solution = [](double tolerance) {
    KdvSolver solver = started(60, 96, test::wavy(60), {6, {tolerance, 0}});
    solver.advance(20);
    return values_of(solver);
  };
  auto const accurate = solution(1e-14);
  double before = 1;
  for (double const tolerance : {1e-6, 1e-8, 1e-10}) {
    double const error = largest_difference(solution(tolerance), accurate);
    EXPECT_LT(error, 100 * tolerance);  // of some hundred steps
    EXPECT_LT(error, before / 10);
    before = error;
  }
}

TEST(KdvSolverTest, ErrorsInSpaceFallExponentially) {
  // The modes of sech^2 at k periods fall as exp(-pi^2 k / 50): with a third of n kept, every 64
  // points are worth a factor of exp(-4.2), were it not for the factor k before it.
  OneSoliton const exact;
  std::array<double, 4> errors{};
  for (std::size_t i = 0; i < errors.size(); ++i)
    errors[i] = exact.error(128 + 64 * static_cast<std::int64_t>(i), 5, 1e-12);
  for (std::size_t i = 1; i < errors.size(); ++i) {
    EXPECT_LT(errors[i], errors[i - 1] / 25);
    EXPECT_GT(errors[i], errors[i - 1] / 150);
  }
}

TEST(KdvSolverTest, KeepsTheModesBelowAThirdAlone) {
  // 32 points: modes up to 10 (3 * 10 < 32 <= 3 * 11).
  auto const wave = [](std::int64_t k) {
    return [k](double x) { return std::cos(static_cast<double>(k) * x); };
  };
  double const length = 2 * std::numbers::pi;
  KdvSolver const kept = started(length, 32, wave(10));
  EXPECT_LT(largest_difference(values_of(kept), sample(wave(10), length, 32)), 1e-14);
  KdvSolver const dropped = started(length, 32, wave(11));
  EXPECT_LT(largest_difference(values_of(dropped), std::vector<double>(32, 0.0)), 1e-14);
}

TEST(KdvSolverTest, AliasesDoNotReachKeptModes) {
  // Modes 7 and 10 on 32 points: squares have modes 3, 14, 17, 20, and 17 and 20 look like -15 and
  // -12. None of them is kept but 3 and the mean. A grid four times as fine, on which all of the
  // square has room, must then agree about modes up to 10 as long as no others have come up.
  double const length = 2 * std::numbers::pi;
  auto const u = [](double x) { return std::cos(7 * x) + 0.5 * std::sin(10 * x); };
  double const time = 1e-7;  // others have 1e-7 of its size then, their effect on these 1e-14
  KdvSolver coarse = started(length, 32, u);
  KdvSolver fine = started(length, 128, u);
  auto const modes = [&](KdvSolver& solver) {
    solver.advance(time);
    auto const transform = make_transform(solver.points());
    std::vector<Complex> all(transform->wavenumbers().size());
    transform->forward(values_of(solver), all);
    all.resize(11);
    return all;
  };
  auto const of_coarse = modes(coarse);
  auto const of_fine = modes(fine);
  EXPECT_GT(std::abs(of_fine[3]), 1e-8);  // what the product gives
  for (std::size_t k = 0; k < 11; ++k)
    EXPECT_LT(std::abs(of_coarse[k] - of_fine[k]), 3e-13) << "mode " << k;
}

TEST(KdvSolverTest, WithoutNonlinearityModesTurn) {
  // u = cos(k x + k^3 t)
  double const length = 10;
  double const k = 2 * std::numbers::pi / length * 3;
  auto const at = [&](double t) {
    return [=](double x) { return std::cos(k * x + k * k * k * t); };
  };
  KdvSolver solver = started(length, 16, at(0), {0, {}});
  solver.advance(7);
  EXPECT_LT(largest_difference(values_of(solver), sample(at(7), length, 16)), 1e-13);
}

TEST(KdvSolverTest, SaysHowBadlyPointsResolve) {
  KdvSolver const smooth = started(100, 512, [](double x) { return OneSoliton()(x, 0); });
  EXPECT_LT(smooth.unresolved(), 1e-11);  // exp(-pi k), k = 10 per length
  KdvSolver const rough = started(100, 64, [](double x) { return std::exp(-(x - 50) * (x - 50)); });
  EXPECT_GT(rough.unresolved(), 1e-2);
  EXPECT_EQ(started(100, 64, [](double) { return 0.0; }).unresolved(), 0);
}

TEST(KdvSolverTest, ServesOneSolutionAfterTheOther) {
  KdvSolver solver = started(30, 64, test::wavy(30));
  solver.advance(1);
  solver.start(50, sample(test::wavy(50), 50, 64), 2);
  EXPECT_EQ(solver.time(), 2);
  EXPECT_EQ(solver.length(), 50);
  solver.advance(4);
  KdvSolver fresh = started(50, 64, test::wavy(50));
  fresh.advance(2);
  // Times of another origin, other roundings.
  EXPECT_LT(largest_difference(values_of(solver), values_of(fresh)), 1e-12);
}

TEST(KdvSolverTest, TheSameRunGivesTheSameBits) {
  std::vector<double> first;
  for (int run = 0; run < 2; ++run) {
    KdvSolver solver = started(30, 96, test::wavy(30));
    solver.advance(3);
    if (run == 0) first = values_of(solver);
    EXPECT_EQ(values_of(solver), first);
  }
}

TEST(KdvSolverTest, RefusesWhatCannotBe) {
  using test::expect_error;
  double const nan = std::numeric_limits<double>::quiet_NaN();
  expect_error<InvalidArgument>([] { KdvSolver(3); }, {"points: got 3"});
  expect_error<InvalidArgument>([&] { KdvSolver(8, {nan, {}}); }, {"nonlinearity: got nan"});
  KdvSolver solver(8);
  expect_error<InvalidArgument>([&] { solver.start(0, std::vector<double>(8)); }, {"length 0"});
  expect_error<InvalidArgument>([&] { solver.start(1, std::vector<double>(7)); }, {"7 values"});
  expect_error<InvalidArgument>(
      [&] {
        solver.start(1, std::vector<double>{0, 0, nan, 0, 0, 0, 0, 0});
      },
      {"value nan at point 2"});
}

TEST(SolitonsTest, TwoSolitonsAreOneEachFarApart) {
  // A solution of two solitons near the one that is behind is this one undisturbed, near the other
  // one displaced by log A / k.
  Soliton const fast{1.4, -40};
  Soliton const slow{0.7, 40};
  double const k1 = std::sqrt(1.4);
  double const k2 = std::sqrt(0.7);
  double const displacement = 2 * std::log((k1 - k2) / (k1 + k2)) / k2;
  for (double x = -5; x <= 5; x += 0.5) {
    // What the other one is at a distance of about 76: exp(-0.84 * 76).
    EXPECT_NEAR(two_solitons(fast, slow, 6, -40 + x, 0), soliton({1.4, 0}, 6, x, 0), 1e-13);
    EXPECT_NEAR(two_solitons(fast, slow, 6, 40 + x, 0), soliton({0.7, -displacement}, 6, x, 0),
                1e-13);
  }
  EXPECT_EQ(two_solitons(fast, slow, 6, 1e6, 0), 0);  // without overflow
}

TEST(SolitonsTest, BadOnesAreRefused) {
  test::expect_error<InvalidArgument>(
      [] {
        check({0, 1}, 1, "--initial");
      },
      {"--initial: got a soliton of speed 0 at 1"});
  test::expect_error<InvalidArgument>([] { check({1, 1}, 0, "--initial"); }, {"nonlinearity 0"});
}

}  // namespace
}  // namespace smnn::pde
