#include "place.hpp"

#include "errors.hpp"

namespace smnn::python {

Place place_named(std::string const& dtype, std::string const& device, Stream stream) {
  if (dtype != "float64" && dtype != "float32")
    refuse("dtype: is '" + dtype + "', expected float64 or float32");
  if (device != "cpu" && device != "cuda")
    refuse("device: is '" + device + "', expected cpu or cuda");
  return {dtype == "float64" ? SMNN_DOUBLE : SMNN_FLOAT,
          device == "cpu" ? SMNN_SPACE_HOST : SMNN_SPACE_DEVICE, stream};
}

char const* dtype_of(Place const& place) {
  return place.type == SMNN_DOUBLE ? "float64" : "float32";
}

char const* device_of(Place const& place) {
  return place.space == SMNN_SPACE_HOST ? "cpu" : "cuda";
}

std::string describe(Place const& place) {
  return std::string(dtype_of(place)) + " on " + device_of(place);
}

ContextHandle make_context(Place const& place) {
  if (smnn_space_name(place.space) == nullptr)
    refuse("device: is cuda, but this smnn is built for cpu alone");
  if (place.stream && place.space == SMNN_SPACE_HOST)
    refuse("stream: is given for the device cpu, expected None");
  smnn_context* context = nullptr;
  void* const stream = reinterpret_cast<void*>(place.stream.value_or(0));
  check(smnn_context_create(place.space, stream, &context));
  return ContextHandle(context);
}

}  // namespace smnn::python
