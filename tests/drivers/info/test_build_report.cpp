// The report tells the truth about this build.
#include <gtest/gtest.h>

#include <algorithm>
#include <smnn/config.hpp>
#include <smnn/version.hpp>

#include "info/build_report.hpp"

namespace smnn::drivers {
namespace {

TEST(BuildReport, HasTheLibrarysVersion) {
  BuildReport const report = build_report();
  EXPECT_EQ(report.version, version);
  EXPECT_EQ(report.git_revision, git_revision());
  EXPECT_TRUE(report.kokkos.starts_with("5."));
}

TEST(BuildReport, HasOneDefaultBackend) {
  auto const backends = build_report().backends;
  EXPECT_EQ(std::count_if(backends.begin(), backends.end(), [](auto& b) { return b.is_default; }),
            1);
  for (auto const& backend : backends) {
    EXPECT_GE(backend.concurrency, 1) << backend.name;
    EXPECT_FALSE(backend.device.empty()) << backend.name;
  }
}

TEST(BuildReport, CountsLanesAndBlockOrders) {
  BuildReport const report = build_report();
  EXPECT_GE(report.simd_double, 1);
  EXPECT_GE(report.simd_single, report.simd_double);
  EXPECT_FALSE(report.block_orders.empty());
}

TEST(BuildReport, SaysWhatIsOff) {
  BuildReport const report = build_report();
#ifdef SMNN_HAVE_MPI
  EXPECT_NE(report.mpi, "off");
#else
  EXPECT_EQ(report.mpi, "off");
#endif
#ifdef SMNN_HAVE_HDF5
  EXPECT_NE(report.hdf5, "off");
#else
  EXPECT_EQ(report.hdf5, "off");
#endif
#ifdef SMNN_HAVE_NETCDF
  EXPECT_TRUE(report.netcdf.starts_with("4.")) << report.netcdf;
#else
  EXPECT_EQ(report.netcdf, "off");
#endif
#ifdef SMNN_HAVE_FFTW
  EXPECT_TRUE(report.fftw.starts_with("3.")) << report.fftw;
#else
  EXPECT_EQ(report.fftw, "off");
#endif
}

}  // namespace
}  // namespace smnn::drivers
