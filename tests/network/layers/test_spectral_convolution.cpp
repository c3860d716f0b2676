// The Fourier layer against a naive transform, and what it keeps of its inputs.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <string>
#include <vector>

#include "error_of.hpp"
#include "smnn/network/layers/detail/complex_products.hpp"
#include "smnn/solver/error.hpp"
#include "support/gradient_check.hpp"
#include "support/spectral_makers.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::SpectralConvolutionOptions;
using Complex = std::complex<double>;
using Space = Kokkos::DefaultExecutionSpace;
template <class Platform>
using RunOn = LayerRun<typename Platform::Real, typename Platform::Space>;

// Odd and even lengths, of which modes are a few, all, and all but the highest; one of each.
SpectralConvolutionOptions const cases[] = {
    {.in_channels = 2, .out_channels = 3, .length = 12, .modes = 4},
    {.in_channels = 3, .out_channels = 1, .length = 7, .modes = 4},
    {.in_channels = 2, .out_channels = 2, .length = 8, .modes = 5},
    {.in_channels = 1, .out_channels = 4, .length = 8, .modes = 4},
    {.in_channels = 1, .out_channels = 1, .length = 1, .modes = 1},
    {.in_channels = 2, .out_channels = 1, .length = 2, .modes = 2},
};

std::string describe(SpectralConvolutionOptions const& o) {
  return std::to_string(o.in_channels) + " to " + std::to_string(o.out_channels) + " channels, " +
         std::to_string(o.modes) + " modes of " + std::to_string(o.length);
}

// Of the longest sum, that of the weights' gradient: points, outputs, complex parts and samples.
std::int64_t terms(SpectralConvolutionOptions const& o, std::int64_t samples) {
  return o.length + 2 * (o.in_channels + o.out_channels) + 2 * o.modes + samples;
}

template <class Platform>
class Spectral : public testing::Test {};
TYPED_TEST_SUITE(Spectral, Platforms, PlatformNames);

TYPED_TEST(Spectral, GradientsAreThoseOfDifferences) {
  for (auto const& options : cases) {
    for (std::int64_t const samples : {1, 3}) {
      SCOPED_TRACE(describe(options));
      check_gradients<TypeParam>(MakeSpectralConvolution{options}, samples,
                                 terms(options, samples));
    }
  }
}

// Sums over points and frequencies as the docstring has them.
std::vector<double> naive(SpectralConvolutionOptions const& o, std::vector<double> const& x,
                          std::vector<double> const& weight, std::int64_t samples) {
  auto const harmonic = [&](std::int64_t k, std::int64_t l) {
    return std::polar(
        1.0, 2 * std::numbers::pi * static_cast<double>(k * l) / static_cast<double>(o.length));
  };
  auto const r = [&](std::int64_t k, std::int64_t i, std::int64_t j) {
    auto const at = [&](std::int64_t part) {
      return weight[static_cast<std::size_t>(((2 * k + part) * o.in_channels + i) * o.out_channels +
                                             j)];
    };
    return Complex(at(0), at(1));
  };
  std::vector<double> y;
  for (std::int64_t s = 0; s < samples; ++s) {
    for (std::int64_t j = 0; j < o.out_channels; ++j) {
      std::vector<Complex> frequencies(static_cast<std::size_t>(o.modes));
      for (std::int64_t k = 0; k < o.modes; ++k) {
        for (std::int64_t i = 0; i < o.in_channels; ++i) {
          Complex sum = 0;
          for (std::int64_t l = 0; l < o.length; ++l)
            sum += x[static_cast<std::size_t>((s * o.in_channels + i) * o.length + l)] *
                   std::conj(harmonic(k, l));
          frequencies[static_cast<std::size_t>(k)] += sum * r(k, i, j);
        }
      }
      for (std::int64_t l = 0; l < o.length; ++l) {
        double sum = 0;
        for (std::int64_t k = 0; k < o.modes; ++k) {
          double const twice = k == 0 || 2 * k == o.length ? 1 : 2;
          sum += twice * (frequencies[static_cast<std::size_t>(k)] * harmonic(k, l)).real();
        }
        y.push_back(sum / static_cast<double>(o.length));
      }
    }
  }
  return y;
}

TYPED_TEST(Spectral, ValuesAreThoseOfANaiveTransform) {
  constexpr std::int64_t samples = 5;
  for (auto const& options : cases) {
    SCOPED_TRACE(describe(options));
    RunOn<TypeParam> run(MakeSpectralConvolution{options}, samples);
    run.forward();
    auto const expected =
        naive(options, to_host(run.x()), to_host(run.parameters().values()), samples);
    std::vector<double> const got = to_host(run.y());
    ASSERT_EQ(got.size(), expected.size());
    // Numbers below 1: frequencies are sums of up to length of them, outputs means of those.
    double const largest = static_cast<double>(2 * options.modes * options.in_channels);
    double const tolerance =
        static_cast<double>(terms(options, samples)) * TypeParam::epsilon * largest;
    for (std::size_t i = 0; i < got.size(); ++i)
      EXPECT_NEAR(got[i], expected[i], tolerance) << "entry " << i;
  }
}

