// Systems that fail: named, or masked while their neighbours are as without them.
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/solver/error.hpp>

#include "compare.hpp"
#include "example.hpp"
#include "expect_error.hpp"
#include "small_disk.hpp"
#include "solve/solve_file.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers {
namespace {

using test::FileArray;
using test::RawFile;

constexpr std::int64_t systems = 11;  // more than a SIMD pack
constexpr std::int64_t bad = 4;

class FailureTest : public testing::Test {
 public:
  void SetUp() override {
    test::write_example_file(folder / "good.h5", test::same_batch({systems}));
    test::write_example_file(folder / "bad.h5", test::same_batch({systems}));
  }

  /// Puts a value into the entry of system `bad` at a time point.
  void spoil(std::string const& name, std::int64_t time, double value) const {
    FileArray array = test::read_array(folder / "bad.h5", "/", name);
    std::int64_t const per_system = static_cast<std::int64_t>(array.values.size()) / systems;
    std::int64_t const per_time = per_system / array.shape[1];
    array.values[static_cast<std::size_t>(bad * per_system + time * per_time)] = value;
    RawFile raw(folder / "bad.h5", RawFile::Mode::modify);
    raw.remove(name);
    raw.dataset(name, {array.shape.begin(), array.shape.end()}, array.values);
  }

  FileRequest request(char const* input, bool mask) const {
    FileRequest r{.input = folder / input, .output = folder / "out.h5", .group = {}, .solve = {}};
    r.solve.adjoint = true;
    r.solve.mask_failures = mask;
    return r;
  }
  void expect_failure(std::initializer_list<char const*> message) const {
    test::expect_error<NumericalError>([&] { solve_file({}, request("bad.h5", false)); }, message);
    EXPECT_FALSE(std::filesystem::exists(folder / "out.h5"));
  }

  /// Solves both files and compares: NaN in the bad system, bit for bit the same in all others.
  void expect_mask() const {
    std::int64_t failed = 0;
    solve_file({}, request("bad.h5", true),
               [&](auto&, SolveSummary const& s) { failed = s.failed; });
    EXPECT_EQ(failed, 1);
    std::filesystem::rename(folder / "out.h5", folder / "bad_out.h5");
    solve_file({}, request("good.h5", false));
    for (char const* name :
         {"solution", "grad_coefficients", "grad_rhs", "grad_initial_values", "grad_steps"}) {
      SCOPED_TRACE(name);
      auto const with = test::read_array(folder / "bad_out.h5", "/", name).values;
      auto const without = test::read_array(folder / "out.h5", "/", name).values;
      auto const count = static_cast<std::int64_t>(with.size()) / systems;
      for (std::int64_t b = 0; b < systems; ++b) {
        auto const part = test::part(with, b, count);
        EXPECT_TRUE(b == bad ? testing::AssertionResult(test::all_nan(part))
                             : test::same_bits(part, test::part(without, b, count)))
            << "system " << b;
      }
    }
  }

  std::vector<double> info() const {
    return test::read_array(folder / "bad_out.h5", "/", "info").values;
  }

  test::TemporaryFolder folder;
};

TEST_F(FailureTest, NotANumberInTheCoefficientsNamesSystemAndTime) {
  spoil("coefficients", 3, std::nan(""));
  expect_failure({"bad.h5'", "group '/'", "1 of 11 systems failed", "(4,) at time point 3",
                  "--mask-failures"});
  expect_mask();
  EXPECT_EQ(info()[bad], 4);
  EXPECT_EQ(info()[bad - 1], 0);
}

TEST_F(FailureTest, AnInfiniteCoefficientFails) {
  spoil("coefficients", 2, INFINITY);
  expect_failure({"(4,) at time point 2"});
  expect_mask();
}

TEST_F(FailureTest, NotANumberInTheRightHandSideFails) {
  spoil("rhs", 1, std::nan(""));
  expect_failure({"(4,) at time point 1"});
  expect_mask();
}

TEST_F(FailureTest, NotANumberInTheInitialValuesFails) {
  spoil("initial_values", 0, std::nan(""));
  expect_failure({"(4,) at time point 0"});
  expect_mask();
}

TEST_F(FailureTest, NotANumberInTheSeedFailsTheGradients) {
  spoil("adjoint_seed", 2, std::nan(""));
  expect_failure({"1 of 11 systems failed: (4,)"});
}

TEST_F(FailureTest, ManyFailuresAreCountedAndTheFirstNamed) {
  {
    RawFile raw(folder / "bad.h5", RawFile::Mode::modify);
    raw.remove("rhs");
    raw.dataset("rhs", {6, 1}, std::vector<double>(6, std::nan("")));
  }
  expect_failure({"11 of 11 systems failed", "(0,) at time point 0, (1,)", "(4,)", ", ..."});
}

TEST_F(FailureTest, AFullDiskLeavesAnOlderOutputAsItWas) {
  std::filesystem::create_directory(folder / "disk");
  test::SmallDisk const disk(folder / "disk", 64);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  test::write_text(folder / "disk/out.h5", "old");
  test::write_example_file(folder / "large.h5", test::same_batch({500}));
  FileRequest r = request("large.h5", false);
  r.output = folder / "disk/out.h5";
  test::expect_error<IoError>([&] { solve_file({}, r); }, {"disk/out.h5'", "cannot be written"});
  EXPECT_EQ(test::read_text(folder / "disk/out.h5"), "old");
}

}  // namespace
}  // namespace smnn::drivers
