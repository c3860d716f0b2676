// Data sets: of our own, of others, and bad ones.
#include "smnn/pde/kdv/dataset.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "expect_error.hpp"
#include "hdf5/raw_file.hpp"
#include "smnn/pde/kdv/dataset_writer.hpp"
#include "smnn/solver/error.hpp"
#include "temporary_folder.hpp"

namespace smnn::pde {
namespace {

using distributed::Communicator;
using test::Extents;
using test::RawFile;
using test::Stored;

constexpr std::int64_t samples = 3, levels = 4, points = 8;

/// Unlike at all places, and exact in single precision.
double field(std::int64_t s, std::int64_t l, std::int64_t p) {
  return static_cast<double>(100 * s + 10 * l + p) / 8;
}

double length_of(std::int64_t s) { return 8 + 0.5 * static_cast<double>(s); }
double time_of(std::int64_t s, std::int64_t l) {
  return 3 + (0.25 + 0.125 * static_cast<double>(s)) * static_cast<double>(l);
}

std::vector<double> all_fields() {
  std::vector<double> values;
  for (std::int64_t s = 0; s < samples; ++s)
    for (std::int64_t l = 0; l < levels; ++l)
      for (std::int64_t p = 0; p < points; ++p) values.push_back(field(s, l, p));
  return values;
}

/// x of all samples, or of the first, and t.
std::vector<double> positions(std::int64_t count) {
  std::vector<double> values;
  for (std::int64_t s = 0; s < count; ++s)
    for (std::int64_t p = 0; p < points; ++p)
      values.push_back(length_of(s) / points * static_cast<double>(p));
  return values;
}
std::vector<double> times(std::int64_t count) {
  std::vector<double> values;
  for (std::int64_t s = 0; s < count; ++s)
    for (std::int64_t l = 0; l < levels; ++l) values.push_back(time_of(s, l));
  return values;
}

class KdvDatasetTest : public testing::Test {
 public:
  KdvDatasetTest() { test::silence_hdf5(); }

  KdvDataset open(std::string const& split = "train") const { return {{}, path(), split}; }
  std::filesystem::path path() const { return folder / "kdv.h5"; }

  /// A file in the published layout, to be spoiled.
  void write_published(Stored stored = Stored::as_double) const {
    RawFile file(path());
    file.group("train");
    file.dataset("train/pde_4-8", {samples, levels, points}, all_fields(), stored);
    file.dataset("train/x", {samples, points}, positions(samples), stored);
    file.dataset("train/t", {samples, levels}, times(samples), stored);
    file.dataset("train/dx", {samples}, {1, 1.0625, 1.125}, stored);
    file.dataset("train/dt", {samples}, {0.25, 0.375, 0.5}, stored);
  }

  /// The published file with another dataset, or without it if there are no values.
  void replace(std::string const& name, Extents const& extents,
               std::vector<double> const& values) const {
    write_published();
    RawFile file(path(), RawFile::Mode::modify);
    file.remove("train/" + name);
    if (!values.empty()) file.dataset("train/" + name, extents, values);
  }

  template <class Real = double>
  void expect_everything(std::string const& split = "train") const {
    KdvDataset const data = open(split);
    EXPECT_EQ(data.extents(), (KdvExtents{samples, levels, points}));
    auto const read = data.read<Real>(data.all({0, samples}));
    auto const expected = all_fields();
    EXPECT_EQ(read.fields, std::vector<Real>(expected.begin(), expected.end()));
    EXPECT_EQ(read.x, positions(samples));
    EXPECT_EQ(read.t, times(samples));
    EXPECT_EQ(read.dx, (std::vector<double>{1, 1.0625, 1.125}));
    EXPECT_EQ(read.dt, (std::vector<double>{0.25, 0.375, 0.5}));
    EXPECT_EQ(read.length, (std::vector<double>{8, 8.5, 9}));
  }

