#include "smnn/coupling/c/detail/runtime.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>

#include "smnn/smnn.h"
#include "smnn/version.hpp"

namespace smnn::coupling {
namespace {

std::atomic<std::int64_t> live_handles{0};

std::mutex runtime_mutex;
int initialisations = 0;  // that no smnn_finalize has met yet
bool owns_kokkos = false;

int device_count() { return std::max(Kokkos::num_devices(), 0); }

void check_number(char const* name, int value, int lowest, int highest) {
  if (value >= lowest && value <= highest) return;
  throw InvalidArgument(std::string(name) + " is " + std::to_string(value) + ", expected " +
                        std::to_string(lowest) + " to " + std::to_string(highest));
}

void start_kokkos(int threads, int device) {
  constexpr int most_threads = 1 << 16;
  check_number("threads", threads, 0, most_threads);
  check_number("device", device, -1, device_count() - 1);
  Kokkos::InitializationSettings settings;
  settings.set_disable_warnings(true);  // advice on thread binding
  if (threads > 0) settings.set_num_threads(threads);
  if (device >= 0) settings.set_device_id(device);
  Kokkos::initialize(settings);
}

}  // namespace

LiveHandle::LiveHandle() { ++live_handles; }
LiveHandle::~LiveHandle() { --live_handles; }

}  // namespace smnn::coupling

using namespace smnn::coupling;

int smnn_initialize(int threads, int device) {
  return call_anytime(__func__, [&] {
    std::lock_guard const lock(runtime_mutex);
    if (!Kokkos::is_initialized()) {
      if (Kokkos::is_finalized()) {
        throw NotRunning("Kokkos has been finalised and cannot start again, expected one run");
      }
      start_kokkos(threads, device);
      owns_kokkos = true;
    }
    ++initialisations;
  });
}

int smnn_finalize() {
  return call_anytime(__func__, [&] {
    std::lock_guard const lock(runtime_mutex);
    if (initialisations == 0)
      throw smnn::InvalidArgument("not initialised, expected a call of smnn_initialize before");
    bool const ends_kokkos = initialisations == 1 && owns_kokkos && Kokkos::is_initialized();
    if (ends_kokkos && live_handles > 0) {
      throw smnn::InvalidArgument(std::to_string(live_handles) +
                                  " handles are left, expected all to be destroyed before");
    }
    if (ends_kokkos) Kokkos::finalize();
    --initialisations;
  });
}

int smnn_is_running() { return Kokkos::is_initialized() ? 1 : 0; }

char const* smnn_version() { return smnn::version; }

char const* smnn_git_revision() { return smnn::git_revision(); }

int smnn_device_count(int* count) {
  return call_anytime(__func__, [&] { required("count", count) = device_count(); });
}

int smnn_device_id(int* device) {
  return call(__func__, [&] { required("device", device) = Kokkos::device_id(); });
}

int smnn_thread_count(int* threads) {
  return call(__func__, [&] { required("threads", threads) = Kokkos::num_threads(); });
}