TYPED_TEST(Spectral, AllModesWithUnitWeightsGiveBackTheInput) {
  for (std::int64_t const length : {1, 2, 9, 16}) {
    RunOn<TypeParam> run(
        MakeSpectralConvolution{
            {.in_channels = 1, .out_channels = 1, .length = length, .modes = length / 2 + 1}},
        2);
    std::vector<double> weight(static_cast<std::size_t>(run.parameters().size()));
    for (std::size_t k = 0; k < weight.size(); k += 2) weight[k] = 1;
    run.set(run.parameters().values(), weight);
    run.forward();
    std::vector<double> const x = to_host(run.x());
    std::vector<double> const y = to_host(run.y());
    // Two sums of `length` numbers below 1 for each frequency.
    double const tolerance = 2 * static_cast<double>(length) * TypeParam::epsilon;
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(y[i], x[i], tolerance) << i;
  }
}

TYPED_TEST(Spectral, CommutesWithShifts) {
  SpectralConvolutionOptions const options{
      .in_channels = 3, .out_channels = 2, .length = 30, .modes = 9};
  RunOn<TypeParam> run(MakeSpectralConvolution{options}, 4);
  std::vector<double> const x = to_host(run.x());
  run.forward();
  std::vector<double> const y = to_host(run.y());
  double largest = 0;
  for (double const value : y) largest = std::max(largest, std::abs(value));
  double const tolerance = static_cast<double>(terms(options, 0)) * TypeParam::epsilon * largest;
  for (std::int64_t const by : {1, 7, 29}) {
    run.set(run.x(), shifted(x, options.length, by));
    run.forward();
    std::vector<double> const got = to_host(run.y());
    std::vector<double> const expected = shifted(y, options.length, by);
    for (std::size_t i = 0; i < got.size(); ++i)
      EXPECT_NEAR(got[i], expected[i], tolerance) << "entry " << i << ", shifted by " << by;
  }
}

TYPED_TEST(Spectral, IsTheSameOperatorOnAFinerGrid) {
  // Of a field without higher frequencies than the coarse grid has.
  auto const field = [](std::int64_t length) {
    std::vector<double> x;
    for (std::int64_t l = 0; l < length; ++l) {
      double const t = 2 * std::numbers::pi * static_cast<double>(l) / static_cast<double>(length);
      x.push_back(0.3 + std::sin(t) - 0.5 * std::cos(3 * t) + 0.2 * std::sin(7 * t));
    }
    return x;
  };
  auto const values = [&](std::int64_t length) {
    RunOn<TypeParam> run(MakeSpectralConvolution{{.length = length, .modes = 6}}, 1);
    run.set(run.x(), field(length));
    run.forward();
    return to_host(run.y());
  };
  std::vector<double> const coarse = values(16);
  std::vector<double> const fine = values(48);
  // Sums of 48 numbers below 2, and of few frequencies.
  for (std::size_t i = 0; i < 16; ++i)
    EXPECT_NEAR(fine[3 * i], coarse[i], 100 * TypeParam::epsilon) << i;
}

TYPED_TEST(Spectral, TakesFewerSamplesThanReserved) {
  using Real = typename TypeParam::Real;
  using Memory = typename TypeParam::Memory;
  MakeSpectralConvolution const make{cases[0]};
  RunOn<TypeParam> small(make, 3);
  RunOn<TypeParam> large(make, 20);
  small.forward();
  small.backward();
  large.forward();  // leaves numbers of other samples behind
  auto& layer = large.layer();
  auto const rows = [](auto const& buffer, std::int64_t features) {
    return network::Matrix<Real, Memory>(buffer.data(), 3, static_cast<std::size_t>(features));
  };
  auto const x = rows(small.x(), layer.inputs());
  auto const y = rows(small.y(), layer.outputs());
  typename TypeParam::Space const space;
  layer.forward(space, large.parameters(), x, y);
  layer.backward(space, large.parameters(), x, y, rows(small.dy(), layer.outputs()), {});
  space.fence();
  EXPECT_EQ(to_host(large.parameters().gradients()), to_host(small.parameters().gradients()));
}

