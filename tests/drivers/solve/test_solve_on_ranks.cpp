// From file to file on several ranks: every process grid writes what one rank writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/solver/error.hpp>

#include "compare.hpp"
#include "example.hpp"
#include "ranks.hpp"
#include "reference_agreement.hpp"
#include "solve/solve_file.hpp"

namespace smnn::drivers {
namespace {

using test::ExampleBatch;
using test::FileArray;

constexpr char const* inputs[] = {"coefficients", "rhs", "initial_values", "steps"};

// Of well-conditioned problems: the issue's own figure.
constexpr double tolerance = 1e-10;
// Gradients cancel more, and those of shared_matrix leave five digits of double's sixteen
// (reference_agreement.cpp).
constexpr double gradient_tolerance = 1e-8;
constexpr double shared_matrix_tolerance = 1e-4;

class SolveOnRanksTest : public testing::Test {
 public:
  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();

  FileRequest request(std::string const& input, std::string const& output,
                      std::string const& grid) const {
    FileRequest r{.input = folder / input, .output = folder / output, .group = {}, .solve = {}};
    r.solve.adjoint = true;
    r.solve.grid = grid;
    return r;
  }

  /// All grids of these ranks, and the default.
  std::vector<std::string> grids() const {
    std::vector<std::string> all{""};
    for (int batch = 1; batch <= ranks.size(); ++batch) {
      if (ranks.size() % batch == 0)
        all.push_back(std::to_string(batch) + "x" + std::to_string(ranks.size() / batch));
    }
    return all;
  }

