// x shared by ranks: transforms and solutions agree with those of one rank.
#include <gtest/gtest.h>

#include "fields.hpp"
#include "ranks.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/pde/kdv/solver.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

using test::largest_difference;
using test::sample;
using test::values_of;

/// Of the whole, what the rank has.
std::vector<double> part(std::vector<double> const& whole, distributed::Range const& own) {
  return {whole.begin() + own.begin, whole.begin() + own.end};
}

TEST(DistributedTransformTest, AgreesWithThatOfOneRank) {
  auto const ranks = test::world();
  for (std::int64_t const n : {8, 31, 96, 1000, 4096}) {
    std::vector<double> values;
    for (std::int64_t j = 0; j < n; ++j)
      values.push_back(kernels::random_normal(1, 2, static_cast<std::uint64_t>(j)));
    auto const serial = make_transform(n);
    std::vector<Complex> expected(serial->wavenumbers().size());
    serial->forward(values, expected);

    auto const transform = make_transform(ranks, n);
    auto const own = part(values, transform->own_points());
    std::vector<Complex> modes(transform->wavenumbers().size());
    transform->forward(own, modes);
    double counted = 0;
    for (std::size_t m = 0; m < modes.size(); ++m) {
      std::int64_t const k = transform->wavenumbers()[m];
      Complex const same = expected[static_cast<std::size_t>(std::abs(k))];
      // Some roundings of means of numbers of size 1.
      EXPECT_LT(std::abs(modes[m] - (k < 0 ? std::conj(same) : same)), 1e-15) << n << ", " << k;
      counted += transform->multiplicities()[m];
    }
    ranks.sum_in_rank_order(std::span(&counted, 1));
    EXPECT_EQ(counted, static_cast<double>(n));
    std::vector<double> back(own.size());
    transform->backward(modes, back);
    EXPECT_LT(largest_difference(own, back), 1e-14) << n;
  }
}

TEST(DistributedResampleTest, AgreesWithThatOfOneRank) {
  auto const ranks = test::world();
  for (std::int64_t const n : {8, 9, 96, 250}) {
    std::vector<double> values;
    for (std::int64_t j = 0; j < n; ++j)
      values.push_back(kernels::random_normal(1, 3, static_cast<std::uint64_t>(j)));
    for (std::int64_t const wanted : {8, 15, 96, 100, 500}) {
      auto const from = make_transform(ranks, n);
      auto const to = make_transform(ranks, wanted);
      auto const got = resample(ranks, *from, part(values, from->own_points()), *to);
      auto const expected = part(resample(values, wanted), to->own_points());
      ASSERT_EQ(got.size(), expected.size());
      // Some roundings of sums of numbers of size 1.
      EXPECT_LT(largest_difference(got, expected), 1e-13) << n << " to " << wanted;
    }
  }
}

TEST(KdvSolverOnRanksTest, AgreesWithOneRank) {
  double const length = 128;
  for (std::int64_t const n : {250, 1024}) {
    KdvSolver serial(n);
    serial.start(length, sample(test::wavy(length), length, n));
    serial.advance(20);
    KdvSolver solver(test::world(), n);
    solver.start(length, sample(test::wavy(length), length, n, solver.own_points()));
    KdvInvariants const before = solver.invariants();
    solver.advance(20);
    EXPECT_EQ(solver.time(), 20);
    // Rounding errors of some hundred steps: a step more or less would be 1e-9.
    EXPECT_EQ(solver.counts().accepted, serial.counts().accepted);
    EXPECT_LT(largest_difference(values_of(solver), part(values_of(serial), solver.own_points())),
              1e-12);
    KdvInvariants const ours = solver.invariants();
    KdvInvariants const theirs = serial.invariants();
    EXPECT_NEAR(ours.momentum, theirs.momentum, 1e-12 * theirs.momentum);
    EXPECT_NEAR(ours.energy(), theirs.energy(), 1e-12 * theirs.gradient);
    EXPECT_LT(drift(before, ours, length).energy, 1e-8);
    EXPECT_NEAR(solver.unresolved(), serial.unresolved(), 1e-14);
  }
}

TEST(KdvSolverOnRanksTest, TheSameRunGivesTheSameBits) {
  std::vector<double> first;
  for (int run = 0; run < 2; ++run) {
    KdvSolver solver(test::world(), 512);
    solver.start(60, sample(test::wavy(60), 60, 512, solver.own_points()));
    solver.advance(3);
    if (run == 0) first = values_of(solver);
    EXPECT_EQ(values_of(solver), first);
  }
}

TEST(KdvSolverOnRanksTest, ErrorsOfOneRankAreThrownByAll) {
  auto const ranks = test::world();
  KdvSolver solver(ranks, 256);
  auto values = sample(test::wavy(60), 60, 256, solver.own_points());
  if (ranks.rank() == ranks.size() - 1 && !values.empty()) values.back() = HUGE_VAL;
  std::string const message = test::message_of<InvalidArgument>([&] { solver.start(60, values); });
  EXPECT_NE(message.find("value inf at point"), std::string::npos) << message;
}

}  // namespace
}  // namespace smnn::pde
