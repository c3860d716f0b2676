#include "smnn/solver/detail/streaming.hpp"

#include <unistd.h>

#include <Kokkos_Core.hpp>

namespace smnn::detail {

std::int64_t cache_bytes() {
  static std::int64_t const bytes = [] {
    std::int64_t of_core = 0;
#ifdef _SC_LEVEL2_CACHE_SIZE
    of_core = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
    if (of_core <= 0) of_core = std::int64_t{1} << 20;
    return of_core * Kokkos::DefaultHostExecutionSpace().concurrency();
  }();
  return bytes;
}

}  // namespace smnn::detail
