// Views as callers have them: compile-time layouts, constant elements, the axis M left out,
// subviews; T deduced from different arrays; strides beyond 2^31; outputs beyond the caches.
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <array>

#include "compare.hpp"
#include "random_problem.hpp"
#include "smnn/solver/detail/streaming.hpp"
#include "smnn/solver/solver.hpp"
#include "support/session.hpp"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace smnn::test {
namespace {

using Space = Kokkos::DefaultHostExecutionSpace;
using Memory = Space::memory_space;
Platform const host{Space::name(), true};

Extents extents_of_test() {
  Extents e;
  e.batch = 3;
  e.time_points = 4;
  e.dims = 2;
  e.equations = 2;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 2;
  return e;
}

// Copies row-major numbers into a view of any layout.
template <class View>
void fill(View const& view, std::vector<double> const& values) {
  std::size_t const extent[] = {view.extent(0), view.extent(1), view.extent(2), view.extent(3),
                                view.extent(4)};
  std::size_t const stride[] = {
      view.stride(0), view.stride(1), View::rank() > 2 ? view.stride(2) : 0,
      View::rank() > 3 ? view.stride(3) : 0, View::rank() > 4 ? view.stride(4) : 0};
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::size_t rest = i;
    std::size_t offset = 0;
    for (std::size_t axis = 5; axis-- > 0;) {
      offset += rest % extent[axis] * stride[axis];
      rest /= extent[axis];
    }
    view.data()[offset] = values[i];
  }
}

template <class Layout>
void expect_solved() {
  ProblemData const data = random_problem(extents_of_test(), 51);
  std::vector<double> const expected = make_session(host, data)->solved();
  Kokkos::View<double*****, Layout, Memory> const c("c", 3, 4, 2, 2, 3);
  Kokkos::View<double***, Layout, Memory> const f("f", 3, 4, 2);
  Kokkos::View<double****, Layout, Memory> const u("u", 3, 1, 2, 2);
  Kokkos::View<double**, Layout, Memory> const s("s", 3, 3);
  Kokkos::View<double****, Layout, Memory> const y("y", 3, 4, 2, 3);
  fill(c, data.inputs.coefficients);
  fill(f, data.inputs.rhs);
  fill(u, data.inputs.initial_values);
  fill(s, data.inputs.steps);
  Space const space;
  // Deduction of the problem's type, constant views, and no axis M.
  Kokkos::View<double const*****, Layout, Memory> const constant = c;
  Problem const problem(space, constant, f, u, s);
  static_assert(std::is_same_v<decltype(problem), Problem<double, Memory> const>);
  auto const solver = make_solver<double>(space, problem.extents());
  solver->solve(space, problem, y);
  space.fence();
  std::vector<double> actual;
  for (std::size_t b = 0; b < 3; ++b)
    for (std::size_t t = 0; t < 4; ++t)
      for (std::size_t d = 0; d < 2; ++d)
        for (std::size_t r = 0; r < 3; ++r) actual.push_back(y(b, t, d, r));
  EXPECT_TRUE(same_bits(actual, expected));
}

TEST(ViewTypes, RowMajorViewsAreTaken) { expect_solved<Kokkos::LayoutRight>(); }
TEST(ViewTypes, ColumnMajorViewsAreTaken) { expect_solved<Kokkos::LayoutLeft>(); }

TEST(ViewTypes, TimePointsAreDeducedFromWhatIsNotShared) {
  Space const space;
  auto const deduced = [&](std::size_t of_c, std::size_t of_f, std::size_t of_s,
                           std::int64_t given) {
    Kokkos::View<double*****, Memory> const c("c", 2, of_c, 1, 1, 2);
    Kokkos::View<double***, Memory> const f("f", 2, of_f, 1);
    Kokkos::View<double****, Memory> const u("u", 2, 1, 1, 1);
    Kokkos::View<double**, Memory> const s("s", 2, of_s);
    Kokkos::deep_copy(s, 1.);
    ProblemOptions options;
    options.time_points = given;
    return Problem(space, c, f, u, s, options).extents();
  };
  EXPECT_EQ(deduced(9, 1, 8, 0).time_points, 9);
  EXPECT_EQ(deduced(1, 9, 1, 0).time_points, 9);
  EXPECT_EQ(deduced(1, 1, 8, 0).time_points, 9);
  EXPECT_EQ(deduced(1, 1, 1, 9).time_points, 9);
  EXPECT_EQ(deduced(1, 1, 0, 0).time_points, 1);
  Extents const e = deduced(1, 9, 1, 0);
  EXPECT_TRUE(e.coefficients.over_time && e.steps.over_time && !e.rhs.over_time);
  EXPECT_FALSE(e.coefficients.over_batch || e.steps.over_batch || e.rhs.over_batch);
}

