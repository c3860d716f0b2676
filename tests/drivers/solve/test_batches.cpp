// Any number of leading dimensions; what broadcasting shares has the sum of the gradients.
#include <gtest/gtest.h>

#include "compare.hpp"
#include "example.hpp"
#include "solve/solve_file.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers {
namespace {

using test::ExampleBatch;
using test::FileArray;
using test::RawFile;
using Shape = std::vector<std::int64_t>;

constexpr char const* gradients[] = {"coefficients", "rhs", "initial_values", "steps"};

class SolveBatchTest : public testing::Test {
 public:
  void solve(char const* input, char const* output) const {
    FileRequest request{
        .input = folder / input, .output = folder / output, .group = {}, .solve = {}};
    request.solve.adjoint = true;
    solve_file({}, request);
  }
  FileArray array(char const* file, std::string const& name) const {
    return test::read_array(folder / file, "/", name);
  }

  test::TemporaryFolder folder;
};

/// Repeats an array along new and shared leading axes, as numpy.broadcast_to does.
FileArray expanded(FileArray const& array, std::size_t trailing, Shape const& leading) {
  std::int64_t block = 1;
  std::size_t const own = array.shape.size() - trailing;
  for (std::size_t axis = own; axis < array.shape.size(); ++axis) block *= array.shape[axis];
  FileArray result;
  result.shape = leading;
  result.shape.insert(result.shape.end(), array.shape.end() - static_cast<std::ptrdiff_t>(trailing),
                      array.shape.end());
  std::int64_t count = 1;
  for (auto const extent : leading) count *= extent;
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t rest = i;
    std::int64_t source = 0;
    std::int64_t stride = 1;
    for (std::size_t axis = leading.size(); axis-- > 0;) {
      std::int64_t const place = rest % leading[axis];
      rest /= leading[axis];
      std::size_t const missing = leading.size() - own;
      if (axis < missing) continue;
      if (array.shape[axis - missing] != 1) source += place * stride;
      stride *= array.shape[axis - missing];
    }
    auto const begin = array.values.begin() + source * block;
    result.values.insert(result.values.end(), begin, begin + block);
  }
  return result;
}

constexpr std::size_t trailing_axes(std::string_view name) {
  if (name == "coefficients") return 4;
  if (name == "rhs") return 2;
  if (name == "initial_values") return 3;
  return name == "steps" ? 1 : 3;  // else the solution's
}

/// The sum over what `expanded` repeated.
std::vector<double> summed(FileArray const& full, FileArray const& like, std::size_t trailing,
                           Shape const& leading) {
  FileArray numbered = like;
  for (std::size_t i = 0; i < numbered.values.size(); ++i)
    numbered.values[i] = static_cast<double>(i);
  FileArray const source = expanded(numbered, trailing, leading);
  std::vector<double> result(like.values.size(), 0.0);
  for (std::size_t i = 0; i < full.values.size(); ++i)
    result[static_cast<std::size_t>(source.values[i])] += full.values[i];
  return result;
}

TEST_F(SolveBatchTest, OutputsHaveTheShapesOfTheInputs) {
  for (test::Extents const& leading : {test::Extents{}, {3}, {2, 3}, {1, 2, 1}}) {
    SCOPED_TRACE(leading.size());
    test::write_example_file(folder / "in.h5", test::same_batch(leading));
    solve("in.h5", "out.h5");
    EXPECT_EQ(array("out.h5", "solution").shape, array("in.h5", "adjoint_seed").shape);
    for (std::string const name : gradients)
      EXPECT_EQ(array("out.h5", "grad_" + name).shape, array("in.h5", name).shape) << name;
    Shape const batch(leading.begin(), leading.end());
    for (char const* name : {"info", "residual_norm", "rounding_error", "sweeps"})
      EXPECT_EQ(array("out.h5", name).shape, batch) << name;
  }
}

TEST_F(SolveBatchTest, LeadingDimensionsAreJustAWayOfWriting) {
  test::write_example_file(folder / "flat.h5", test::same_batch({6}));
  test::write_example_file(folder / "deep.h5", test::same_batch({2, 3}));
  solve("flat.h5", "flat_out.h5");
  solve("deep.h5", "deep_out.h5");
  for (char const* name : {"solution", "grad_coefficients", "grad_steps", "residual_norm"})
    EXPECT_TRUE(
        test::same_bits(array("deep_out.h5", name).values, array("flat_out.h5", name).values))
        << name;
}

