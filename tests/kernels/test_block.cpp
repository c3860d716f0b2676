// Cholesky, triangular solves and products of blocks: for every way to know the order, scalars and
// packs.
#include <gtest/gtest.h>

#include <cmath>

#include "block_problem.hpp"
#include "lanes.hpp"
#include "smnn/kernels/block/algebra.hpp"
#include "smnn/kernels/block/arena.hpp"

namespace smnn::kernels {
namespace {

using HostSpace = Kokkos::DefaultHostExecutionSpace;
template <class Real>
using NativePack = native_scalar_t<Real, HostSpace>;
template <class Real>
using NativePair = paired_scalar_t<Real, HostSpace>;

// Blocks of one problem per lane.
template <class Scalar>
std::vector<BlockProblem> problems(int n) {
  std::vector<BlockProblem> result;
  for (int l = 0; l < width_v<Scalar>; ++l)
    result.emplace_back(n, static_cast<std::uint64_t>(100 * n + l));
  return result;
}

template <class Scalar, class Storage>
void load(std::vector<BlockProblem> const& lanes, std::vector<double> BlockProblem::*member,
          Storage& storage) {
  for (std::size_t i = 0; i < (lanes[0].*member).size(); ++i) {
    std::vector<real_t<Scalar>> numbers;
    for (BlockProblem const& problem : lanes)
      numbers.push_back(static_cast<real_t<Scalar>>((problem.*member)[i]));
    storage[static_cast<int>(i)] = make_pack<Scalar>(numbers);
  }
}

// The blocks have condition numbers below 40 (diagonal of L in [.5, 1.5], rows of the rest sum to
// less than one), sums have n terms.
template <class Scalar>
double tolerance(int n) {
  return 40 * n * static_cast<double>(Kokkos::Experimental::epsilon_v<real_t<Scalar>>);
}

template <class Scalar, class Storage>
void expect_vector(std::vector<BlockProblem> const& lanes, Storage const& actual,
                   std::vector<double> BlockProblem::*expected) {
  int const n = lanes[0].n;
  for (int l = 0; l < width_v<Scalar>; ++l) {
    for (int i = 0; i < n; ++i) {
      EXPECT_NEAR(lane(actual[i], l),
                  (lanes[static_cast<std::size_t>(l)].*expected)[static_cast<std::size_t>(i)],
                  tolerance<Scalar>(n))
          << "lane " << l << " entry " << i;
    }
  }
}

template <class Scalar, class Order>
void expect_algebra(Order const& order) {
  int const n = order.n();
  SCOPED_TRACE("n " + std::to_string(n) + " width " + std::to_string(width_v<Scalar>));
  SerialMember const member;
  std::vector<Scalar> memory(static_cast<std::size_t>(2 * triangle_size(n) + 2 * n * n + 2 * n));
  Arena<Scalar> arena{memory.data()};
  std::vector<BlockProblem> const lanes = problems<Scalar>(n);

  auto a = make_triangle<Scalar>(order, arena);
  load<Scalar>(lanes, &BlockProblem::a, a);
  mask_t<Scalar> const good = cholesky<Scalar>(member, order, a);
  EXPECT_FALSE(any(!good));
  for (int l = 0; l < width_v<Scalar>; ++l) {
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j <= i; ++j) {
        double const exact = lanes[static_cast<std::size_t>(l)].l[BlockProblem::at(i, j)];
        EXPECT_NEAR(lane(a[triangle_index(i, j)], l), i == j ? 1 / exact : exact,
                    tolerance<Scalar>(n));
      }
    }
  }

  auto const entry = [&](int i, int j) { return a[triangle_index(i, j)]; };
  auto x = make_vector<Scalar>(order, arena);
  std::vector<BlockProblem> products = lanes;
  for (std::size_t l = 0; l < lanes.size(); ++l) products[l].x = lanes[l].lower_product();
  load<Scalar>(products, &BlockProblem::x, x);
  solve_lower<Scalar>(member, order, entry, x);
  expect_vector<Scalar>(lanes, x, &BlockProblem::x);
  for (std::size_t l = 0; l < lanes.size(); ++l) products[l].x = lanes[l].upper_product();
  load<Scalar>(products, &BlockProblem::x, x);
  solve_upper<Scalar>(member, order, entry, x);
  expect_vector<Scalar>(lanes, x, &BlockProblem::x);

  // The last row of B from its middle column on, and its product with the first row.
  int const row = n - 1;
  int const begin = n / 2;
  auto b = make_square<Scalar>(order, arena);
  load<Scalar>(lanes, &BlockProblem::b, b);
  Scalar const product = row_product<Scalar>(order, begin, row, b, 0, b);
  for (int l = 0; l < width_v<Scalar>; ++l) {
    auto const& exact = lanes[static_cast<std::size_t>(l)].b;
    double sum = 0;
    for (int k = begin; k < n; ++k)
      sum += exact[static_cast<std::size_t>(row * n + k)] * exact[static_cast<std::size_t>(k)];
    EXPECT_NEAR(lane(product, l), sum, tolerance<Scalar>(n));
  }
  for (int j = begin; j < n; ++j) {
    std::vector<real_t<Scalar>> numbers;
    for (BlockProblem const& problem : lanes)
      numbers.push_back(static_cast<real_t<Scalar>>(
          problem.row_product(row, begin)[static_cast<std::size_t>(j)]));
    b[row * n + j] = make_pack<Scalar>(numbers);
  }
  solve_row<Scalar>(order, a, begin, row, b);
  for (int l = 0; l < width_v<Scalar>; ++l) {
    for (int j = 0; j < n; ++j)
      EXPECT_NEAR(lane(b[row * n + j], l),
                  lanes[static_cast<std::size_t>(l)].b[static_cast<std::size_t>(row * n + j)],
                  tolerance<Scalar>(n));
  }
}

