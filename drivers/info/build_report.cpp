#include "info/build_report.hpp"

#include <Kokkos_Core.hpp>
#include <smnn/config.hpp>
#include <smnn/kernels/portability/pack.hpp>
#include <smnn/machine/description.hpp>
#include <smnn/machine/placement.hpp>
#include <smnn/solver/block_orders.hpp>
#include <smnn/version.hpp>
#include <type_traits>
#include <utility>
#ifdef SMNN_HAVE_HDF5
#include <smnn/io/hdf5.hpp>
#endif
#ifdef SMNN_HAVE_NETCDF
#include <smnn/io/netcdf/version.hpp>
#endif
#ifdef SMNN_HAVE_FFTW
#include <smnn/pde/fourier/version.hpp>
#endif
#ifdef SMNN_HAVE_MPI
#include <mpi.h>
#endif

namespace smnn::drivers {
namespace {

std::string mpi_version() {
#ifdef SMNN_HAVE_MPI
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = {};
  int length = 0;
  if (MPI_Get_library_version(text, &length) != MPI_SUCCESS) return "unknown";
  std::string const version(text, static_cast<std::size_t>(length));
  return version.substr(0, version.find_first_of(",\n"));  // behind that, how it was packaged
#else
  return "off";
#endif
}

std::string hdf5_version() {
#ifdef SMNN_HAVE_HDF5
  return io::hdf5_version();
#else
  return "off";
#endif
}

std::string netcdf_version() {
#ifdef SMNN_HAVE_NETCDF
  return io::netcdf_version();
#else
  return "off";
#endif
}

std::string fftw_version() {
#ifdef SMNN_HAVE_FFTW
  return pde::fftw_version();
#else
  return "off";
#endif
}

#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP)
/// The GPU in use, and how many there are to choose from (--kokkos-device-id).
std::string gpu() {
  return device_name() + " (" + std::to_string(Kokkos::device_id()) + " of " +
         std::to_string(Kokkos::num_devices()) + ')';
}
#endif

template <class Space>
Backend backend(std::string device) {
  return {Space::name(), std::move(device), Space().concurrency(),
          std::is_same_v<Space, Kokkos::DefaultExecutionSpace>};
}

std::vector<Backend> backends() {
  std::vector<Backend> list;
#ifdef KOKKOS_ENABLE_CUDA
  list.push_back(backend<Kokkos::Cuda>(gpu()));
#endif
#ifdef KOKKOS_ENABLE_HIP
  list.push_back(backend<Kokkos::HIP>(gpu()));
#endif
#ifdef KOKKOS_ENABLE_OPENMP
  list.push_back(backend<Kokkos::OpenMP>(processor("host")));
#endif
#ifdef KOKKOS_ENABLE_THREADS
  list.push_back(backend<Kokkos::Threads>(processor("host")));
#endif
#ifdef KOKKOS_ENABLE_SERIAL
  list.push_back(backend<Kokkos::Serial>(processor("host")));
#endif
  return list;
}

template <int... Orders>
std::vector<int> to_vector(std::integer_sequence<int, Orders...> /*orders*/) {
  return {Orders...};
}

template <class Real>
constexpr int simd_width =
    kernels::width_v<kernels::native_scalar_t<Real, Kokkos::DefaultHostExecutionSpace>>;

}  // namespace

BuildReport build_report() {
  BuildReport report;
  report.version = version;
  report.git_revision = git_revision();
  report.compiler = compiler();
  report.kokkos = kokkos_version();
  report.backends = backends();
  report.simd_double = simd_width<double>;
  report.simd_single = simd_width<float>;
  report.block_orders = to_vector(BlockOrders());
  report.mpi = mpi_version();
  report.hdf5 = hdf5_version();
  report.netcdf = netcdf_version();
  report.fftw = fftw_version();
#ifdef SMNN_HAVE_LAPACK
  report.lapack = "on";
#else
  report.lapack = "off";
#endif
  return report;
}

}  // namespace smnn::drivers
