/// Where a solver runs and in which precision: what the solver's tests are parametrised over, so
/// that their bodies are compiled once.
#pragma once

#include <gtest/gtest.h>

#include <iosfwd>
#include <string>
#include <vector>

namespace smnn::test {

struct Platform {
  std::string space;  // of an execution space that the library is built for
  bool in_double;

  /// Half of it is the unit of rounding.
  double epsilon() const { return in_double ? 0x1p-52 : 0x1p-23; }
  std::string name() const { return space + (in_double ? "_double" : "_float"); }
};

/// Every enabled execution space, in double and float.
std::vector<Platform> const& platforms();

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
