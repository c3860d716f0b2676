// An error on one rank ends the file on all, with one message and without anyone waiting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ranks.hpp"
#include "smnn/io/netcdf/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using Shape = std::vector<std::int64_t>;

class NetcdfFailures : public testing::Test {
 public:
  distributed::Communicator const ranks = test::world();
  test::SharedFolder const folder;
  std::filesystem::path const file = folder / "x.nc";
  bool const last = ranks.rank() == ranks.size() - 1;
  std::vector<double> const older = {1, 2, 3, 4};

  /// One of x(x) = older.
  void write_older_file() const {
    NetcdfWriter writer(ranks, file);
    define(writer);
    writer.write_replicated("x", older);
    writer.commit();
  }

  static void define(NetcdfWriter& writer, NetcdfVariableOptions const& options = {}) {
    writer.dimension("x", 4);
    writer.variable("x", {"x"}, options);
  }

  /// `action` gets a new file's writer and must throw; the older file must survive, alone.
  template <class Error, class Action>
  void expect_failure(Action const& action, std::initializer_list<char const*> parts) const {
    write_older_file();
    auto const message = test::message_of<Error>([&] {
      NetcdfWriter writer(ranks, file);
      action(writer);
      writer.commit();
    });
    for (char const* const part : parts) EXPECT_THAT(message, testing::HasSubstr(part));
    EXPECT_EQ(folder.entries(), 1);
    EXPECT_EQ(NetcdfReader(ranks, file).read("x"), older);
  }
};

TEST_F(NetcdfFailures, OneRankHasABadBlock) {
  std::int64_t const far = std::numeric_limits<std::int64_t>::max();
  for (bool const compress : {false, true}) {
    auto const refuse = [&](Shape const& start, Shape const& count, std::size_t values,
                            std::initializer_list<char const*> parts) {
      expect_failure<InvalidArgument>(
          [&](NetcdfWriter& writer) {
            define(writer, {.type = NetcdfType::float32, .compress = compress});
            std::vector<double> const some(last ? values : 0, 1.0);
            writer.write("x", last ? start : Shape{0}, last ? count : Shape{0}, some);
          },
          parts);
    };
    refuse({0}, {4}, 3, {"x.nc', variable 'x'", "got 3 values for a block of (4,), expected 4"});
    refuse({1}, {4}, 4, {"got a block from (1,) of (4,) values, expected one within (4,)"});
    refuse({-1}, {1}, 1, {"expected one within (4,)"});
    refuse({1}, {far}, 1, {"expected one within (4,)"});
    refuse({0, 0}, {1, 1}, 1, {"expected one within (4,)"});
  }
}

TEST_F(NetcdfFailures, ANumberThatTheTypeCannotHold) {
  auto const refuse = [&](NetcdfType type, double value, std::initializer_list<char const*> parts) {
    expect_failure<InvalidArgument>(
        [&](NetcdfWriter& writer) {
          define(writer, {.type = type});
          writer.write_replicated("x", std::vector<double>{0, value, 0, 0});
        },
        parts);
  };
  double const none = std::numeric_limits<double>::quiet_NaN();
  refuse(NetcdfType::int16, 32768, {"value 1 is 32768, expected one from -32768 to 32767"});
  refuse(NetcdfType::int16, none, {"value 1 is nan, expected one from"});
  refuse(NetcdfType::int32, -3e9, {"value 1 is -3e+09"});
  refuse(NetcdfType::float32, 1e39, {"value 1 is 1e+39"});
}

TEST_F(NetcdfFailures, RanksThatDoDifferentThings) {
  if (ranks.size() == 1) GTEST_SKIP() << "takes two ranks";
  expect_failure<InvalidArgument>(
      [&](NetcdfWriter& writer) { writer.dimension("x", last ? 4 : 5); },
      {"ranks make different calls", "dimension 'x' of 4", "dimension 'x' of 5"});
  expect_failure<InvalidArgument>(
      [&](NetcdfWriter& writer) {
        define(writer, {.type = last ? NetcdfType::int16 : NetcdfType::int32});
      },
      {"ranks make different calls", "of int16", "of int32"});
}

TEST_F(NetcdfFailures, DefinitionsThatCannotBe) {
  auto const refuse = [&](auto const& action, std::initializer_list<char const*> parts) {
    expect_failure<InvalidArgument>(action, parts);
  };
  refuse([](NetcdfWriter& writer) { writer.dimension("x", 0); },
         {"dimension 'x': got the size 0, expected at least 1"});
  refuse([](NetcdfWriter& writer) { writer.variable("x", {"y"}, {}); },
         {"variable 'x': got the dimension 'y', expected one that was defined before"});
  refuse(
      [](NetcdfWriter& writer) {
        writer.dimension("a", std::int64_t{1} << 40);
        writer.variable("x", {"a", "a"}, {});
      },
      {"got extents (1099511627776, 1099511627776), expected less than 2^63 bytes"});
  refuse([](NetcdfWriter& writer) { writer.write_replicated("y", {}); },
         {"variable 'y': was not defined"});
  refuse(
      [](NetcdfWriter& writer) {
        writer.attribute(NetcdfNumber{"n", 1e9, NetcdfType::int16});
      },
      {"attribute 'n': value 0 is 1e+09"});
}

TEST_F(NetcdfFailures, WhatTheLibraryRefusesIsItsWord) {
  expect_failure<IoError>(
      [](NetcdfWriter& writer) {
        define(writer);
        writer.dimension("x", 3);
      },
      {"dimension 'x': cannot be defined (NetCDF: "});
  expect_failure<IoError>([](NetcdfWriter& writer) { writer.dimension("a/b", 3); },
                          {"dimension 'a/b': cannot be defined (NetCDF: "});
  expect_failure<IoError>(
      [](NetcdfWriter& writer) {
        define(writer, {.numbers = {{"_FillValue", 1}}});
      },  // a double
      {"variable 'x', attribute '_FillValue': cannot be written (NetCDF: "});
}

TEST_F(NetcdfFailures, AFolderThatIsNotThere) {
  auto const message =
      test::message_of<IoError>([&] { NetcdfWriter writer(ranks, folder / "none" / "x.nc"); });
  EXPECT_THAT(message, testing::HasSubstr("does not exist"));
}

TEST_F(NetcdfFailures, AFileThatHasEndedTakesNothingMore) {
  NetcdfWriter writer(ranks, file);
  define(writer);
  writer.write_replicated("x", older);
  writer.commit();
  auto const message = test::message_of<InvalidArgument>([&] { writer.dimension("y", 2); });
  EXPECT_THAT(message, testing::HasSubstr("was committed or given up"));
  EXPECT_EQ(NetcdfReader(ranks, file).read("x"), older);
}

TEST_F(NetcdfFailures, WithoutACommitNothingAppears) {
  {
    NetcdfWriter writer(ranks, file);
    define(writer);
    writer.write_replicated("x", older);
  }
  EXPECT_EQ(folder.entries(), 0);
}

TEST_F(NetcdfFailures, AllRanksAgreeThatAFileIsNone) {
  ranks.on_root([&] { test::write_text(file, "CDF\x01, more or less"); });
  auto const message = test::message_of<IoError>([&] { NetcdfReader const reader(ranks, file); });
  EXPECT_THAT(message, testing::HasSubstr("x.nc'"));
}

}  // namespace
}  // namespace smnn::io
