#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::Matrix;
using network::Transpose;

struct Shape {
  std::int64_t m, n, k;
};

// One entry, sides below and above the block size of a thread, a long inner extent, odd numbers.
Shape const shapes[] = {{1, 1, 1},    {3, 5, 7},     {130, 67, 9},
                        {1, 200, 33}, {40, 3, 1000}, {97, 101, 64}};

template <class Platform>
class MatrixProduct : public testing::Test {};
TYPED_TEST_SUITE(MatrixProduct, Platforms, PlatformNames);

template <class Platform>
void expect_product(Shape const& shape, bool a_transposed, bool b_transposed, double alpha,
                    double beta) {
  using Real = typename Platform::Real;
  using Memory = typename Platform::Memory;
  typename Platform::Space const space;
  auto const [m, n, k] = shape;
  std::vector<double> const a = random_values(m * k, 1);
  std::vector<double> const b = random_values(k * n, 2);
  std::vector<double> const c = random_values(m * n, 3);
  auto const device_a = to_device<Real, Memory>(a);
  auto const device_b = to_device<Real, Memory>(b);
  auto const device_c = to_device<Real, Memory>(c);
  auto const view = [](auto const& values, std::int64_t rows, std::int64_t columns) {
    return Matrix<Real, Memory>(values.data(), static_cast<std::size_t>(rows),
                                static_cast<std::size_t>(columns));
  };
  network::matrix_product<Real>(space, a_transposed ? Transpose::yes : Transpose::no,
                                b_transposed ? Transpose::yes : Transpose::no,
                                static_cast<Real>(alpha),
                                a_transposed ? view(device_a, k, m) : view(device_a, m, k),
                                b_transposed ? view(device_b, n, k) : view(device_b, k, n),
                                static_cast<Real>(beta), view(device_c, m, n));
  space.fence();
  std::vector<double> const got = to_host(device_c);
  // A sum of k products of numbers below 1 is off by less than k^2/2 units in any order; one unit
  // each for rounding the operands.
  double const tolerance = Platform::epsilon * static_cast<double>(k + 4) * 4;
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < n; ++j) {
      double sum = 0;
      for (std::int64_t l = 0; l < k; ++l) {
        sum += a[static_cast<std::size_t>(a_transposed ? l * m + i : i * k + l)] *
               b[static_cast<std::size_t>(b_transposed ? j * k + l : l * n + j)];
      }
      auto const index = static_cast<std::size_t>(i * n + j);
      ASSERT_NEAR(got[index], alpha * sum + beta * c[index], tolerance)
          << "entry (" << i << ", " << j << ") of " << m << " x " << n << ", inner extent " << k;
    }
  }
}

TYPED_TEST(MatrixProduct, IsThatOfTheDefinitionForAllTransposes) {
  for (Shape const& shape : shapes) {
    for (bool const a : {false, true}) {
      for (bool const b : {false, true}) expect_product<TypeParam>(shape, a, b, 1, 0);
    }
  }
}

TYPED_TEST(MatrixProduct, AddsToWhatIsThere) {
  for (Shape const& shape : shapes) expect_product<TypeParam>(shape, false, true, -0.5, 2);
}

TYPED_TEST(MatrixProduct, DoesNotReadTheResultIfBetaIsZero) {
  using Real = typename TypeParam::Real;
  using Memory = typename TypeParam::Memory;
  auto const one = to_device<Real, Memory>({1});
  auto const result = to_device<Real, Memory>({std::numeric_limits<double>::quiet_NaN()});
  Matrix<Real, Memory> const a(one.data(), 1, 1);
  Matrix<Real, Memory> const c(result.data(), 1, 1);
  network::matrix_product<Real>(typename TypeParam::Space(), Transpose::no, Transpose::no, Real(1),
                                a, a, Real(0), c);
  Kokkos::fence();
  EXPECT_EQ(to_host(result)[0], 1);
}

TYPED_TEST(MatrixProduct, RefusesExtentsThatDoNotFit) {
  using Real = typename TypeParam::Real;
  using Memory = typename TypeParam::Memory;
  auto const values = to_device<Real, Memory>(std::vector<double>(12, 1.0));
  Matrix<Real, Memory> const a(values.data(), 2, 3);
  Matrix<Real, Memory> const c(values.data(), 2, 2);
  try {
    network::matrix_product<Real>(typename TypeParam::Space(), Transpose::no, Transpose::no,
                                  Real(1), a, a, Real(0), c);
    FAIL() << "no error";
  } catch (InvalidArgument const& error) {
    EXPECT_STREQ(error.what(), "matrix_product: A (2, 3) times B (2, 3) does not give C (2, 2)");
  }
}

}  // namespace
}  // namespace smnn::test