  void expect_refused(std::initializer_list<char const*> parts) const {
    test::expect_error<IoError>(
        [&] {
          KdvDataset const data = open();
          data.read<double>(data.all({0, data.samples()}));
        },
        parts);
  }

  test::TemporaryFolder const folder;
};

TEST_F(KdvDatasetTest, WhatIsWrittenIsRead) {
  {
    io::ParallelHdf5Writer writer({}, path());
    KdvShare share{{0, samples}, {0, points}, {}, times(samples)};
    for (std::int64_t s = 0; s < samples; ++s) share.lengths.push_back(length_of(s));
    KdvExtents const extents{samples, levels, points};
    auto const fields = all_fields();
    std::vector<float> const single(fields.begin(), fields.end());
    write_kdv_split<double>(writer.root(), "train", extents, 6, share, fields);
    write_kdv_split<float>(writer.root(), "valid", extents, 6, share, single);
    writer.commit();
  }
  for (char const* const split : {"train", "valid"}) {
    expect_everything(split);
    expect_everything<float>(split);
    EXPECT_EQ(open(split).nonlinearity(), 6);
    EXPECT_EQ(open(split).name(), "pde_4-8");
  }
}

TEST_F(KdvDatasetTest, OneSampleIsWrittenWithAxesOfItsOwn) {
  {
    io::ParallelHdf5Writer writer({}, path());
    KdvShare const share{{0, 1}, {0, points}, {8}, times(1)};
    auto const fields = all_fields();
    write_kdv_sample<double>(writer.root(), "test", {1, levels, points}, 1, share,
                             std::span(fields).first(levels * points));
    writer.commit();
  }
  KdvDataset const data = open("test");
  EXPECT_EQ(io::open_hdf5(Communicator(), path()).group("test").shape("x"), io::Shape{points});
  auto const read = data.read<double>(data.all({0, 1}));
  EXPECT_EQ(read.x, positions(1));
  EXPECT_EQ(read.t, times(1));
  EXPECT_EQ(read.length, std::vector<double>{8});
}

TEST_F(KdvDatasetTest, PublishedFilesOfBothPrecisionsAreRead) {
  write_published();
  expect_everything();
  EXPECT_EQ(open().nonlinearity(), 1);
  write_published(Stored::as_float);
  expect_everything();
  expect_everything<float>();
  write_published(Stored::as_big_endian_double);
  expect_everything();
}

TEST_F(KdvDatasetTest, PartsAreThoseOfTheWhole) {
  write_published();
  KdvDataset const data = open();
  auto const read = data.read<double>({{2, 0, 2}, {1, 3}, {3, 6}});
  ASSERT_EQ(read.fields.size(), 18u);
  std::size_t i = 0;
  for (std::int64_t const s : {2, 0, 2}) {
    for (std::int64_t l = 1; l < 3; ++l)
      for (std::int64_t p = 3; p < 6; ++p) EXPECT_EQ(read.fields[i++], field(s, l, p));
  }
  EXPECT_EQ(read.x, (std::vector<double>{3.375, 4.5, 5.625, 3, 4, 5, 3.375, 4.5, 5.625}));
  EXPECT_EQ(read.t, (std::vector<double>{3.5, 4, 3.25, 3.5, 3.5, 4}));
  EXPECT_EQ(read.length, (std::vector<double>{9, 8, 9}));
  EXPECT_TRUE(data.read<double>({{}, {0, 4}, {0, 8}}).fields.empty());
}

TEST_F(KdvDatasetTest, AxesMayBeSharedOrMissing) {
  replace("x", {points}, positions(1));
  {
    RawFile file(path(), RawFile::Mode::modify);
    file.remove("train/dx");
    file.dataset("train/dx", {}, {1});
    file.remove("train/t");
    file.remove("train/dt");
    file.dataset("train/dt", {1}, {0.25});
  }
  auto const read = open().read<double>({{2}, {0, levels}, {2, 4}});
  EXPECT_EQ(read.x, (std::vector<double>{2, 3}));
  EXPECT_EQ(read.length, std::vector<double>{8});
  EXPECT_EQ(read.t, (std::vector<double>{0, 0.25, 0.5, 0.75}));

  replace("dx", {}, {});
  {
    RawFile file(path(), RawFile::Mode::modify);
    file.remove("train/dt");
  }
  expect_everything();
  replace("x", {}, {});
  EXPECT_EQ(open().read<double>({{1}, {0, 1}, {0, 2}}).x, (std::vector<double>{0, 1.0625}));
  replace("t", {levels}, {0, 1, 3, 4});  // uneven: the mean of dt says little
  EXPECT_EQ(open().read<double>({{1}, {0, 4}, {0, 2}}).t, (std::vector<double>{0, 1, 3, 4}));
}

TEST_F(KdvDatasetTest, XInSinglePrecisionIsEquidistantEnough) {
  // Far from 0 and finely spaced, x in single precision is off by a part of dx.
  std::vector<double> x;
  for (int p = 0; p < points; ++p) x.push_back(127 + 1e-4 * p);
  write_published();
  {
    RawFile file(path(), RawFile::Mode::modify);
    file.remove("train/x");
    file.remove("train/dx");
    file.dataset("train/x", {points}, x, Stored::as_float);
  }
  KdvDataset const data = open();
  EXPECT_NEAR(data.read<double>(data.all({0, 1})).length[0], 8e-4, 2e-5);
}

TEST_F(KdvDatasetTest, SeveralFieldsAreToldApartByName) {
  write_published();
  {
    RawFile file(path(), RawFile::Mode::modify);
    file.dataset("train/pde_2-8", {1, 2, 8}, std::vector<double>(16));
  }
  expect_refused({"group '/train'", "expected one dataset pde_LEVELS-POINTS", "'pde_2-8'"});
  EXPECT_EQ(KdvDataset({}, path(), "train", "pde_4-8").levels(), 4);
}

TEST_F(KdvDatasetTest, MissingThingsAreNamed) {
  expect_refused({"kdv.h5'", "no such file"});
  write_published();
  test::expect_error<IoError>([&] { open("test"); }, {"no group 'test'", "'train'"});
  replace("pde_4-8", {}, {});
  expect_refused({"expected one dataset pde_LEVELS-POINTS, got none"});
  replace("x", {}, {});
  RawFile(path(), RawFile::Mode::modify).remove("train/dx");
  expect_refused({"neither a dataset 'x' nor 'dx'"});
  replace("t", {}, {});
  RawFile(path(), RawFile::Mode::modify).remove("train/dt");
  expect_refused({"neither a dataset 't' nor 'dt'"});
}

TEST_F(KdvDatasetTest, SizesMustAgree) {
  replace("pde_4-8", {samples, levels * points}, all_fields());
  expect_refused({"'pde_4-8'", "(3, 32)", "(samples, levels, points)"});
  replace("pde_4-8", {samples, points, levels}, all_fields());
  expect_refused({"(3, 8, 4)", "expected 4 levels of 8 points, as the name says"});
  replace("x", {samples, points - 1}, std::vector<double>(samples * (points - 1)));
  expect_refused({"dataset 'x'", "(3, 7)", "expected (3, 8) or (8,)"});
  replace("t", {levels + 1}, std::vector<double>(levels + 1));
  expect_refused({"dataset 't'", "(5,)", "expected (3, 4) or (4,)"});
  replace("dx", {2}, {1, 1});
  expect_refused({"dataset 'dx'", "(2,)", "(3,)"});
  replace("dt", {samples, 1}, {1, 1, 1});
  expect_refused({"dataset 'dt'", "(3, 1)"});
}

TEST_F(KdvDatasetTest, AbsurdSizesAreRefusedBeforeMemoryIsTaken) {
  {
    RawFile file(path());
    file.group("train");
    file.unwritten_dataset("train/pde_1000000-1000000", {1'000'000, 1'000'000, 1'000'000},
                           {1, 1, 1'000'000});
    file.dataset("train/dx", {}, {1});
    file.dataset("train/dt", {}, {1});
  }
  test::expect_error<IoError>(
      [&] {
        KdvDataset const data = open();
        data.read<double>(data.all({0, 10}));
      },
      {"of memory"});
  EXPECT_EQ(open().read<double>({{3}, {7, 8}, {11, 13}}).x, (std::vector<double>{11, 12}));
  {
    RawFile file(path());
    file.group("train");
    file.unwritten_dataset("train/pde_5-8", {std::uint64_t{1} << 60, 5, 8}, {1024, 5, 8});
    file.dataset("train/dx", {}, {1});
    file.dataset("train/dt", {}, {1});
  }
  expect_refused({"extents"});
}

TEST_F(KdvDatasetTest, ValuesMustBeFinite) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  auto fields = all_fields();
  fields[32 + 2 * 8 + 5] = nan;
  replace("pde_4-8", {samples, levels, points}, fields);
  expect_refused({"'pde_4-8': is nan at (1, 2, 5)"});
  EXPECT_EQ(open().read<double>({{1}, {2, 3}, {0, 5}}).fields.size(), 5u);  // beside it
  auto x = positions(samples);
  x[8] = nan;
  replace("x", {samples, points}, x);
  expect_refused({"dataset 'x'", "expected a finite number"});
  auto t = times(samples);
  t[6] = HUGE_VAL;
  replace("t", {samples, levels}, t);
  expect_refused({"dataset 't': is inf at (1, 2)"});
  replace("dx", {}, {nan});
  expect_refused({"dataset 'dx': is nan"});
  replace("dt", {}, {-0.25});
  expect_refused({"dataset 'dt': is -0.25"});
  write_published();
  RawFile(path(), RawFile::Mode::modify).attribute("train", "nonlinearity", nan);
  expect_refused({"attribute 'nonlinearity': is nan"});
}

TEST_F(KdvDatasetTest, AxesMustBeInOrder) {
  auto x = positions(samples);
  x[8 + 3] += 0.01;
  replace("x", {samples, points}, x);
  expect_refused({"dataset 'x': is 3.1975 at (1, 3)", "about 3.1875", "equidistant"});
  x = positions(1);
  std::reverse(x.begin(), x.end());
  replace("x", {points}, x);
  expect_refused({"dataset 'x': is 0 at (7,)", "above the first one, 7"});
  auto t = times(samples);
  std::swap(t[1], t[2]);
  replace("t", {samples, levels}, t);
  expect_refused({"dataset 't': is 3.25 at (0, 2)", "strictly increasing"});
  replace("dx", {samples}, {1, 2, 3});
  expect_refused({"dataset 'dx': is 2 at (1,)", "expected 1.0625"});
  replace("dt", {}, {0.25});
  expect_refused({"dataset 'dt': is 0.25 at (1,)", "expected 0.375"});
}

TEST_F(KdvDatasetTest, SelectionsMustLieWithin) {
  write_published();
  KdvDataset const data = open();
  using test::expect_error;
  expect_error<InvalidArgument>(
      [&] {
        data.read<double>({{3}, {0, 4}, {0, 8}});
      },
      {"samples 3 to 4", "some of 3"});
  expect_error<InvalidArgument>([&] { data.read<double>({{-1}, {0, 4}, {0, 8}}); }, {"samples -1"});
  expect_error<InvalidArgument>(
      [&] {
        data.read<double>({{0}, {0, 5}, {0, 8}});
      },
      {"levels 0 to 5"});
  expect_error<InvalidArgument>(
      [&] {
        data.read<double>({{0}, {0, 4}, {5, 3}});
      },
      {"points 5 to 3"});
}

}  // namespace
}  // namespace smnn::pde
