#include "environment.hpp"

#include <Kokkos_Core.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <smnn/config.hpp>
#include <smnn/kernels/portability/pack.hpp>
#include <smnn/machine/description.hpp>
#include <smnn/machine/placement.hpp>
#include <smnn/version.hpp>
#include <thread>

#ifdef SMNN_HAVE_OPENBLAS
extern "C" char* openblas_get_config();
#endif

namespace smnn::perf {
namespace {

std::string date() {
  std::time_t const now = std::time(nullptr);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", std::gmtime(&now));
  return text;
}

std::string backend() {
  Kokkos::DefaultExecutionSpace const space;
  std::string text = space.name();
#ifdef KOKKOS_ENABLE_CUDA
  text += " on " + device_name();
#endif
  return text + ", concurrency " + std::to_string(space.concurrency());
}

template <class Real>
std::string simd_width() {
  using Scalar = kernels::native_scalar_t<Real, Kokkos::DefaultExecutionSpace>;
  return std::to_string(kernels::width_v<Scalar>);
}

std::string lapack() {
#if defined(SMNN_HAVE_LAPACK) && defined(SMNN_HAVE_OPENBLAS)
  return openblas_get_config();
#elif defined(SMNN_HAVE_LAPACK)
  return "not OpenBLAS";
#else
  return "none";
#endif
}

std::string variable(char const* name) {
  char const* const value = std::getenv(name);
  return value != nullptr ? value : "unset";
}

}  // namespace

std::string load_average() {
  double loads[3] = {};
  if (getloadavg(loads, 3) != 3) return "unknown";
  char text[60];
  std::snprintf(text, sizeof text, "%.2f %.2f %.2f", loads[0], loads[1], loads[2]);
  return text;
}

bool machine_is_busy() {
  double load = 0;
  return getloadavg(&load, 1) == 1 && load > 0.5 * std::thread::hardware_concurrency();
}

Facts environment() {
  return {{"date", date()},
          {"smnn", std::string(version) + " (" + git_revision() + ')'},
          {"processor", processor("unknown")},
          {"cores", std::to_string(std::thread::hardware_concurrency())},
          {"compiler", compiler()},
          {"Kokkos", kokkos_version() + ", " + backend()},
          {"systems per SIMD pack",
           simd_width<double>() + " double, " + simd_width<float>() + " float"},
          {"LAPACK", lapack()},
          {"OMP_NUM_THREADS", variable("OMP_NUM_THREADS")},
          {"OMP_PROC_BIND", variable("OMP_PROC_BIND")},
          {"load average at the start",
           load_average() + (machine_is_busy() ? " (**busy: do not quote these figures**)" : "")}};
}

}  // namespace smnn::perf
