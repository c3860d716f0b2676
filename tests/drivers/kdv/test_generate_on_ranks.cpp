// smnn kdv generate on several ranks: files like those of one rank.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <smnn/io/parallel/writer.hpp>
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

// Files of 40 points of the period, to be solved on 64: tables that rank 0 reads, datasets of which
// every rank reads its own.
TEST_F(GenerateOnRanksTest, ASingleSampleBeginsWithAFile) {
  constexpr int count = 40;
  std::string csv = "x,u\n";
  std::vector<double> x, u;
  for (int j = 0; j < count; ++j) {
    x.push_back(0.5 * j);
    u.push_back(std::sin(2 * std::numbers::pi * j / count) + 0.25);
    csv += std::to_string(x.back()) + "," + std::to_string(u.back()) + "\n";
  }
  ranks.on_root([&] { std::ofstream(folder / "u.csv") << csv; });
  io::ParallelHdf5Writer writer(ranks, folder / "u.h5");
  writer.root().write_replicated("x", {count}, std::span<double const>(x));
  writer.root().write_replicated("u", {count}, std::span<double const>(u));
  writer.commit();
  for (std::string const name : {"u.csv", "u.h5"}) {
    auto options = small("single.h5");
    options.single = true;
    options.initial = {(folder / name).string()};
    options.times = {0};
    generate_file(ranks, options);
    auto const got = read("single.h5", "test");
    EXPECT_NEAR(got.length[0], 20, 1e-6) << name;  // CSV has six decimals
    for (std::size_t j = 0; j < 32; ++j) {
      double const place = 2 * std::numbers::pi * static_cast<double>(j) / 32;
      EXPECT_NEAR(got.fields[j], std::sin(place) + 0.25, 5e-6) << name << ", " << j;
    }
  }
}

TEST_F(GenerateOnRanksTest, ASingleSampleRefusesABadFile) {
  auto const refused = [&](std::string const& name) {
    auto options = small("bad.h5");
    options.single = true;
    options.initial = {(folder / name).string()};
    return test::message_of<IoError>([&] { generate_file(ranks, options); });
  };
  EXPECT_NE(refused("none.csv").find("no such file"), std::string::npos);
  std::vector<double> const u{1, 2, 3, std::nan("")};
  std::vector<double> const x{0, 1, 3, 4};
  for (bool const places : {false, true}) {
    io::ParallelHdf5Writer writer(ranks, folder / "u.h5");
    writer.root().write_replicated("u", {4}, std::span<double const>(u));
    if (places) writer.root().write_replicated("x", {4}, std::span<double const>(x));
    writer.commit();
    std::string const message = refused("u.h5");
    EXPECT_NE(message.find(places ? "equidistant" : "is nan at 3"), std::string::npos) << message;
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
