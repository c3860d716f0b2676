// A file that is not a problem: a clear error, no output, and an older output as it was.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>
#include <smnn/solver/error.hpp>

#include "example.hpp"
#include "expect_error.hpp"
#include "solve/solve_file.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers {
namespace {

using test::Extents;
using test::RawFile;
using test::Stored;

struct BadProblem {
  std::string name;
  std::function<void(RawFile&)> spoil;
  std::vector<char const*> message;

  friend void PrintTo(BadProblem const& bad, std::ostream* out) { *out << bad.name; }
};

void replace(RawFile& file, std::string const& name, Extents const& extents) {
  std::size_t count = 1;
  for (auto const extent : extents) count *= extent;
  file.remove(name);
  file.dataset(name, extents, std::vector<double>(count, 0.5));
}

void replace_values(RawFile& file, std::string const& name, Extents const& extents,
                    std::vector<double> const& values) {
  file.remove(name);
  file.dataset(name, extents, values);
}

constexpr std::uint64_t large = std::uint64_t{1} << 30;

std::vector<BadProblem> bad_problems() {
  return {
      {"MissingDataset", [](auto& f) { f.remove("rhs"); }, {"dataset 'rhs': is missing"}},
      {"MissingSeed",
       [](auto& f) { f.remove("adjoint_seed"); },
       {"dataset 'adjoint_seed': is missing"}},
      {"MissingAttribute",
       [](auto& f) { f.remove_attribute("/", "n_dims"); },
       {"attribute 'n_dims': is missing"}},
      {"MissingSmoothness",
       [](auto& f) { f.remove_attribute("/", "central_smoothness"); },
       {"attribute 'central_smoothness': is missing"}},
      {"TooFewAxes",
       [](auto& f) {
         replace(f, "coefficients", {6, 1, 3});
       },
       {"dataset 'coefficients': extents are (6, 1, 3), expected (..., n_steps = 6 or 1, "
        "n_equations = 1, n_dims = 1, n_orders = 3)"}},
      {"AScalar", [](auto& f) { replace(f, "steps", {}); }, {"dataset 'steps': extents are ()"}},
      {"WrongOrders",
       [](auto& f) {
         replace(f, "coefficients", {6, 1, 1, 4});
       },
       {"extents are (6, 1, 1, 4)", "n_orders = 3"}},
      {"WrongTime",
       [](auto& f) {
         replace(f, "rhs", {5, 1});
       },
       {"dataset 'rhs': extents are (5, 1)", "n_steps = 6 or 1"}},
      {"AsManyStepsAsTimes",
       [](auto& f) { replace(f, "steps", {6}); },
       {"dataset 'steps': extents are (6,)", "n_steps - 1 = 5 or 1"}},
      {"WrongInitialValues",
       [](auto& f) {
         replace(f, "initial_values", {2, 1, 2});
       },
       {"dataset 'initial_values'", "n_initial_steps = 1"}},
      {"WrongSeed",
       [](auto& f) {
         replace(f, "adjoint_seed", {6, 3, 1});
       },
       {"dataset 'adjoint_seed': extents are (6, 3, 1), expected (6, 1, 3)"}},
      {"BatchesThatDiffer",
       [](auto& f) {
         replace(f, "rhs", {4, 6, 1});
         replace(f, "steps", {3, 5});
       },
       {"dataset 'rhs'", "(4,)", "(3,) as in 'steps'"}},
      {"ZeroTimes",
       [](auto& f) { f.attribute("/", "n_steps", 0); },
       {"attribute 'n_steps': is 0, expected 1 to"}},
      {"NegativeDims", [](auto& f) { f.attribute("/", "n_dims", -1); }, {"'n_dims': is -1"}},
      {"FractionalOrders", [](auto& f) { f.attribute("/", "n_orders", 2.5); }, {"is 2.5"}},
      {"MoreInitialOrdersThanOrders",
       [](auto& f) {
         f.attribute("/", "n_initial_orders", 4);
         replace(f, "initial_values", {1, 1, 4});
       },
       {"group '/'", "initial_orders"}},
      {"BlocksTooLarge",
       [](auto& f) {
         f.attribute("/", "n_dims", 100);
         replace(f, "coefficients", {6, 1, 100, 3});
         replace(f, "initial_values", {1, 100, 2});
       },
       {"group '/'", "dims"}},
      {"NotANumberAsWeight",
       [](auto& f) { f.attribute("/", "weight_initial", std::nan("")); },
       {"attribute 'weight_initial': is nan, expected a finite number > 0"}},
      {"ZeroWeight", [](auto& f) { f.attribute("/", "weight_equation", 0); }, {"is 0, expected"}},
      {"NegativeWeight",
       [](auto& f) { f.attribute("/", "weight_highest_order", -1); },
       {"is -1, expected a finite number >= 0"}},
      {"UnknownSmoothness",
       [](auto& f) { f.text_attribute("/", "smoothness", "spline", true); },
       {"attribute 'smoothness': is 'spline', expected 'taylor', 'central' or 'pade'"}},
      {"SmoothnessTwice",
       [](auto& f) {
         f.text_attribute("/", "smoothness", "taylor", true);
         f.bool_attribute("/", "central_smoothness", true);
       },
       {"'central_smoothness' is true, expected them to agree"}},
      {"TextForNumbers",
       [](auto& f) {
         f.remove("rhs");
         f.text_dataset("rhs", {6, 1});
       },
       {"dataset 'rhs': is of type string, expected numbers"}},
      {"AGroupForADataset",
       [](auto& f) {
         f.remove("rhs");
         f.group("rhs");
       },
       {"dataset 'rhs': is a group, expected a dataset"}},
      {"ANegativeStep",
       [](auto& f) {
         replace_values(f, "steps", {5}, {.1, .1, .1, -1e-9, .1});
       },
       {"dataset 'steps': entry (3,) is -1e-09, expected a positive finite number"}},
      {"AZeroStep",
       [](auto& f) {
         replace_values(f, "steps", {2, 5}, {.1, .1, .1, .1, .1, .1, 0, .1, .1, .1});
         replace(f, "adjoint_seed", {2, 6, 1, 3});
       },
       {"'steps': entry (1, 1) is 0"}},
      {"NotANumberAsStep",
       [](auto& f) { replace_values(f, "steps", {1}, {std::nan("")}); },
       {"'steps': entry (0,) is nan"}},
      {"AnInfiniteStep",
       [](auto& f) { replace_values(f, "steps", {1}, {INFINITY}); },
       {"'steps': entry (0,) is inf"}},
      {"MoreThanTheMemory",
       [](auto& f) {
         f.remove("rhs");
         f.remove("adjoint_seed");
         f.unwritten_dataset("rhs", {large, 64, 6, 1}, {64, 1, 6, 1});
         f.unwritten_dataset("adjoint_seed", {large, 64, 6, 1, 3}, {64, 1, 6, 1, 3});
       },
       {"group '/': needs", "TiB of memory, expected at most"}},
      {"MoreThanCanBeCounted",
       [](auto& f) {
         f.remove("rhs");
         f.unwritten_dataset("rhs", {large, large, 6, 1}, {64, 1, 6, 1});
       },
       {"group '/'", "64-bit"}},
      {"MoreThanCanBeCountedInOneArrayOfAnEmptyBatch",
       [](auto& f) {
         f.remove("coefficients");
         f.unwritten_dataset("coefficients", {large, large, 1, 6, 1, 1, 3}, {64, 1, 1, 6, 1, 1, 3});
         replace(f, "steps", {0, 5});
         replace(f, "adjoint_seed", {0, 6, 1, 3});
       },
       {"dataset 'coefficients': extents are (1073741824, 1073741824, 1,", "64 bits"}},
      {"MoreThanTheMemoryInOneArrayOfAnEmptyBatch",
       [](auto& f) {
         f.remove("coefficients");
         f.unwritten_dataset("coefficients", {large, large / 16, 1, 6, 1, 1, 3},
                             {64, 1, 1, 6, 1, 1, 3});
         replace(f, "steps", {0, 5});
         f.remove("adjoint_seed");
         f.unwritten_dataset("adjoint_seed", {large, large / 16, 0, 6, 1, 3}, {64, 1, 1, 6, 1, 3});
       },
       {"group '/': needs", "of memory, expected at most"}},
  };
}

class BadProblemTest : public testing::TestWithParam<BadProblem> {
 public:
  void SetUp() override {
    test::silence_hdf5();
    test::write_example_file(folder / "in.h5");
    RawFile raw(folder / "in.h5", RawFile::Mode::modify);
    GetParam().spoil(raw);
  }
  FileRequest request() const {
    FileRequest r{.input = folder / "in.h5", .output = folder / "out.h5", .group = {}, .solve = {}};
    r.solve.adjoint = true;
    return r;
  }
  void expect_message() const {
    for (char const* const part : GetParam().message)
      test::expect_error<IoError>([&] { solve_file({}, request()); }, {"in.h5'", part});
  }

