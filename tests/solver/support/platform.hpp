/// Where a solver runs, in which precision and with which factorization: what the solver's tests
/// are parametrised over, so that their bodies are compiled once.
#pragma once

#include <gtest/gtest.h>

#include <iosfwd>
#include <string>
#include <vector>

#include "smnn/solver/options.hpp"

namespace smnn::test {

struct Platform {
  std::string space;  // of an execution space that the library is built for
  bool in_double;
  Factorization factorization = Factorization::cholesky;  // of the banded method

  /// Half of it is the unit of rounding.
  double epsilon() const { return in_double ? 0x1p-52 : 0x1p-23; }
  std::string name() const {
    return space + (in_double ? "_double" : "_float") +
           (factorization == Factorization::qr ? "_qr" : "");
  }
};

/// Every enabled execution space, in double and float.
std::vector<Platform> const& platforms();

/// Those with every factorization.
std::vector<Platform> const& platforms_and_factorizations();

std::ostream& operator<<(std::ostream& out, Platform const& platform);

class OnPlatform : public testing::TestWithParam<Platform> {};

inline std::string platform_name(testing::TestParamInfo<Platform> const& info) {
  return info.param.name();
}

}  // namespace smnn::test

/// Instantiates the TEST_Ps of a suite that derives from OnPlatform.
#define SMNN_ON_ALL_PLATFORMS(SUITE)                                              \
  INSTANTIATE_TEST_SUITE_P(, SUITE, testing::ValuesIn(::smnn::test::platforms()), \
                           ::smnn::test::platform_name)
#define SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(SUITE)                                     \
  INSTANTIATE_TEST_SUITE_P(, SUITE,                                                         \
                           testing::ValuesIn(::smnn::test::platforms_and_factorizations()), \
                           ::smnn::test::platform_name)