  /// Compares the group with what rank 0 alone writes into serial.h5.
  void expect_serial(std::string const& output, std::string const& group,
                     double for_gradients = gradient_tolerance) const {
    ranks.on_root([&] {
      auto const compare = [&](std::string const& name, double relative) {
        FileArray const got = test::read_array(folder / output, group, name);
        FileArray const expected = test::read_array(folder / "serial.h5", group, name);
        EXPECT_EQ(got.shape, expected.shape) << name;
        EXPECT_TRUE(test::close(got.values, expected.values, relative)) << name;
      };
      compare("solution", tolerance);
      compare("info", 0);
      compare("residual_norm", gradient_tolerance);  // a small difference of large numbers
      for (std::string const name : inputs) compare("grad_" + name, for_gradients);
    });
  }
};

TEST_F(SolveOnRanksTest, BroadcastBatches) {
  ExampleBatch const batches[] = {
      {{}, {}, {}, {}, {}},                               // one system
      {{5}, {5}, {5}, {5}, {5}},                          // systems that differ
      {{3, 4}, {3, 4}, {3, 4}, {3, 4}, {3, 4}},           // shares are no boxes
      {{3, 1}, {2, 3, 4}, {2, 3, 4}, {3, 1}, {2, 3, 4}},  // right-hand sides
      {{3, 1}, {4}, {2, 1, 1}, {2, 1, 1}, {2, 3, 4}},     // repeated over systems
      {{}, {2, 3}, {1, 1}, {}, {2, 3}},                   // one matrix
      {{2, 3}, {}, {3}, {1, 3}, {2, 3}},                  // one right-hand side
  };
  for (auto const& batch : batches) {
    SCOPED_TRACE(&batch - batches);
    ranks.on_root([&] {
      test::write_example_file(folder / "in.h5", batch);
      solve_file({}, request("in.h5", "serial.h5", ""));
    });
    for (std::string const& grid : grids()) {
      SCOPED_TRACE(grid);
      std::int64_t solutions = 0;
      solve_file(ranks, request("in.h5", "out.h5", grid),
                 [&](auto&, SolveSummary const& summary) { solutions = summary.solutions; });
      EXPECT_GT(solutions, 0);
      expect_serial("out.h5", "/");
    }
  }
}

TEST_F(SolveOnRanksTest, ReferenceCases) {
  for (std::string const group : test::reference_groups) {
    SCOPED_TRACE(group);
    auto const of_group = [&](char const* output, std::string const& grid) {
      FileRequest r = request("", output, grid);
      r.input = SMNN_TEST_DATA_DIR "/reference_cases.h5";
      r.group = group;
      return r;
    };
    ranks.on_root([&] { solve_file({}, of_group("serial.h5", "")); });
    for (std::string const& grid : grids()) {
      SCOPED_TRACE(grid);
      solve_file(ranks, of_group("out.h5", grid));
      expect_serial("out.h5", "/" + group,
                    group == "shared_matrix" ? shared_matrix_tolerance : gradient_tolerance);
    }
  }
}

TEST_F(SolveOnRanksTest, TwiceTheSameBits) {
  ranks.on_root([&] {
    test::write_example_file(folder / "in.h5", {{3, 1}, {4}, {2, 1, 1}, {3, 1}, {2, 3, 4}});
  });
  for (std::string const& grid : grids()) {
    solve_file(ranks, request("in.h5", "first.h5", grid));
    solve_file(ranks, request("in.h5", "second.h5", grid));
    ranks.on_root([&] {
      for (std::string const name :
           {"solution", "grad_coefficients", "grad_rhs", "grad_initial_values", "grad_steps"})
        EXPECT_TRUE(test::same_bits(test::read_array(folder / "first.h5", "/", name).values,
                                    test::read_array(folder / "second.h5", "/", name).values))
            << name << " on " << grid;
    });
  }
}

TEST_F(SolveOnRanksTest, ErrorsAreTheSameEverywhereAndLeaveNoOutput) {
  ranks.on_root([&] {
    test::write_example_file(folder / "in.h5", test::same_batch({5}));
    FileArray rhs = test::read_array(folder / "in.h5", "/", "rhs");
    rhs.values.back() = std::nan("");  // system 4, last time point
    test::RawFile raw(folder / "in.h5", test::RawFile::Mode::modify);
    raw.remove("rhs");
    raw.dataset("rhs", {5, test::example_times, 1}, rhs.values);
  });
  std::string const wrong_grid = std::to_string(ranks.size()) + "x7";
  auto const message = [&](std::string const& input, std::string const& grid) {
    return test::message_of<Error>([&] { solve_file(ranks, request(input, "out.h5", grid)); });
  };
  EXPECT_THAT(message("none.h5", ""), testing::HasSubstr("none.h5': no such file"));
  EXPECT_THAT(message("in.h5", wrong_grid), testing::HasSubstr("grid is '" + wrong_grid));
  for (std::string const& grid : grids())
    EXPECT_THAT(message("in.h5", grid), testing::HasSubstr("1 of 5 systems failed: (4,)"));
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(SolveOnRanksTest, FailedSystemsAreMaskedOnAllTheirRanks) {
  ranks.on_root([&] {
    test::write_example_file(folder / "in.h5", test::same_batch({5}));
    solve_file({}, request("in.h5", "serial.h5", ""));
    FileArray rhs = test::read_array(folder / "in.h5", "/", "rhs");
    rhs.values[2 * test::example_times] = std::nan("");  // system 2, first time point
    test::RawFile raw(folder / "in.h5", test::RawFile::Mode::modify);
    raw.remove("rhs");
    raw.dataset("rhs", {5, test::example_times, 1}, rhs.values);
  });
  for (std::string const& grid : grids()) {
    SCOPED_TRACE(grid);
    FileRequest masked = request("in.h5", "out.h5", grid);
    masked.solve.mask_failures = true;
    std::int64_t failed = 0;
    solve_file(ranks, masked, [&](auto&, SolveSummary const& s) { failed = s.failed; });
    EXPECT_EQ(failed, 1);
    ranks.on_root([&] {
      for (char const* const name : {"solution", "grad_steps"}) {
        auto const got = test::read_array(folder / "out.h5", "/", name).values;
        auto const expected = test::read_array(folder / "serial.h5", "/", name).values;
        auto const count = static_cast<std::int64_t>(got.size()) / 5;
        for (std::int64_t b = 0; b < 5; ++b) {
          auto const part = test::part(got, b, count);
          EXPECT_TRUE(b == 2
                          ? testing::AssertionResult(test::all_nan(part))
                          : test::close(part, test::part(expected, b, count), gradient_tolerance))
              << name << ", system " << b;
        }
      }
    });
  }
}

TEST_F(SolveOnRanksTest, FloatsAndCompression) {
  ranks.on_root([&] {
    test::write_example_file(folder / "in.h5", test::same_batch({5}));
    solve_file({}, request("in.h5", "serial.h5", ""));
  });
  for (std::string const& grid : grids()) {
    FileRequest r = request("in.h5", "out.h5", grid);
    r.solve.solver.precision = Precision::single_precision;
    r.solve.deflate = 4;
    solve_file(ranks, r);
    ranks.on_root([&] {
      // Six digits of float, on a problem that loses about one.
      EXPECT_TRUE(test::close(test::read_array(folder / "out.h5", "/", "solution").values,
                              test::read_array(folder / "serial.h5", "/", "solution").values,
                              1e-5));
    });
  }
}

}  // namespace
}  // namespace smnn::drivers
