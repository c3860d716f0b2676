// smnn kdv generate: what is in its files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/pde/kdv/dataset.hpp>
#include <smnn/solver/error.hpp>

#include "hdf5/raw_file.hpp"
#include "io/expect_error.hpp"
#include "kdv/generate/generate_file.hpp"
#include "kdv/generate/initial_field.hpp"
#include "small_options.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers::kdv {
namespace {

using test::expect_error;

class GenerateTest : public testing::Test {
 public:
  std::filesystem::path path(std::string const& name = "kdv.h5") const { return folder / name; }
  GenerateOptions small() const { return test::small_options(path()); }

  template <class Real = double>
  pde::KdvSamples<Real> read(std::string const& split) const {
    pde::KdvDataset const data({}, path(), split);
    return data.read<Real>(data.all({0, data.samples()}));
  }

  /// Two levels of one sample on a given period.
  GenerateOptions one_sample(double domain, std::vector<std::string> initial) const {
    GenerateOptions options = small();
    options.domain = domain;
    options.times = {0, 3};
    options.points = 256;
    options.train = options.valid = 0;
    options.test = 1;
    options.initial = std::move(initial);
    return options;
  }

  test::TemporaryFolder const folder;
};

TEST_F(GenerateTest, SamplesLieInThePublishedRanges) {
  generate_file({}, small());
  auto const train = read("train");
  ASSERT_EQ(train.length.size(), 5u);
  for (std::size_t s = 0; s < 5; ++s) {
    EXPECT_GE(train.length[s], 27);
    EXPECT_LE(train.length[s], 33);
    double const end = train.t[5 * s + 4];
    EXPECT_GE(end, 1.8);
    EXPECT_LE(end, 2.2);
    EXPECT_NEAR(train.t[5 * s], end / 2, 1e-14);  // 9 levels from 0 on, the last 5 kept
    EXPECT_NEAR(train.dt[s], end / 8, 1e-14);
  }
  EXPECT_GT(std::abs(train.length[0] - train.length[1]), 1e-3);  // each has its own
  EXPECT_EQ(pde::KdvDataset({}, path(), "valid").extents(), (pde::KdvExtents{1, 5, 32}));
  EXPECT_EQ(pde::KdvDataset({}, path(), "test").extents(), (pde::KdvExtents{2, 5, 32}));
}

TEST_F(GenerateTest, SolutionsAreThoseOfTheSolver) {
  auto options = small();
  options.kdv.nonlinearity = 6;
  generate_file({}, options);
  auto const valid = read("valid");
  pde::SampleRandom random(7, 1, 0);
  SampleFrame const frame = make_frame(options, random);
  pde::SineSum const sines({}, random);
  std::int64_t const fine = 64;
  std::vector<double> initial;
  for (std::int64_t j = 0; j < fine; ++j)
    initial.push_back(sines(static_cast<double>(j) / static_cast<double>(fine)));
  pde::KdvSolver solver(fine, options.kdv);
  solver.start(frame.length, initial);
  for (std::size_t level = 0; level < 5; ++level) {
    solver.advance(frame.times[level]);
    std::vector<double> values(static_cast<std::size_t>(fine));
    solver.values(values);
    for (std::size_t p = 0; p < 32; ++p)
      EXPECT_EQ(valid.fields[level * 32 + p], values[2 * p]) << level << ", " << p;
  }
}

TEST_F(GenerateTest, TheSeedAloneDecides) {
  auto options = small();
  generate_file({}, options);
  auto const first = read("train").fields;
  options.train = 7;  // more of them
  generate_file({}, options);
  auto const more = read("train").fields;
  EXPECT_TRUE(std::equal(first.begin(), first.end(), more.begin()));
  options.seed = 8;
  generate_file({}, options);
  EXPECT_NE(read("train").fields[0], first[0]);
  EXPECT_NE(read("test").fields[0], read("train").fields[0]);
}

TEST_F(GenerateTest, FloatsAreRoundedDoubles) {
  auto options = small();
  generate_file({}, options);
  auto const doubles = read("train").fields;
  options.storage = Storage::single_precision;
  generate_file({}, options);
  auto const floats = read<float>("train").fields;
  EXPECT_EQ(io::open_hdf5(path()).group("train").number_format("pde_5-32").bytes, 4);
  EXPECT_EQ(floats, std::vector<float>(doubles.begin(), doubles.end()));
}

TEST_F(GenerateTest, SolitonsTravelAtTheirSpeeds) {
  for (double const nonlinearity : {1.0, 6.0}) {
    auto options = one_sample(200, {"soliton:1,40", "soliton:0.5,140"});
    options.points = 512;
    options.kdv.nonlinearity = nonlinearity;
    generate_file({}, options);
    auto const test = read("test");
    for (std::size_t level = 0; level < 2; ++level) {
      for (std::size_t p = 0; p < 512; ++p) {
        double const x = test.x[p];
        double const t = test.t[level];
        // 100 apart, they feel nothing of each other: exp(-0.7 * 100).
        EXPECT_NEAR(test.fields[level * 512 + p],
                    pde::soliton({1, 40}, nonlinearity, x, t) +
                        pde::soliton({0.5, 140}, nonlinearity, x, t),
                    1e-8);
      }
    }
  }
}

TEST_F(GenerateTest, InitialValuesComeFromFiles) {
  auto const wave = [](double x) { return 0.3 + std::cos(2 * std::numbers::pi * x / 40); };
  std::string csv = "x,u\n";
  for (int j = 0; j < 24; ++j) {
    double const x = 40.0 * j / 24;
    csv += std::to_string(x) + "," + std::to_string(wave(x)) + "\n";
  }
  test::write_text(path("u.csv"), csv);
  auto options = one_sample(1, {path("u.csv")});
  options.domain.reset();  // the file's
  generate_file({}, options);
  auto const test = read("test");
  EXPECT_NEAR(test.length[0], 40, 1e-5);  // the digits of the file
  for (std::size_t p = 0; p < 256; ++p) EXPECT_NEAR(test.fields[p], wave(test.x[p]), 1e-5);

  test::RawFile(path("u.h5")).dataset("v", {24}, std::vector<double>(24, 0.5));
  options = one_sample(10, {path("u.h5")});
  generate_file({}, options);
  EXPECT_NEAR(read("test").fields[300], 0.5, 1e-14);
}

TEST_F(GenerateTest, BadInitialValuesAreNamed) {
  auto const refused = [&](std::vector<std::string> const& words,
                           std::initializer_list<char const*> parts) {
    expect_error<Error>([&] { generate_file({}, one_sample(10, words)); }, parts);
    EXPECT_FALSE(std::filesystem::exists(path()));
  };
  refused({"soliton:x,1"}, {"--initial: got 'soliton:x,1'", "SPEED,POSITION"});
  refused({"soliton:1,2,3"}, {"SPEED,POSITION"});
  refused({"soliton:-1,2"}, {"--initial: got a soliton of speed -1"});
  refused({"sines", "soliton:1,2"}, {"'sines' and 'soliton:1,2'"});
  refused({"nowhere.csv"}, {"nowhere.csv", "no such file"});
  test::write_text(path("u.csv"), "x,u\n0,1\n1,2\n3,1\n4,0\n");
  refused({path("u.csv")}, {"column 'x'", "row 2", "equidistant"});
  test::write_text(path("u.csv"), "a,b\n0,1\n1,2\n");
  refused({path("u.csv")}, {"2 columns", "one called u"});
  test::write_text(path("u.csv"), "u\n0\nnan\n");
  refused({path("u.csv")}, {"u.csv"});
}

TEST_F(GenerateTest, BadOptionsAreNamed) {
  auto const refused = [&](auto const& spoil, std::initializer_list<char const*> parts) {
    auto options = small();
    spoil(options);
    expect_error<InvalidArgument>([&] { generate_file({}, options); }, parts);
    EXPECT_EQ(folder.entries(), 0);
  };
  using Options = GenerateOptions;
  refused([](Options& o) { o.length = 0; }, {"--length: got 0"});
  refused([](Options& o) { o.length_spread = 1; }, {"--length-spread: got 1"});
  refused([](Options& o) { o.end_time = HUGE_VAL; }, {"--end-time: got inf"});
  refused([](Options& o) { o.domain = -3; }, {"--domain: got -3"});
  refused([](Options& o) { o.times = {1, 0.5}; }, {"--times: got 0.5"});
  refused([](Options& o) { o.points = 3; }, {"--points: got 3"});
  refused([](Options& o) { o.points = 2'000'000'000; }, {"--points: got 2e+09"});
  refused([](Options& o) { o.keep = 10; }, {"--keep: got 10", "1 to the levels, 9"});
  refused([](Options& o) { o.train = o.valid = o.test = 0; }, {"got no samples"});
  refused([](Options& o) { o.sines.frequencies.clear(); }, {"frequencies"});
  refused([](Options& o) { o.kdv.nonlinearity = NAN; }, {"nonlinearity: got nan"});
}

TEST_F(GenerateTest, MoreThanMemoryHoldsIsRefused) {
  auto options = small();
  options.train = 1'000'000'000;
  options.points = 1'000'000;
  expect_error<IoError>([&] { generate_file({}, options); }, {"samples of train", "of memory"});
  EXPECT_EQ(folder.entries(), 0);
}

TEST_F(GenerateTest, ReportsSayWhatWasKept) {
  std::vector<SplitReport> reports;
  GenerateEvents events;
  events.on_split = [&](SplitReport const& report) { reports.push_back(report); };
  generate_file({}, small(), events);
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_EQ(reports[2].split, "test");
  EXPECT_EQ(reports[2].samples, 2);
  EXPECT_GT(reports[0].quality.steps, 5);
  EXPECT_LT(reports[0].quality.drift.energy, 1e-8);
  EXPECT_GT(reports[0].quality.drift.energy, 0);
  EXPECT_EQ(io::open_hdf5(path()).group("train").number("largest_energy_drift"),
            reports[0].quality.drift.energy);
  reports.clear();
  auto options = one_sample(10, {"soliton:1,5"});
  options.points = 16;
  generate_file({}, options, events);  // cosh^-2(2.5)
  EXPECT_NEAR(reports.at(0).cut_off, std::pow(std::cosh(2.5), -2), 1e-12);
}

TEST_F(GenerateTest, FilesSayWhereTheyComeFrom) {
  generate_file({}, small());
  auto const root = io::open_hdf5(path());
  EXPECT_EQ(root.text("program"), "smnn kdv generate");
  EXPECT_EQ(root.integer("seed"), 7);
  auto const train = root.group("train");
  EXPECT_EQ(train.text("initial"), "sines");
  EXPECT_EQ(train.integer("solved_points"), 64);
  EXPECT_EQ(train.number("relative_tolerance"), 1e-9);
  EXPECT_EQ(train.text("pde_5-32", "dimensions"), "sample level point");
  EXPECT_EQ(train.text("x", "units"), "1");
}

TEST_F(GenerateTest, ASingleSampleHasAView) {
  auto options = one_sample(64, {"sines"});
  options.single = true;
  generate_file({}, options);
  EXPECT_THAT(test::read_text(path("kdv.xmf")), testing::HasSubstr(">kdv.h5:/test/pde_2-256<"));
  EXPECT_THAT(test::read_text(path("kdv.xmf")), testing::HasSubstr(">kdv.h5:/test/x<"));
  auto const single = read("test");
  options.single = false;
  generate_file({}, options);
  EXPECT_EQ(single.fields, read("test").fields);  // the same sample
  options.single = true;
  options.output = path("a.xmf");
  expect_error<InvalidArgument>([&] { generate_file({}, options); }, {"a.xmf", "another ending"});
}

TEST(CoarsePointsTest, AreThoseWithinTheFineOnes) {
  EXPECT_EQ(coarse_points({0, 8}, 2), (distributed::Range{0, 4}));
  EXPECT_EQ(coarse_points({3, 7}, 2), (distributed::Range{2, 4}));  // 4 and 6
  EXPECT_EQ(coarse_points({5, 6}, 4), (distributed::Range{2, 2}));
}

}  // namespace
}  // namespace smnn::drivers::kdv
