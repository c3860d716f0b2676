// What rank 0 tells the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ranks.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

template <class T>
void expect_answer(T const& expected) {
  auto const ranks = test::world();
  auto const answer = [&] { return ranks.rank() == 0 ? expected : T{}; };
  EXPECT_EQ(answer_of_root(ranks, "a question", answer), expected);
}

TEST(Agreement, AllGetWhatTheRootHas) {
  expect_answer(true);
  expect_answer(false);
  expect_answer(-0.1);
  expect_answer(std::numeric_limits<std::int64_t>::min());
  expect_answer(std::vector<std::int64_t>{});
  expect_answer(std::vector<std::int64_t>{4, -5});
  expect_answer(std::vector<std::string>{"a", "", std::string("b\0c", 3)});
}

TEST(Agreement, AnswersMayHaveAnyLength) {
  // Short ones travel with the question, in words of four bytes; the others after it.
  for (std::size_t length = 0; length < 100; ++length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(200 + i);
    expect_answer(text);
  }
  expect_answer(std::string(100000, 'x'));
}

TEST(Agreement, ErrorsOfTheRootAreThrownByAll) {
  auto const ranks = test::world();
  auto const message = test::message_of<IoError>([&] {
    answer_of_root(ranks, "a question", [&]() -> bool { throw IoError("no such thing"); });
  });
  EXPECT_THAT(message, testing::EndsWith("no such thing"));
}

TEST(Agreement, DifferentQuestionsAreRefused) {
  auto const ranks = test::world();
  if (ranks.size() == 1) GTEST_SKIP() << "takes two ranks";
  std::string const call = ranks.rank() == ranks.size() - 1 ? "one" : "another";
  auto const message =
      test::message_of<InvalidArgument>([&] { answer_of_root(ranks, call, [] { return true; }); });
  EXPECT_THAT(message, testing::HasSubstr("got one, expected rank 0's another"));
}

TEST(Agreement, DifferentKindsOfCallsAreRefused) {
  auto const ranks = test::world();
  if (ranks.size() == 1) GTEST_SKIP() << "takes two ranks";
  auto const message = test::message_of<InvalidArgument>([&] {
    if (ranks.rank() == ranks.size() - 1) {
      require_same_call(ranks, "one");
    } else {
      answer_of_root(ranks, "another", [] { return std::string(1000, 'x'); });
    }
  });
  EXPECT_THAT(message, testing::HasSubstr("got one, expected rank 0's another"));
}

TEST(Agreement, CountsTransfersOfAllRanks) {
  auto const ranks = test::world();
  auto const transfers = gather_transfers(ranks, 10 + ranks.rank(), ranks.rank());
  int const size = ranks.size();
  EXPECT_EQ(transfers.entries, 10 * size + size * (size - 1) / 2);
  EXPECT_EQ(transfers.rounds, size - 1);
}

TEST(Agreement, TransfersOfARankWithAnErrorAreNone) {
  auto const ranks = test::world();
  std::exception_ptr error;
  if (ranks.rank() == ranks.size() - 1) error = std::make_exception_ptr(IoError("too long"));
  auto const message = test::message_of<IoError>([&] { gather_transfers(ranks, 1, 1, error); });
  EXPECT_THAT(message, testing::EndsWith("too long"));
}

}  // namespace
}  // namespace smnn::io::detail
