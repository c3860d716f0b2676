// Scalars, SIMD packs and pairs of them behave alike, lane by lane, also for NaN and infinity.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "lanes.hpp"
#include "smnn/kernels/batch.hpp"
#include "smnn/kernels/block/status.hpp"
#include "smnn/kernels/portability/lanes.hpp"
#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {
namespace {

template <class Scalar>
class Packs : public testing::Test {};

using HostSpace = Kokkos::DefaultHostExecutionSpace;
using Scalars =
    testing::Types<double, float, native_scalar_t<double, HostSpace>,
                   native_scalar_t<float, HostSpace>, paired_scalar_t<double, HostSpace>,
                   paired_scalar_t<float, HostSpace>>;
TYPED_TEST_SUITE(Packs, Scalars);

// Numbers at which comparisons go wrong.
template <class Real>
std::vector<Real> const awkward{0,
                                Real(-0.),
                                1,
                                -1,
                                2,
                                std::numeric_limits<Real>::infinity(),
                                -std::numeric_limits<Real>::infinity(),
                                std::numeric_limits<Real>::quiet_NaN(),
                                std::numeric_limits<Real>::max(),
                                std::numeric_limits<Real>::denorm_min()};

template <class Real>
bool same(Real a, Real b) {
  return (std::isnan(a) && std::isnan(b)) || a == b;
}

TYPED_TEST(Packs, ComparesLikeScalars) {
  using Scalar = TypeParam;
  using Real = real_t<Scalar>;
  auto const& values = awkward<Real>;
  auto const chosen = [](mask_t<Scalar> const& mask, int l) {
    return lane(select<Scalar>(mask, Scalar(1), Scalar(0)), l) == 1;
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      Scalar const a = make_pack<Scalar>(values, i);
      Scalar const b = make_pack<Scalar>(values, j);
      for (int l = 0; l < width_v<Scalar>; ++l) {
        Real const x = lane(a, l);
        Real const y = lane(b, l);
        SCOPED_TRACE(std::to_string(x) + ", " + std::to_string(y));
        EXPECT_EQ(chosen(a < b, l), x < y);
        EXPECT_EQ(chosen(a <= b, l), x <= y);
        EXPECT_EQ(chosen(a == b, l), x == y);
        EXPECT_EQ(chosen(is_positive(a), l), x > 0 && std::isfinite(x));
        EXPECT_EQ(chosen(is_finite(a), l), std::isfinite(x));
        Real const expected = std::isnan(x) || std::isnan(y)
                                  ? std::numeric_limits<Real>::quiet_NaN()
                                  : std::max(x, y);
        EXPECT_TRUE(same(lane(larger(a, b), l), expected));
        EXPECT_TRUE(same(lane(absolute(a), l), std::fabs(x)));
        if (x >= 0) {
          EXPECT_EQ(lane(square_root(a), l), std::sqrt(x));
        }
      }
    }
  }
}

TYPED_TEST(Packs, FindsAnyLane) {
  using Scalar = TypeParam;
  EXPECT_FALSE(any(mask_t<Scalar>(false)));
  EXPECT_TRUE(any(mask_t<Scalar>(true)));
  for (int l = 0; l < width_v<Scalar>; ++l) {
    std::vector<real_t<Scalar>> values(static_cast<std::size_t>(width_v<Scalar>));
    values[static_cast<std::size_t>(l)] = 1;
    EXPECT_TRUE(any(Scalar(0) < make_pack<Scalar>(values, 0))) << "lane " << l;
  }
}

