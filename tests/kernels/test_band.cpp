// Orders of blocks, the storage of the factor's off-diagonal blocks, and the division of a batch.
#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

#include "smnn/kernels/block/band.hpp"
#include "smnn/kernels/block/order.hpp"
#include "smnn/kernels/decomposition.hpp"

namespace smnn::kernels {
namespace {

template <class Order>
void expect_order(Order const& order, int n, int k) {
  EXPECT_EQ(order.n(), n);
  EXPECT_EQ(order.k(), k);
  EXPECT_EQ(order.dims(), n / k);
  for (int i = 0; i < n; ++i) {
    EXPECT_EQ(order.dim_of(i), i / k);
    EXPECT_GE(order.order_of(i), 0);
    EXPECT_LT(order.order_of(i), k);
    EXPECT_EQ(order.index_of(order.dim_of(i), order.order_of(i)), i);
  }
}

TEST(Order, KnowsDimAndOrderOfEveryRow) {
  expect_order(StaticOrder<6, 3>(), 6, 3);
  expect_order(StaticOrder<5, 5>(), 5, 5);
  expect_order(ArrayOrder<12>(4), 12, 4);
  for (int n = 1; n <= max_block_order; ++n) {
    for (int k = 1; k <= n; ++k) {
      if (n % k == 0) expect_order(DynamicOrder(n, k), n, k);
    }
  }
}

TEST(Order, TriangleIndexCountsTheEntriesByRows) {
  int next = 0;
  for (int i = 0; i < 64; ++i)
    for (int j = 0; j <= i; ++j) EXPECT_EQ(triangle_index(i, j), next++);
  EXPECT_EQ(triangle_size(64), next);
}

// Which entries of S can differ from zero, found by elimination on patterns: M_{t+1,t} couples
// equal dims, or with central smoothness additionally what U and S of the previous time point fill
// in; L^{-T} fills to the right.
template <int Bandwidth>
std::set<std::pair<int, int>> filled_entries(DynamicOrder const& order) {
  int const n = order.n();
  int const k = order.k();
  auto const dim = [&](int i) { return order.dim_of(i); };
  std::vector<std::vector<bool>> s(static_cast<std::size_t>(n),
                                   std::vector<bool>(static_cast<std::size_t>(n)));
  auto const at = [&](int i, int j) {
    return s[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  };
  for (int time = 0; time < 4; ++time) {
    auto const previous = s;
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        bool filled = dim(i) == dim(j);
        if (Bandwidth == 2 && order.order_of(i) == k - 2) {
          // (U S^T)(i, j): row i of U is filled from column i on.
          for (int c = i; c < n; ++c)
            filled = filled || previous[static_cast<std::size_t>(j)][static_cast<std::size_t>(c)];
        }
        s[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] = filled;
      }
      for (int j = 1; j < n; ++j)
        if (at(i, j - 1)) s[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] = true;
    }
  }
  std::set<std::pair<int, int>> entries;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      if (at(i, j)) entries.insert({i, j});
  return entries;
}

template <int Bandwidth>
void expect_storage(int n, int k) {
  SCOPED_TRACE("n " + std::to_string(n) + " K " + std::to_string(k) + " bandwidth " +
               std::to_string(Bandwidth));
  using BandOf = Band<Bandwidth>;
  DynamicOrder const order(n, k);
  std::set<int> used;
  for (int i = 0; i < n; ++i) {
    for (int j = BandOf::row_begin(order, i); j < n; ++j) {
      int const index = BandOf::sub_index(order, i, j);
      EXPECT_GE(index, 0);
      EXPECT_LT(index, BandOf::sub_size(order));
      EXPECT_TRUE(used.insert(index).second) << "entry " << i << ", " << j << " is taken";
    }
  }
  EXPECT_EQ(static_cast<int>(used.size()), BandOf::sub_size(order));  // no gaps
  for (auto const& [i, j] : filled_entries<Bandwidth>(order))
    EXPECT_GE(j, BandOf::row_begin(order, i)) << "entry " << i << ", " << j << " has no place";

  EXPECT_EQ(BandOf::sub_offset(order), triangle_size(n));
  EXPECT_EQ(BandOf::strip_offset(order), triangle_size(n) + BandOf::sub_size(order));
  // L, and with central smoothness S and U.
  int const size = Bandwidth == 2 ? BandOf::strip_offset(order) + n / k * n : triangle_size(n);
  EXPECT_EQ(BandOf::factor_size(order), size);
  if (Bandwidth == 2) {
    for (int d = 0; d < n / k; ++d)
      EXPECT_EQ(BandOf::strip_row(order, d), order.index_of(d, k - 2));
  }
}

TEST(Band, StoresEveryEntryThatCanDifferFromZeroOnce) {
  for (int n = 1; n <= max_block_order; ++n) {
    for (int k = 1; k <= n; ++k) {
      if (n % k != 0) continue;
      expect_storage<1>(n, k);
      if (k >= 2) expect_storage<2>(n, k);
    }
  }
}

void expect_division(Decomposition const& parts) {
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  for (std::int64_t task = 0; task < parts.tasks(); ++task) {
    bool expected_first = true;
    parts.for_packs(task, [&](SystemRange const& range, std::int64_t pack, bool first) {
      EXPECT_EQ(first, expected_first);
      expected_first = false;
      EXPECT_EQ(range.along_members, parts.along_members);
      EXPECT_GE(range.valid, 1);
      EXPECT_LE(range.valid, parts.width);
      EXPECT_EQ(pack, parts.along_members ? range.group : range.group / parts.width);
      for (int l = 0; l < range.valid; ++l) {
        std::int64_t const group = range.group + (parts.along_members ? 0 : l);
        std::int64_t const member = range.member + (parts.along_members ? l : 0);
        EXPECT_TRUE(seen.insert({group, member}).second);
        EXPECT_LT(group, parts.groups);
        EXPECT_LT(member, parts.members);
      }
    });
  }
  EXPECT_EQ(static_cast<std::int64_t>(seen.size()), parts.groups * parts.members);
}

TEST(Decomposition, VisitsEverySystemOnce) {
  for (int const width : {1, 4, 8}) {
    for (std::int64_t const count : {0, 1, 7, 8, 9, 64, 1001}) {
      for (std::int64_t const workers : {1, 2, 5}) {
        expect_division({count, 1, width, false, workers, 1});
        if (count > 0) expect_division({3, count, width, true, workers, workers});
      }
    }
  }
}

}  // namespace
}  // namespace smnn::kernels