// The kernel that mixes modes where there is no BLAS, for all adjoints.
TYPED_TEST(Spectral, KernelOfComplexProductsIsRight) {
  using Real = typename TypeParam::Real;
  using Memory = typename TypeParam::Memory;
  constexpr std::int64_t modes = 3, rows = 4, inner = 5, columns = 2;
  auto const values_a = single_values(2 * modes * rows * inner, 31);
  auto const values_b = single_values(2 * modes * inner * columns, 32);
  auto const values_c = single_values(2 * modes * rows * columns, 33);
  for (int flags = 0; flags < 8; ++flags) {
    bool const a_adjoint = (flags & 1) != 0;
    bool const b_adjoint = (flags & 2) != 0;
    bool const add = (flags & 4) != 0;
    auto const a = to_device<Real, Memory>(values_a);
    auto const b = to_device<Real, Memory>(values_b);
    auto const c = to_device<Real, Memory>(values_c);
    // Of A and C the imaginary parts follow all real ones; of B each mode's.
    network::detail::ComplexProducts<Real> const products{
        modes,
        {a.data(), rows * inner, modes * rows * inner, a_adjoint ? inner : rows,
         a_adjoint ? rows : inner},
        a_adjoint,
        {b.data(), 2 * inner * columns, inner * columns, b_adjoint ? columns : inner,
         b_adjoint ? inner : columns},
        b_adjoint,
        {c.data(), rows * columns, modes * rows * columns, rows, columns},
        add};
    network::detail::complex_products_by_kernel(typename TypeParam::Space(), products);
    Kokkos::fence();
    std::vector<double> const got = to_host(c);
    auto const number = [](std::vector<double> const& all, std::int64_t real, std::int64_t to) {
      return Complex(all[static_cast<std::size_t>(real)], all[static_cast<std::size_t>(real + to)]);
    };
    for (std::int64_t k = 0; k < modes; ++k) {
      for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < columns; ++j) {
          std::int64_t const place = (k * rows + i) * columns + j;
          Complex sum = add ? number(values_c, place, modes * rows * columns) : 0;
          for (std::int64_t m = 0; m < inner; ++m) {
            Complex const left =
                number(values_a, k * rows * inner + (a_adjoint ? m * rows + i : i * inner + m),
                       modes * rows * inner);
            Complex const right = number(
                values_b, 2 * k * inner * columns + (b_adjoint ? j * inner + m : m * columns + j),
                inner * columns);
            sum += (a_adjoint ? std::conj(left) : left) * (b_adjoint ? std::conj(right) : right);
          }
          // Ten products of numbers below 1 and what they are added to.
          Complex const difference = number(got, place, modes * rows * columns) - sum;
          EXPECT_LT(std::abs(difference), 20 * TypeParam::epsilon)
              << "flags " << flags << ", mode " << k << ", (" << i << ", " << j << ')';
        }
      }
    }
  }
}

TEST(SpectralConvolution, StartsAsPublished) {
  network::ParameterLayout layout;
  MakeSpectralConvolution const make{
      {.in_channels = 8, .out_channels = 5, .length = 64, .modes = 10}};
  make.operator()<double, Space>(layout);
  EXPECT_EQ(layout.array("spectral.weight").shape, (std::vector<std::int64_t>{10, 2, 8, 5}));
  auto const values = to_host(network::Parameters<double, Space>(Space(), layout, 3).values());
  double const bound = 1.0 / 40;
  double sum = 0;
  for (double const value : values) {
    EXPECT_GE(value, 0);
    EXPECT_LT(value, bound);
    sum += value;
  }
  // The mean of 800 uniform numbers is off by bound / sqrt(12 * 800), five times that is rare.
  EXPECT_NEAR(sum / 800, bound / 2, 5 * bound / std::sqrt(12.0 * 800));
}

TEST(SpectralConvolution, NamesWhatItRefuses) {
  auto const error_with = [](SpectralConvolutionOptions const& options) {
    network::ParameterLayout layout;
    return error_of([&] { MakeSpectralConvolution{options}.operator()<double, Space>(layout); });
  };
  std::string const layer = "spectral convolution 'spectral': ";
  EXPECT_EQ(error_with({.length = 8, .modes = 6}),
            layer + "modes is 6, expected at most the 5 frequencies of length 8");
  EXPECT_EQ(error_with({.length = 8, .modes = 0}),
            layer + "modes is 0, expected a positive number");
  EXPECT_EQ(error_with({.in_channels = 0}), layer + "in_channels is 0, expected a positive number");
  EXPECT_EQ(error_with({.out_channels = -1}),
            layer + "out_channels is -1, expected a positive number");
  EXPECT_EQ(error_with({.length = 0}), layer + "length is 0, expected a positive number");
  EXPECT_EQ(error_with({.length = 8, .modes = 5}), "no error");
}

}  // namespace
}  // namespace smnn::test
