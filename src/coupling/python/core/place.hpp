// Where calls run, in Python's words and in those of the C API.
#pragma once

#include <smnn/smnn.h>

#include <cstdint>
#include <optional>
#include <string>

#include "handles.hpp"

namespace smnn::python {

using Stream = std::optional<std::uintptr_t>;

struct Place {
  int type = SMNN_DOUBLE;       ///< An smnn_type.
  int space = SMNN_SPACE_HOST;  ///< SMNN_SPACE_HOST or SMNN_SPACE_DEVICE.
  /// Handle of the stream on a device; none: Kokkos's own, in order with the legacy default stream.
  Stream stream = {};
};

/// From "float64" or "float32" and "cpu" or "cuda".
Place place_named(std::string const& dtype, std::string const& device, Stream stream);

char const* dtype_of(Place const& place);
char const* device_of(Place const& place);

/// "float64 on cpu".
std::string describe(Place const& place);

/// Refuses devices that this build does not have, and streams on the host.
ContextHandle make_context(Place const& place);

}  // namespace smnn::python
