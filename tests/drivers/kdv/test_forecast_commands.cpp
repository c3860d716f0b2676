// smnn kdv train, rollout and evaluate, with the ranks as shards of samples and as a line along x.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/pde/fourier/real_transform.hpp>
#include <smnn/pde/kdv/dataset_writer.hpp>
#include <smnn/solver/error.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "kdv.hpp"
#include "ranks.hpp"

namespace smnn::drivers {
namespace {

using test::message_of;
using test::SharedFolder;
using test::world;

constexpr std::int64_t levels = 24, points = 64;

// Waves that travel; of no equation, which is not what is tested here.
void write_split(io::ParallelWriteGroup const& root, std::string const& name, std::int64_t samples,
                 std::uint64_t first) {
  pde::KdvShare share;
  share.samples = {0, world().rank() == 0 ? samples : 0};
  if (world().rank() > 0) share.samples = {samples, samples};
  share.points = {0, points};
  std::vector<float> fields;
  for (std::int64_t n = share.samples.begin; n < share.samples.end; ++n) {
    double const phase = static_cast<double>(first) + 0.7 * static_cast<double>(n);
    share.lengths.push_back(2 * std::acos(-1.0));
    for (std::int64_t l = 0; l < levels; ++l) {
      double const t = 0.1 * static_cast<double>(l);
      share.times.push_back(t);
      for (std::int64_t i = 0; i < points; ++i) {
        double const x = share.lengths.back() * static_cast<double>(i) / points;
        fields.push_back(
            static_cast<float>(std::sin(x - t + phase) + 0.3 * std::cos(2 * x + t - phase)));
      }
    }
  }
  pde::write_kdv_split<float>(root, name, {samples, levels, points}, 1, share,
                              std::span<float const>(fields));
}

class KdvForecastCommands : public testing::Test {
 protected:
  KdvForecastCommands() {
    io::ParallelHdf5Writer writer(world(), data);
    write_split(writer.root(), "train", 6, 1);
    write_split(writer.root(), "valid", 2, 2);
    write_split(writer.root(), "test", 3, 3);
    writer.commit();
  }

  std::string path(std::string const& name) const { return (folder.path() / name).string(); }

  // What rank 0 prints.
  static std::string run(std::string const& arguments) {
    static std::optional<Runtime> runtime;  // MPI does not start twice
    if (!runtime) runtime.emplace(std::vector<std::string>{"smnn"});
    CLI::App app("test", "smnn");
    Console console;
    console.open(runtime->communicator());
    add_kdv(app, runtime, console);
    testing::internal::CaptureStdout();
    try {
      app.parse("kdv " + arguments);
    } catch (...) {
      testing::internal::GetCapturedStdout();
      throw;
    }
    return testing::internal::GetCapturedStdout();
  }

  std::string train(std::string const& model, std::string const& more, int window = 4,
                    int epochs = 2) const {
    return run("train " + data + " " + path(model) + " --levels " + std::to_string(window) +
               " --filters 4 --blocks 2 --epochs " + std::to_string(epochs) +
               " --windows 3 --batch 6 --history " + path(model + ".csv") + " " + more);
  }

  std::string text(std::string const& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }

  // Numbers of the rows behind the heading, but for the columns of seconds.
  std::vector<double> losses(std::string const& name) const {
    std::istringstream lines(text(name));
    std::string line;
    std::getline(lines, line);
    std::vector<std::string> names;
    std::istringstream heading(line);
    for (std::string cell; std::getline(heading, cell, ',');) names.push_back(cell);
    std::vector<double> values;
    while (std::getline(lines, line)) {
      std::istringstream cells(line);
      std::string cell;
      for (std::size_t i = 0; std::getline(cells, cell, ','); ++i)
        if (names[i].find("absolute") != std::string::npos) values.push_back(std::stod(cell));
    }
    return values;
  }