  test::TemporaryFolder folder;
};

TEST_P(BadProblemTest, IsNamedAndLeavesNoOutput) {
  expect_message();
  EXPECT_EQ(folder.entries(), 1);
}

TEST_P(BadProblemTest, LeavesAnOlderOutputAsItWas) {
  test::write_text(folder / "out.h5", "old");
  expect_message();
  EXPECT_EQ(test::read_text(folder / "out.h5"), "old");
  EXPECT_EQ(folder.entries(), 2);
}

INSTANTIATE_TEST_SUITE_P(Solve, BadProblemTest, testing::ValuesIn(bad_problems()),
                         [](auto const& bad) { return bad.param.name; });

class BadFileTest : public testing::Test {
 public:
  void SetUp() override { test::silence_hdf5(); }
  void expect_message(std::initializer_list<char const*> message) const {
    test::expect_error<IoError>(
        [&] { solve_file({}, {.input = input, .output = output, .group = group, .solve = {}}); },
        message);
    EXPECT_FALSE(std::filesystem::exists(output));
  }

  test::TemporaryFolder folder;
  std::filesystem::path input = folder / "in.h5";
  std::filesystem::path output = folder / "out.h5";
  std::string group;
};

TEST_F(BadFileTest, CutAtEverySixteenth) {
  test::write_example_file(input);
  std::string const whole = test::read_text(input);
  for (std::size_t part = 0; part < 16; ++part) {
    SCOPED_TRACE(part);
    test::write_text(input, whole.substr(0, whole.size() * part / 16));
    expect_message({"in.h5'"});
  }
}

TEST_F(BadFileTest, Missing) { expect_message({"in.h5'", "no such file"}); }

TEST_F(BadFileTest, WithoutAProblem) {
  RawFile(input).dataset("/temperature", {1}, {300});
  expect_message({"group '/'", "holds no problem"});
}

TEST_F(BadFileTest, WithoutTheGroupAskedFor) {
  test::write_example_file(input);
  group = "case7";
  expect_message({"group '/case7'", "is missing"});
}

TEST_F(BadFileTest, WithOneBadGroupAmongGoodOnes) {
  {
    RawFile raw(input);
    for (char const* name : {"/a", "/b"}) {
      raw.group(name);
      test::write_example(raw, name);
    }
    raw.remove("/b/steps");
  }
  expect_message({"group '/b', dataset 'steps'", "is missing"});
}

TEST_F(BadFileTest, AsItsOwnOutput) {
  test::write_example_file(input);
  std::string const before = test::read_text(input);
  std::filesystem::create_symlink(input, folder / "link.h5");
  test::expect_error<IoError>(
      [&] {
        solve_file({}, {.input = input, .output = folder / "link.h5", .group = {}, .solve = {}});
      },
      {"is the input as well"});
  EXPECT_EQ(test::read_text(input), before);
}

TEST_F(BadFileTest, IntoAFolderThatDoesNotExist) {
  test::write_example_file(input);
  output = folder / "none/out.h5";
  expect_message({"none/out.h5'", "does not exist"});
}

}  // namespace
}  // namespace smnn::drivers