// Lanes beyond the last system repeat it when loaded, and are not stored; whether the memory is
// aligned or written past the caches makes no difference.
TYPED_TEST(Packs, ReadsAndWritesOnlyTheLanesThatHoldSystems) {
  using Scalar = TypeParam;
  using Real = real_t<Scalar>;
  constexpr int width = width_v<Scalar>;
  auto const check = [](int first, int stride, int valid, bool streamed) {
    alignas(64) std::array<Real, 3 * width + 1> memory;
    std::iota(memory.begin(), memory.end(), Real(1));
    Lanes const lanes{stride, valid, streamed};
    Real* const start = memory.data() + first;
    Scalar const loaded = load_lanes<Scalar>(start, lanes);
    for (int l = 0; l < width; ++l)
      EXPECT_EQ(lane(loaded, l), start[std::min(l, valid - 1) * stride]);
    if (stride == 0 && width > 1) return;  // nobody stores to a shared place
    store_lanes(start, lanes, Scalar(-5));
    finish_streaming();
    for (int i = 0; i < 3 * width; ++i) {
      bool const written = stride == 0 ? i == 0 : i % stride == 0 && i / stride < valid;
      EXPECT_EQ(start[i], written ? Real(-5) : static_cast<Real>(first + i + 1))
          << "stride " << stride << " valid " << valid << " place " << i;
    }
  };
  for (int const first : {0, 1}) {
    for (int const stride : {0, 1, 3}) {
      for (int valid = 1; valid <= width; ++valid) {
        for (bool const streamed : {false, true}) check(first, stride, valid, streamed);
      }
    }
  }
}

TYPED_TEST(Packs, ValidLanesAreThoseOfTheRange) {
  using Scalar = TypeParam;
  for (int valid = 1; valid <= width_v<Scalar>; ++valid) {
    Scalar const marks =
        select<Scalar>(valid_lanes<Scalar>({0, 0, valid, false}), Scalar(1), Scalar(0));
    for (int l = 0; l < width_v<Scalar>; ++l) EXPECT_EQ(lane(marks, l), l < valid ? 1 : 0);
  }
}

TYPED_TEST(Packs, StatusKeepsTheFirstFailureOfEveryLane) {
  using Scalar = TypeParam;
  using Real = real_t<Scalar>;
  constexpr int width = width_v<Scalar>;
  Status<Scalar> status;
  EXPECT_FALSE(any(status.failed()));
  // Lane l is bad at time points l and l + 3.
  for (int t = 0; t < width + 4; ++t) {
    std::vector<Real> pivots(static_cast<std::size_t>(width), 1);
    for (int const bad : {t, t - 3})
      if (0 <= bad && bad < width)
        pivots[static_cast<std::size_t>(bad)] = t % 2 == 0 ? Real(0) : Real(NAN);
    status.record(is_positive(make_pack<Scalar>(pivots, 0)), t);
  }
  for (int l = 0; l < width; ++l)
    EXPECT_EQ(lane(status.first_failure, l), static_cast<Real>(l + 1));

  Status<Scalar> earlier;
  earlier.first_failure = make_pack<Scalar>({0, 7});
  earlier.merge(status);
  for (int l = 0; l < width; ++l)
    EXPECT_EQ(lane(earlier.first_failure, l), l % 2 == 1 ? Real(7) : static_cast<Real>(l + 1));
}

TYPED_TEST(Packs, StatusRecordsWhatIsNotFinite) {
  using Scalar = TypeParam;
  using Real = real_t<Scalar>;
  for (Real const bad : {Real(NAN), Real(INFINITY), Real(-INFINITY)}) {
    for (int l = 0; l < width_v<Scalar>; ++l) {
      std::vector<Real> values(static_cast<std::size_t>(width_v<Scalar>), Real(2));
      values[static_cast<std::size_t>(l)] = bad;
      Scalar const block[3] = {Scalar(1), make_pack<Scalar>(values, 0),
                               Scalar(std::numeric_limits<Real>::max())};
      Status<Scalar> status;
      status.record_unless_finite(StaticOrder<3, 3>(), block, 4);
      for (int other = 0; other < width_v<Scalar>; ++other)
        EXPECT_EQ(lane(status.first_failure, other), other == l ? 5 : 0);
    }
  }
}

}  // namespace
}  // namespace smnn::kernels