#ifdef __linux__
// Address space without memory behind it, except where it is written.
class SparseMemory {
 public:
  explicit SparseMemory(std::size_t entries)
      : bytes_(entries * sizeof(double)),
        data_(mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
  ~SparseMemory() {
    if (good()) munmap(data_, bytes_);
  }
  SparseMemory(SparseMemory const&) = delete;
  SparseMemory& operator=(SparseMemory const&) = delete;
  bool good() const { return data_ != MAP_FAILED; }
  double* data() const { return static_cast<double*>(data_); }

 private:
  std::size_t bytes_;
  void* data_;
};

using Strided5 = Kokkos::View<double*****, Kokkos::LayoutStride, Memory,
                              Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

// Coefficients, solution and their likes with entries more than 2^31 apart along one axis.
void expect_solved_with_strides(std::size_t of_batch, std::size_t of_time, bool& possible) {
  ProblemData const data = random_problem(extents_of_test(), 52);
  auto const reference = make_session(host, data);
  std::vector<double> const expected = reference->solved();
  std::vector<double> const seed = Random(53).vector(expected.size());
  InputData const gradients = reference->adjoint(seed);

  SparseMemory const memory[4] = {
      SparseMemory(3 * of_batch + 4 * of_time + 64), SparseMemory(3 * of_batch + 4 * of_time + 64),
      SparseMemory(3 * of_batch + 4 * of_time + 64), SparseMemory(3 * of_batch + 4 * of_time + 64)};
  possible = memory[0].good() && memory[1].good() && memory[2].good() && memory[3].good();
  if (!possible) return;
  Kokkos::LayoutStride const of_c(3, of_batch, 4, of_time, 2, 6, 2, 3, 3, 1);
  Kokkos::LayoutStride const of_y(3, of_batch, 1, 1, 4, of_time, 2, 3, 3, 1);
  Strided5 const c(memory[0].data(), of_c);
  Strided5 const y(memory[1].data(), of_y);
  Strided5 const g(memory[2].data(), of_y);
  Strided5 const dc(memory[3].data(), of_c);
  Kokkos::View<double***, Memory> const f("f", 3, 4, 2);
  Kokkos::View<double****, Memory> const u("u", 3, 1, 2, 2);
  Kokkos::View<double**, Memory> const s("s", 3, 3);
  fill(c, data.inputs.coefficients);
  fill(f, data.inputs.rhs);
  fill(u, data.inputs.initial_values);
  fill(s, data.inputs.steps);
  fill(g, seed);

  Space const space;
  Problem<double, Memory> const problem(space, c, f, u, s);
  auto const solver = make_solver<double>(space, problem.extents());
  solver->solve(space, problem, y);
  Gradients<double, Memory> wanted;
  wanted.coefficients = dc;
  solver->adjoint(space, problem, y, g, wanted);
  space.fence();
  std::vector<double> actual, actual_gradient;
  for (std::size_t b = 0; b < 3; ++b) {
    for (std::size_t t = 0; t < 4; ++t) {
      for (std::size_t i = 0; i < 6; ++i)
        actual.push_back(y.data()[b * of_batch + t * of_time + i]);
      for (std::size_t i = 0; i < 12; ++i)
        actual_gradient.push_back(dc.data()[b * of_batch + t * of_time + i]);
    }
  }
  EXPECT_TRUE(same_bits(actual, expected));
  EXPECT_TRUE(same_bits(actual_gradient, gradients.coefficients));
}

TEST(ViewTypes, StridesBeyondThirtyTwoBitsAreTaken) {
  std::size_t const far = (std::size_t(1) << 32) + 16;
  bool possible = true;
  expect_solved_with_strides(far, 16, possible);
  if (possible) expect_solved_with_strides(64, far, possible);
  if (!possible) GTEST_SKIP() << "no address space of some hundred gigabytes";
}
#endif

// Outputs with adjacent systems are written past the caches if they outgrow them, those of other
// layouts are not: the numbers are the same.
TEST(Streaming, ChangesNoBit) {
  Extents e;
  e.time_points = 2;
  e.dims = e.equations = 3;  // without pairs of packs, which have other bits than the single ones
  e.orders = 3;              // that scattered gradients take
  e.initial_steps = 1;
  e.initial_orders = 2;
  std::int64_t const per_system = e.time_points * e.dims * e.orders * std::int64_t{sizeof(double)};
  e.batch = detail::cache_bytes() / per_system + 9;
  ProblemData const data = random_problem(e, 52);
  auto const numbers = [&](ViewLayout layout) {
    SessionOptions options;
    options.layout = layout;
    auto const session = make_session(host, data, options);
    std::vector<double> const solution = session->solved();
    InputData const gradients = session->adjoint(solution);
    return std::array<std::vector<double>, 3>{solution, gradients.coefficients, gradients.rhs};
  };
  EXPECT_TRUE(numbers(ViewLayout::left) == numbers(ViewLayout::right));
}

TEST(Streaming, IsOfOutputsThatOutgrowTheCaches) {
  double number = 0;
  auto const is_streamed = [&](double* data, std::int64_t extent, std::int64_t stride) {
    kernels::StridedArray<double, 2> output{data, {100, extent}, {1, stride}};
    detail::stream_if_large(output, 8000);
    return output.streamed;
  };
  EXPECT_FALSE(is_streamed(&number, 10, 100));
  EXPECT_TRUE(is_streamed(&number, 11, 100));
  EXPECT_FALSE(is_streamed(&number, 11, 0)) << "one place for all entries of an axis";
  EXPECT_FALSE(is_streamed(nullptr, 11, 100));
}

}  // namespace
}  // namespace smnn::test
