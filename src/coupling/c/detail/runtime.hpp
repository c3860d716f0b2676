// What lives only while Kokkos runs.
#pragma once

#include <memory>
#include <utility>

#include "smnn/coupling/c/detail/call.hpp"

namespace smnn::coupling {

// A handle that holds memory of Kokkos: smnn_finalize refuses while there are any.
class LiveHandle {
 public:
  LiveHandle();
  virtual ~LiveHandle();
  LiveHandle(LiveHandle const&) = delete;
  LiveHandle& operator=(LiveHandle const&) = delete;
};

// Frees the caller's handle and forgets it. After Kokkos' end its memory is nobody's to free.
template <class Handle>
int destroy(char const* function, Handle** handle) noexcept {
  if (handle == nullptr || *handle == nullptr) return SMNN_SUCCESS;
  Handle* const given = std::exchange(*handle, nullptr);
  return call(function, [&] { std::unique_ptr<Handle>{given}; });
}

}  // namespace smnn::coupling