  SharedFolder const folder;
  std::string const data = path("data.h5");
  std::string const as_line = "--ranks-per-line " + std::to_string(world().size());
};

void expect_near(std::vector<double> const& got, std::vector<double> const& expected,
                 double tolerance) {
  ASSERT_EQ(got.size(), expected.size());
  ASSERT_FALSE(got.empty());
  double largest = 0;
  for (double const value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < got.size(); ++i)
    EXPECT_NEAR(got[i], expected[i], tolerance * largest) << i;
}

// Float networks: rounding of sums of some hundred terms, over six steps of Adam, whose first ones
// have the size of the learning rate whatever the gradient's.
TEST_F(KdvForecastCommands, TrainAlikeOnShardsAndOnALine) {
  for (std::string const more : {"", "--model direct --own-forecasts 1 --loss squares"}) {
    SCOPED_TRACE(more);
    std::string const shards = train("shards.h5", more);
    train("line.h5", more + " " + as_line);
    std::vector<double> const expected = losses("shards.h5.csv");
    ASSERT_EQ(expected.size(), 4U);
    EXPECT_LT(expected[2], expected[0]);  // the second epoch's training loss
    expect_near(losses("line.h5.csv"), expected, 1e-3);
    if (world().rank() > 0) continue;
    EXPECT_THAT(shards, testing::HasSubstr("6 trajectories"));
  }
}

// The same bits as if it had never ended, through random windows and the forecasts before them.
TEST_F(KdvForecastCommands, ResumeWhereTheyEnded) {
  for (std::string const forecasts : {"0", "1"}) {
    SCOPED_TRACE(forecasts);
    std::string const kind = "--own-forecasts " + forecasts;
    std::string const saved = kind + " --checkpoint " + path("saved" + forecasts);
    train("whole.h5", kind, 4, 3);
    train("part.h5", saved, 4, 1);
    train("part.h5", saved + " --resume", 4, 3);
    std::vector<double> const whole = losses("whole.h5.csv");
    EXPECT_EQ(whole.size(), 6U);
    EXPECT_EQ(losses("part.h5.csv"), whole);
  }
  std::string const other = "--own-forecasts 1 --resume --checkpoint " + path("saved0");
  EXPECT_THAT(message_of<Error>([&] { train("part.h5", other, 4, 3); }),
              testing::HasSubstr("own_forecasts"));
}

TEST_F(KdvForecastCommands, RollOutAlikeOnShardsAndOnALine) {
  train("model.h5", "");
  auto const rolled_out = [&](std::string const& name, std::string const& more) {
    run("rollout " + data + " " + path("model.h5") + " " + path(name) + " --times 3 " + more);
    return io::open_hdf5(path(name));
  };
  auto const shards = rolled_out("shards.h5", "");
  auto const line = rolled_out("line.h5", as_line);
  EXPECT_EQ(line.shape("prediction"), (io::Shape{3, 4 + 3 * 3, points}));
  EXPECT_EQ(line.shape("coefficients"), (io::Shape{3, 4, 5, points}));
  // Float rounding, through three forecasts of an untrained network.
  for (std::string const name : {"prediction", "coefficients", "rhs", "initial_values", "step"}) {
    SCOPED_TRACE(name);
    expect_near(line.read<double>(name), shards.read<double>(name), 1e-4);
  }
  EXPECT_EQ(line.read<double>("t"), shards.read<double>("t"));
  EXPECT_THAT(text("line.xmf"), testing::HasSubstr("line.h5:/prediction"));
  EXPECT_NEAR(line.read<double>("t")[12], 1.2, 1e-6);
  auto const given = io::open_hdf5(data).group("test").read<double>("pde_24-64");
  auto const prediction = line.read<double>("prediction");
  for (std::size_t i = 0; i < 4 * points; ++i) EXPECT_EQ(prediction[i], given[i]);
}

TEST_F(KdvForecastCommands, LeaveRanksWithoutTrajectories) {
  train("model.h5", "");
  run("rollout " + data + " " + path("model.h5") + " " + path("one.h5") + " --samples 1 --times 2");
  EXPECT_EQ(io::open_hdf5(path("one.h5")).shape("prediction"), (io::Shape{1, 10, points}));
  std::string const printed =
      run("evaluate " + data + " " + path("model.h5") + " --samples 1 --times 2");
  if (world().rank() > 0) return;
  EXPECT_THAT(printed, testing::Not(testing::HasSubstr("nan")));
}

TEST_F(KdvForecastCommands, EvaluateModelsBesideBaselines) {
  train("model.h5", "");
  train("direct.h5", "--model direct");
  auto const table = [&](std::string const& name, std::string const& more) {
    return run("evaluate " + data + " " + path("model.h5") + " " + path("direct.h5") +
               " --times 3 --csv " + path(name) + " " + more);
  };
  std::string const printed = table("shards.csv", "");
  table("line.csv", as_line);
  if (world().rank() == 0) {
    for (std::string const name :
         {"mechanistic (model)", "direct (direct)", "persistence", "classical ("})
      EXPECT_THAT(printed, testing::HasSubstr(name));
  }
  // Persistence needs no network: the figures by their definition.
  auto const given = io::open_hdf5(data).group("test").read<double>("pde_24-64");
  double relative = 0;
  for (std::size_t n = 0; n < 3; ++n) {
    double errors = 0, truths = 0;
    for (std::size_t l = 4; l < levels; ++l) {
      for (std::size_t x = 0; x < points; ++x) {
        double const u = given[(n * levels + l) * points + x];
        double const last = given[(n * levels + 3) * points + x];
        errors += (last - u) * (last - u);
        truths += u * u;
      }
    }
    relative += errors / truths / 3;
  }
  auto const of_persistence = [&](std::string const& name) {
    std::string const all = text(name);
    std::string const row = all.substr(all.find("persistence"));
    return std::stod(row.substr(row.find(",,") + 2));
  };
  EXPECT_NEAR(of_persistence("shards.csv"), relative, 1e-6 * relative);  // float data
  EXPECT_NEAR(of_persistence("line.csv"), relative, 1e-6 * relative);
}

TEST_F(KdvForecastCommands, EvaluateAlikeOnShardsAndOnALine) {
  if (!pde::transforms_on_ranks()) GTEST_SKIP() << "FFTW without MPI";
  train("model.h5", "");
  for (auto const& [name, more] :
       {std::pair("shards", std::string()), std::pair("line", as_line)}) {
    run("evaluate " + data + " " + path("model.h5") + " --times 3 --csv " +
        path(name + std::string(".csv")) + " --spectra " + path(name + std::string("_k.csv")) +
        " " + more);
  }
  // Errors and drifts of the model. Float rounding, through three forecasts.
  auto const of_model = [&](std::string const& name) {
    std::string const all = text(name);
    std::istringstream row(all.substr(all.find("mechanistic")));
    std::vector<double> values;
    std::string cell;
    for (int i = 0; i < 7 && std::getline(row, cell, ','); ++i)
      if (i > 1) values.push_back(std::stod(cell));
    return values;
  };
  std::vector<double> const shards = of_model("shards.csv");
  std::vector<double> const line = of_model("line.csv");
  ASSERT_EQ(shards.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_GT(shards[i], 0) << i;
    EXPECT_NEAR(line[i], shards[i], 1e-3 * shards[i] + 1e-5) << i;
  }
  EXPECT_THAT(text("line.csv"), testing::HasSubstr("classical ("));
}

TEST_F(KdvForecastCommands, TellTheSpectraOfWhatTheyEvaluate) {
  if (!pde::transforms_on_ranks()) GTEST_SKIP() << "FFTW without MPI";
  train("model.h5", "");
  run("evaluate " + data + " " + path("model.h5") + " --spectra " + path("k.csv") + " " + as_line);
  // The data's waves: sin x, and .3 cos 2x. The second column is the truth; persistence has as
  // much power at every level.
  std::istringstream lines(text("k.csv"));
  std::string row;
  std::getline(lines, row);
  EXPECT_THAT(row, testing::StartsWith("wavenumber,truth,mechanistic (model),persistence,"));
  std::vector<double> truth, persistence;
  while (std::getline(lines, row)) {
    std::istringstream cells(row);
    std::string cell;
    for (int i = 0; i < 4 && std::getline(cells, cell, ','); ++i) {
      if (i == 1) truth.push_back(std::stod(cell));
      if (i == 3) persistence.push_back(std::stod(cell));
    }
  }
  ASSERT_EQ(truth.size(), points / 2 + 1);
  for (std::size_t k = 0; k < truth.size(); ++k) {
    double const expected = k == 1 ? 0.5 : k == 2 ? 0.045 : 0;
    EXPECT_NEAR(truth[k], expected, 1e-6) << k;  // float data
    EXPECT_NEAR(persistence[k], expected, 1e-6) << k;
  }
}

TEST_F(KdvForecastCommands, RefuseWhatDoesNotFit) {
  auto const message = [&](std::string const& arguments) {
    return message_of<Error>([&] { run(arguments); });
  };
  std::string const wrong = std::to_string(world().size() + 1);
  EXPECT_THAT(message("train " + data + " " + path("m.h5") + " --ranks-per-line " + wrong),
              testing::HasSubstr("--ranks-per-line: got " + wrong));
  EXPECT_THAT(message("train " + path("none.h5") + " " + path("m.h5")),
              testing::HasSubstr("none.h5"));
  EXPECT_THAT(message("rollout " + data + " " + data + " " + path("out.h5")),
              testing::HasSubstr("group '/model': is missing"));
  train("model.h5", "");
  train("other.h5", "--orders 4", 5);
  EXPECT_THAT(message("evaluate " + data + " " + path("model.h5") + " " + path("other.h5")),
              testing::HasSubstr("a model of 5 levels, expected 4"));
  EXPECT_THAT(
      message("rollout " + data + " " + path("model.h5") + " " + path("o.h5") + " --split other"),
      testing::HasSubstr("other"));
  if (world().size() > 1) {
    EXPECT_THAT(message("train " + data + " " + path("m.h5") + " --model fourier " + as_line),
                testing::HasSubstr("a Fourier operator on an axis of"));
    EXPECT_THAT(message("train " + data + " " + path("m.h5") + " --heads dense " + as_line),
                testing::HasSubstr("dense layer over an axis"));
  }
}

}  // namespace
}  // namespace smnn::drivers