TEST_F(SolveBatchTest, BroadcastingEqualsRepeating) {
  Shape const leading{2, 3, 4};
  ExampleBatch const batches[] = {
      {{3, 1}, {2, 3, 4}, {2, 3, 4}, {3, 1}, {2, 3, 4}},  // right-hand sides in two axes
      {{3, 1}, {4}, {2, 1, 1}, {2, 1, 1}, {2, 3, 4}},     // every input its own axes
      {{}, {2, 3, 4}, {1, 1, 1}, {}, {2, 3, 4}},          // one matrix
      {{2, 3, 4}, {}, {3, 1}, {1, 4}, {2, 3, 4}},         // one right-hand side
  };
  for (auto const& batch : batches) {
    SCOPED_TRACE(&batch - batches);
    test::write_example_file(folder / "in.h5", batch);
    solve("in.h5", "out.h5");
    {
      test::write_example_file(folder / "full.h5", test::same_batch({2, 3, 4}));
      RawFile full(folder / "full.h5", RawFile::Mode::modify);
      for (std::string const name : {"coefficients", "rhs", "initial_values", "steps"}) {
        FileArray const repeated = expanded(array("in.h5", name), trailing_axes(name), leading);
        full.remove(name);
        full.dataset(name, {repeated.shape.begin(), repeated.shape.end()}, repeated.values);
      }
    }
    solve("full.h5", "full_out.h5");
    // A few units of rounding of a well-conditioned problem; the sums run in another order.
    EXPECT_TRUE(test::close(array("out.h5", "solution").values,
                            array("full_out.h5", "solution").values, 1e-12));
    for (std::string const name : gradients) {
      FileArray const input = array("in.h5", name);
      EXPECT_TRUE(test::close(
          array("out.h5", "grad_" + name).values,
          summed(array("full_out.h5", "grad_" + name), input, trailing_axes(name), leading), 1e-11))
          << name;
    }
  }
}

TEST_F(SolveBatchTest, TwiceTheSameIsBitForBitTheSame) {
  test::write_example_file(folder / "in.h5", {{3, 1}, {4}, {2, 1, 1}, {2, 1, 1}, {2, 3, 4}});
  solve("in.h5", "first.h5");
  solve("in.h5", "second.h5");
  for (std::string const name : gradients)
    EXPECT_TRUE(test::same_bits(array("first.h5", "grad_" + name).values,
                                array("second.h5", "grad_" + name).values))
        << name;
}

TEST_F(SolveBatchTest, AnEmptyBatchHasAnEmptySolution) {
  test::write_example_file(folder / "in.h5", {{}, {0}, {0}, {}, {0}});
  solve("in.h5", "out.h5");
  EXPECT_EQ(array("out.h5", "solution").shape, (Shape{0, 6, 1, 3}));
  EXPECT_EQ(array("out.h5", "info").shape, Shape{0});
  EXPECT_EQ(array("out.h5", "grad_rhs").shape, (Shape{0, 6, 1}));
  // Shared by no system: no dependence.
  EXPECT_EQ(array("out.h5", "grad_coefficients").values, std::vector<double>(18, 0.0));
}

TEST_F(SolveBatchTest, OneTimePointNeedsNoSteps) {
  test::write_example_file(folder / "in.h5");
  {
    RawFile raw(folder / "in.h5", RawFile::Mode::modify);
    for (char const* name : {"coefficients", "rhs", "steps", "adjoint_seed"}) raw.remove(name);
    raw.attribute("/", "n_steps", 1);
    raw.dataset("coefficients", {1, 1, 1, 3}, {1, 2, 4});
    raw.dataset("rhs", {1, 1}, {3});
    raw.dataset("steps", {0}, {});
    raw.dataset("adjoint_seed", {1, 1, 3}, {0, 0, 1});
  }
  solve("in.h5", "out.h5");
  // y0 and y1 are given; the equation determines y2.
  auto const y = array("out.h5", "solution").values;
  EXPECT_NEAR(y[0] + 2 * y[1] + 4 * y[2], 3, 1e-14);
  EXPECT_EQ(array("out.h5", "grad_steps").shape, Shape{0});
}

}  // namespace
}  // namespace smnn::drivers
