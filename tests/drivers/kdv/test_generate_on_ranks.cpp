// smnn kdv generate on several ranks: files like those of one rank.
#include <gtest/gtest.h>

#include <smnn/pde/kdv/dataset.hpp>
#include <smnn/solver/error.hpp>

#include "kdv/generate/generate_file.hpp"
#include "ranks.hpp"
#include "small_options.hpp"

namespace smnn::drivers::kdv {
namespace {

class GenerateOnRanksTest : public testing::Test {
 public:
  GenerateOptions small(std::string const& name) const {
    return test::small_options(folder / name);
  }

  /// All of a split, on every rank.
  pde::KdvSamples<double> read(std::string const& name, std::string const& split) const {
    pde::KdvDataset const data(ranks, folder / name, split);
    return data.read<double>(data.all({0, data.samples()}));
  }

  /// Options twice: on all ranks, and on rank 0 alone.
  void generate_both(GenerateOptions options) const {
    options.output = folder / "ranks.h5";
    generate_file(ranks, options);
    options.output = folder / "alone.h5";
    ranks.on_root([&] { generate_file({}, options); });
  }

  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();
};

TEST_F(GenerateOnRanksTest, TheSameSeedGivesTheSameFile) {
  for (Storage const storage : {Storage::double_precision, Storage::single_precision}) {
    auto options = small("");
    options.storage = storage;
    generate_both(options);
    for (char const* const split : {"train", "valid", "test"}) {  // fewer samples than ranks too
      auto const got = read("ranks.h5", split);
      auto const expected = read("alone.h5", split);
      EXPECT_EQ(got.fields, expected.fields) << split;
      EXPECT_EQ(got.x, expected.x) << split;
      EXPECT_EQ(got.t, expected.t) << split;
      EXPECT_EQ(got.dx, expected.dx) << split;
      EXPECT_EQ(got.dt, expected.dt) << split;
    }
  }
}

TEST_F(GenerateOnRanksTest, PointsAreSharedWithASingleSample) {
  auto options = small("");
  options.single = true;
  options.points = 1024;
  options.domain = 500;
  options.refine = 3;
  generate_both(options);
  auto const got = read("ranks.h5", "test");
  auto const expected = read("alone.h5", "test");
  ASSERT_EQ(got.fields.size(), expected.fields.size());
  double largest = 0;
  for (std::size_t i = 0; i < got.fields.size(); ++i)
    largest = std::max(largest, std::abs(got.fields[i] - expected.fields[i]));
  EXPECT_LT(largest, 1e-12);  // rounding errors of some ten steps
  EXPECT_EQ(got.x, expected.x);
  EXPECT_EQ(got.t, expected.t);
  EXPECT_EQ(test::read_text(folder / "ranks.xmf").empty(), false);
}

TEST_F(GenerateOnRanksTest, EachRankReadsItsOwnPoints) {
  auto options = small("ranks.h5");
  generate_file(ranks, options);
  auto const whole = read("ranks.h5", "train");
  pde::KdvDataset const data(ranks, options.output, "train");
  std::int64_t const begin = 32 * ranks.rank() / ranks.size();
  std::int64_t const end = 32 * (ranks.rank() + 1) / ranks.size();
  // Ranks ask for different samples, the last one for none.
  std::vector<std::int64_t> samples(static_cast<std::size_t>(ranks.size() - 1 - ranks.rank()), 3);
  auto const part = data.read<double>({samples, {2, 4}, {begin, end}});
  auto const points = static_cast<std::size_t>(end - begin);
  ASSERT_EQ(part.fields.size(), samples.size() * 2 * points);
  for (std::size_t i = 0; i < part.fields.size(); ++i) {
    std::size_t const level = 2 + i / points % 2;
    std::size_t const point = static_cast<std::size_t>(begin) + i % points;
    EXPECT_EQ(part.fields[i], whole.fields[(3 * 5 + level) * 32 + point]);
  }
}

TEST_F(GenerateOnRanksTest, ErrorsAreThoseOfAllRanks) {
  auto options = small("bad.h5");
  options.initial = {(folder / "none.csv").string()};
  std::string const message = test::message_of<IoError>([&] { generate_file(ranks, options); });
  EXPECT_NE(message.find("no such file"), std::string::npos) << message;
  EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace smnn::drivers::kdv
