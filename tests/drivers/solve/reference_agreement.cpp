#include "reference_agreement.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <smnn/io/hdf5_reader.hpp>

#include "compare.hpp"

namespace smnn::test {
namespace {

// Relative to the largest entry. Our solution is refined and is compared with the refined one. The
// public gradients carry the rounding errors of its normal equations: 1e-14 to 1e-9, but 5e-4 in
// shared_matrix.
constexpr double solution_tolerance = 1e-9;
constexpr double gradient_tolerance = 1e-7;
constexpr double public_shared_matrix_tolerance = 1e-3;
// In shared_matrix the adjoint's lambda reaches 8e9 while c . lambda, of which the gradients
// consist, stays below 63: of double's sixteen digits at most seven are left, and the sums cancel
// further.
constexpr double refined_shared_matrix_tolerance = 1e-4;

void expect_close(io::Hdf5ReadGroup const& output, std::string const& name,
                  io::Hdf5ReadGroup const& reference, std::string const& expected,
                  double tolerance) {
  SCOPED_TRACE(output.where(name) + ", expected " + reference.where(expected));
  EXPECT_EQ(output.shape(name), reference.shape(expected));
  EXPECT_TRUE(close(output.read<double>(name), reference.read<double>(expected), tolerance));
}

}  // namespace

std::filesystem::path reference_file() {
  char const* const complete = std::getenv("SMNN_REFERENCE_CASES");
  return complete != nullptr ? complete : SMNN_TEST_DATA_DIR "/reference_cases.h5";
}

void expect_agreement(std::filesystem::path const& output_file, std::string const& group) {
  auto const output = io::open_hdf5(output_file).group(group);
  auto const reference = io::open_hdf5(reference_file()).group(group);
  expect_close(output, "solution", reference, "solution_refined", solution_tolerance);
  bool const shared_matrix = group == "shared_matrix";
  for (std::string const input : {"coefficients", "rhs", "initial_values", "steps"}) {
    std::string const name = "grad_" + input;
    expect_close(output, name, reference, name,
                 shared_matrix ? public_shared_matrix_tolerance : gradient_tolerance);
    EXPECT_EQ(output.shape(name), reference.shape(input));
    if (!reference.has_dataset(name + "_refined")) continue;
    expect_close(output, name, reference, name + "_refined", refined_shared_matrix_tolerance);
  }
  for (auto const info : output.read<std::int64_t>("info")) EXPECT_EQ(info, 0);
}

}  // namespace smnn::test
