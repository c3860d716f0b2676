// The classical solver on the points that networks have.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include <smnn/pde/fourier/real_transform.hpp>
#include "kdv/evaluate/line_solver.hpp"
#include "kdv/generate/trajectory.hpp"
#include "ranks.hpp"

namespace smnn::drivers::kdv {
namespace {

using distributed::Range;
using test::world;

TEST(LineSolverTest, SolvesAsTheSolverOfOneRank) {
  if (world().size() > 1 && !pde::transforms_on_ranks()) GTEST_SKIP() << "FFTW without MPI";
  constexpr std::int64_t points = 192;
  constexpr double length = 60;
  network::Line const line(world(), points);
  auto const wave = [](std::int64_t j, std::int64_t of) {
    return std::sin(2 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(of));
  };
  for (std::int64_t const stride : {1, 2, 4}) {
    std::int64_t const coarse = points / stride;
    std::vector<double> whole;
    for (std::int64_t j = 0; j < coarse; ++j) whole.push_back(wave(j, coarse));
    pde::KdvSolver alone(coarse, {});
    alone.start(length, whole, 1);
    alone.advance(3);
    alone.values(whole);

    Range const own = coarse_points(line.points(), stride);
    std::vector<double> values;
    for (std::int64_t j = own.begin; j < own.end; ++j) values.push_back(wave(j, coarse));
    LineSolver solver(line, stride, {});
    solver.start(length, values, 1);
    solver.advance(3);
    solver.values(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      // Rounding of some hundred steps.
      EXPECT_NEAR(values[i], whole[static_cast<std::size_t>(own.begin) + i], 1e-12) << stride;
    }
    EXPECT_NEAR(solver.invariants().momentum, alone.invariants().momentum, 1e-11);
  }
}

}  // namespace
}  // namespace smnn::drivers::kdv
