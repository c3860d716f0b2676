// Every case of the public S-MNN, through the functions of the program.
#include <gtest/gtest.h>

#include <smnn/io/hdf5_reader.hpp>
#include <smnn/io/parallel/reader.hpp>
#include <smnn/io/parallel/writer.hpp>

#include "reference_agreement.hpp"
#include "solve/problem_file.hpp"
#include "solve/solve_problem.hpp"
#include "temporary_folder.hpp"

namespace smnn::drivers {
namespace {

class ReferenceCaseTest : public testing::TestWithParam<char const*> {};

TEST_P(ReferenceCaseTest, AgreesInSolutionAndGradients) {
  test::TemporaryFolder const folder;
  distributed::Communicator const alone;
  auto const group = io::open_hdf5(alone, test::reference_file()).group(GetParam());
  ProblemHeader const header = read_header(group, {}, true);
  SolveRequest request;
  request.adjoint = true;
  io::ParallelHdf5Writer writer(alone, folder / "out.h5");
  SolveSummary const summary =
      solve_problem(alone, header, request, writer.root().group(header.group.path()));
  writer.commit();
  EXPECT_EQ(summary.failed, 0);
  EXPECT_LT(summary.rounding_error, 1e-9);
  test::expect_agreement(folder / "out.h5", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Solve, ReferenceCaseTest, testing::ValuesIn(test::reference_groups),
                         [](auto const& group) { return std::string(group.param); });

TEST(ReferenceFile, HoldsTheseCases) {
  auto const groups = io::open_hdf5(test::reference_file()).groups();
  EXPECT_EQ(groups, (std::vector<std::string>(test::reference_groups.begin(),
                                              test::reference_groups.end())));
}

TEST(ReferenceFile, SharedMatrixIsFactoredThreeTimes) {
  auto const group = io::open_hdf5({}, test::reference_file()).group("shared_matrix");
  ProblemHeader const header = read_header(group, {}, false);
  EXPECT_EQ(header.axes.batch, 3);
  EXPECT_EQ(header.axes.members, 32);
}

}  // namespace
}  // namespace smnn::drivers
