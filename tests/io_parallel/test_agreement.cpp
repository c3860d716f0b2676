// What rank 0 tells the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ranks.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

TEST(Agreement, AllGetWhatTheRootHas) {
  auto const ranks = test::world();
  bool const root = ranks.rank() == 0;
  std::vector<std::string> texts;
  std::vector<std::int64_t> numbers{1, 2, 3};
  if (root) texts = {"a", "", std::string("b\0c", 3)};
  if (root) numbers = {4};
  share(ranks, texts);
  share(ranks, numbers);
  EXPECT_EQ(texts, (std::vector<std::string>{"a", "", std::string("b\0c", 3)}));
  EXPECT_EQ(numbers, std::vector<std::int64_t>{4});
  EXPECT_TRUE(from_root(ranks, [&] { return true; }));
  EXPECT_EQ(from_root(ranks, [&] { return ranks.rank() + 0.5; }), 0.5);
}

TEST(Agreement, CountsTransfersOfAllRanks) {
  auto const ranks = test::world();
  auto const transfers = gather_transfers(ranks, 10 + ranks.rank(), ranks.rank());
  int const size = ranks.size();
  EXPECT_EQ(transfers.entries, 10 * size + size * (size - 1) / 2);
  EXPECT_EQ(transfers.rounds, size - 1);
}

}  // namespace
}  // namespace smnn::io::detail
