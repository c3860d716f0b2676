// Block algebra where the solver runs it: by threads and by teams of every execution space, which
// are lanes of a warp in a build for a GPU, and threads otherwise.
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>

#include "block_problem.hpp"
#include "smnn/kernels/block/algebra.hpp"
#include "smnn/kernels/block/arena.hpp"

namespace smnn::kernels {
namespace {

// Per system: A, overwritten by L; then x, overwritten by (L L^T)^{-1} x.
template <class Member, class Order>
KOKKOS_INLINE_FUNCTION bool factor_and_solve(Member const& member, Order const& order, double* a,
                                             double* x) {
  BorrowedStorage<double> triangle{a};
  BorrowedStorage<double> vector{x};
  bool const good = cholesky<double>(member, order, triangle);
  auto const entry = [&](int i, int j) { return triangle[triangle_index(i, j)]; };
  solve_lower<double>(member, order, entry, vector);
  solve_upper<double>(member, order, entry, vector);
  return good;
}

template <class MemorySpace, class Order>
struct BlockKernel {
  Order order;
  Kokkos::View<double**, Kokkos::LayoutRight, MemorySpace> a;
  Kokkos::View<double**, Kokkos::LayoutRight, MemorySpace> x;
  Kokkos::View<int*, MemorySpace> good;

  KOKKOS_FUNCTION void operator()(int i) const {
    good(i) = factor_and_solve(SerialMember(), order, &a(i, 0), &x(i, 0));
  }
  template <class TeamHandle>
  requires(requires(TeamHandle const& handle) { handle.league_rank(); }) KOKKOS_FUNCTION void
  operator()(TeamHandle const& handle) const {
    int const i = handle.league_rank();
    TeamMember<TeamHandle> const member(handle);
    good(i) = factor_and_solve(member, order, &a(i, 0), &x(i, 0));
  }
};

template <class ExecutionSpace>
class BlockOnDevice : public testing::Test {};

using Default = Kokkos::DefaultExecutionSpace;
using Host = Kokkos::DefaultHostExecutionSpace;
using Spaces = std::conditional_t<std::is_same_v<Default, Host>, testing::Types<Default>,
                                  testing::Types<Default, Host>>;
TYPED_TEST_SUITE(BlockOnDevice, Spaces);

constexpr int systems = 5;

// team_size 0: threads.
template <class ExecutionSpace, class Order>
void expect_blocks_solved(Order const& order, int team_size) {
  using MemorySpace = typename ExecutionSpace::memory_space;
  int const n = order.n();
  SCOPED_TRACE("n " + std::to_string(n) + " team size " + std::to_string(team_size));
  BlockKernel<MemorySpace, Order> const kernel{
      order,
      {"a", systems, static_cast<std::size_t>(triangle_size(n))},
      {"x", systems, static_cast<std::size_t>(n)},
      {"good", systems}};
  auto const a = Kokkos::create_mirror(kernel.a);
  auto const x = Kokkos::create_mirror(kernel.x);
  std::vector<BlockProblem> problems;
  for (int s = 0; s < systems; ++s) {
    problems.emplace_back(n, static_cast<std::uint64_t>(s));
    BlockProblem product = problems.back();
    product.x = product.upper_product();
    product.x = product.lower_product();
    for (int i = 0; i < triangle_size(n); ++i) a(s, i) = product.a[static_cast<std::size_t>(i)];
    for (int i = 0; i < n; ++i) x(s, i) = product.x[static_cast<std::size_t>(i)];
  }
  a(2, triangle_index(n - 1, n - 1)) = -1;  // one that is not positive definite
  Kokkos::deep_copy(kernel.a, a);
  Kokkos::deep_copy(kernel.x, x);
  if (team_size == 0) {
    Kokkos::parallel_for("test::blocks", Kokkos::RangePolicy<ExecutionSpace, int>(0, systems),
                         kernel);
  } else {
#ifdef SMNN_DEVICE_BUILD
    Kokkos::TeamPolicy<ExecutionSpace> const policy(systems, 1, team_size);
#else
    Kokkos::TeamPolicy<ExecutionSpace> const policy(systems, team_size);
#endif
    Kokkos::parallel_for("test::blocks_by_teams", policy, kernel);
  }
  Kokkos::deep_copy(x, kernel.x);
  auto const good = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), kernel.good);
  for (int s = 0; s < systems; ++s) {
    EXPECT_EQ(good(s), s == 2 ? 0 : 1);
    if (s == 2) continue;
    for (int i = 0; i < n; ++i) {
      // Condition number of L below 40, squared for both solves.
      EXPECT_NEAR(x(s, i), problems[static_cast<std::size_t>(s)].x[static_cast<std::size_t>(i)],
                  1600 * n * 0x1p-52);
    }
  }
}

TYPED_TEST(BlockOnDevice, IsSolvedByThreads) {
  expect_blocks_solved<TypeParam>(StaticOrder<3, 3>(), 0);
  expect_blocks_solved<TypeParam>(StaticOrder<6, 3>(), 0);
  expect_blocks_solved<TypeParam>(DynamicOrder(24, 4), 0);
}

// Teams of one thread, and of as many as can share a block.
TYPED_TEST(BlockOnDevice, IsSolvedByTeams) {
  for (int const n : {1, 2, 7, 24, 64}) {
    DynamicOrder const order(n, n);
    BlockKernel<typename TypeParam::memory_space, DynamicOrder> const kernel{order, {}, {}, {}};
#ifdef SMNN_DEVICE_BUILD
    int const most = Kokkos::TeamPolicy<TypeParam>::vector_length_max();
#else
    int const most = Kokkos::TeamPolicy<TypeParam>(systems, Kokkos::AUTO)
                         .team_size_max(kernel, Kokkos::ParallelForTag());
#endif
    for (int const team_size : {1, std::min(most, 2), std::min(most, 8), std::min(most, 32)})
      expect_blocks_solved<TypeParam>(order, team_size);
  }
}

}  // namespace
}  // namespace smnn::kernels
