#include "smnn/coupling/c/detail/context.hpp"

#include <string>
#include <type_traits>

#include "smnn/smnn.h"

namespace smnn::coupling {
namespace {

using Default = Kokkos::DefaultExecutionSpace;
using Host = Kokkos::DefaultHostExecutionSpace;
constexpr bool has_device = !std::is_same_v<Default, Host>;

// What an smnn_space is in this build; null if there is none.
char const* name_of(int space) {
  switch (space) {
    case SMNN_SPACE_DEFAULT:
      return Default::name();
    case SMNN_SPACE_HOST:
      return Host::name();
    case SMNN_SPACE_DEVICE:
      return has_device ? Default::name() : nullptr;
#ifdef KOKKOS_ENABLE_SERIAL
    case SMNN_SPACE_SERIAL:
      return Kokkos::Serial::name();
#endif
    default:
      return nullptr;
  }
}

#if defined(KOKKOS_ENABLE_CUDA)
Default on_stream(void* stream) { return Default(static_cast<cudaStream_t>(stream)); }
#elif defined(KOKKOS_ENABLE_HIP)
Default on_stream(void* stream) { return Default(static_cast<hipStream_t>(stream)); }
#else
Default on_stream(void*) {
  throw InvalidArgument("stream is not NULL, expected NULL: this smnn was built without a device");
}
#endif

AnySpace make_space(int space, void* stream) {
  enumerator<smnn_space>("space", space, SMNN_SPACE_DEVICE + 1);
  if (name_of(space) == nullptr) {
    throw InvalidArgument("space is " + std::to_string(space) +
                          ", expected one of this build, which has " + name_of(SMNN_SPACE_DEFAULT) +
                          " by default");
  }
  bool const on_host = space == SMNN_SPACE_SERIAL || space == SMNN_SPACE_HOST;
  if (stream != nullptr && on_host)
    throw InvalidArgument("stream is not NULL, expected NULL on the host");
  if (stream != nullptr) return on_stream(stream);
#ifdef KOKKOS_ENABLE_SERIAL
  // Of its own, so that those of several threads need not take turns.
  if (space == SMNN_SPACE_SERIAL) return Kokkos::Serial(Kokkos::NewInstance{});
#endif
  if (space == SMNN_SPACE_HOST) return Host();
  return Default();
}

}  // namespace
}  // namespace smnn::coupling

using namespace smnn::coupling;

char const* smnn_space_name(int space) { return name_of(space); }

int smnn_context_create(int space, void* stream, smnn_context** context) {
  return call(__func__, [&] {
    required("context", context);
    *context = std::make_unique<smnn_context>(make_space(space, stream)).release();
  });
}

int smnn_context_synchronize(smnn_context* context) {
  return call(__func__, [&] {
    std::visit([](auto const& space) { space.fence("smnn_context_synchronize"); },
               required("context", context).space);
  });
}

int smnn_context_destroy(smnn_context** context) { return destroy(__func__, context); }