TEST(Block, AlgebraOfCompileTimeOrders) {
  expect_algebra<double>(StaticOrder<1, 1>());
  expect_algebra<double>(StaticOrder<2, 2>());
  expect_algebra<double>(StaticOrder<3, 3>());
  expect_algebra<double>(StaticOrder<4, 2>());
  expect_algebra<double>(StaticOrder<5, 5>());
  expect_algebra<double>(StaticOrder<6, 3>());
}

// Packs are unrolled up to the largest order whose blocks fit in registers.
TEST(Block, AlgebraOfPacksOfCompileTimeOrders) {
  expect_algebra<NativePack<double>>(StaticOrder<1, 1>());
  expect_algebra<NativePack<double>>(StaticOrder<2, 2>());
  expect_algebra<NativePack<float>>(StaticOrder<3, 3>());
  expect_algebra<NativePack<double>>(StaticOrder<4, 2>());
}

TEST(Block, AlgebraOfPairsOfPacks) {
  expect_algebra<NativePair<float>>(StaticOrder<3, 3>());
  expect_algebra<NativePair<double>>(StaticOrder<6, 3>());
}

TEST(Block, AlgebraOfArrays) {
  expect_algebra<NativePack<double>>(ArrayOrder<5>(5));
  expect_algebra<NativePack<float>>(ArrayOrder<6>(2));
  expect_algebra<NativePack<double>>(ArrayOrder<7>(1));
  expect_algebra<NativePack<double>>(ArrayOrder<8>(4));
  expect_algebra<NativePack<float>>(ArrayOrder<9>(3));
  expect_algebra<NativePack<double>>(ArrayOrder<10>(5));
  expect_algebra<NativePack<double>>(ArrayOrder<11>(1));
  expect_algebra<NativePack<double>>(ArrayOrder<12>(3));
}

TEST(Block, AlgebraOfRunTimeOrders) {
  for (int n = 1; n <= max_block_order; ++n) {
    DynamicOrder const order(n, n);
    expect_algebra<double>(order);
    expect_algebra<float>(order);
    expect_algebra<NativePack<double>>(order);
    expect_algebra<NativePack<float>>(order);
  }
}

// A matrix that is not positive definite is found in its lane, and the others keep their bits.
template <class Scalar, class Order>
void expect_bad_lanes_found(Order const& order) {
  using Real = real_t<Scalar>;
  int const n = order.n();
  SerialMember const member;
  std::vector<BlockProblem> const lanes = problems<Scalar>(n);
  std::vector<Scalar> memory(static_cast<std::size_t>(2 * triangle_size(n)));
  Arena<Scalar> arena{memory.data()};
  auto healthy = make_triangle<Scalar>(order, arena);
  auto a = make_triangle<Scalar>(order, arena);
  load<Scalar>(lanes, &BlockProblem::a, healthy);
  cholesky<Scalar>(member, order, healthy);
  for (Real const bad : {Real(0), Real(-1), Real(NAN), Real(INFINITY)}) {
    for (int victim = 0; victim < width_v<Scalar>; ++victim) {
      for (int pivot = 0; pivot < n; ++pivot) {
        load<Scalar>(lanes, &BlockProblem::a, a);
        set_lane(a[triangle_index(pivot, pivot)], victim, bad);
        mask_t<Scalar> const good = cholesky<Scalar>(member, order, a);
        Scalar const marks = select<Scalar>(good, Scalar(1), Scalar(0));
        for (int l = 0; l < width_v<Scalar>; ++l) {
          EXPECT_EQ(lane(marks, l), l == victim ? 0 : 1) << "lane " << l << " pivot " << pivot;
          if (l == victim) continue;
          for (int i = 0; i < triangle_size(n); ++i) EXPECT_EQ(lane(a[i], l), lane(healthy[i], l));
        }
      }
    }
  }
}

TEST(Block, CholeskyFindsTheLanesThatAreNotPositiveDefinite) {
  expect_bad_lanes_found<double>(StaticOrder<3, 3>());
  expect_bad_lanes_found<NativePack<double>>(StaticOrder<4, 2>());
  expect_bad_lanes_found<NativePair<double>>(StaticOrder<4, 2>());
  expect_bad_lanes_found<NativePack<double>>(ArrayOrder<8>(4));
  expect_bad_lanes_found<NativePack<float>>(DynamicOrder(5, 5));
}

}  // namespace
}  // namespace smnn::kernels
