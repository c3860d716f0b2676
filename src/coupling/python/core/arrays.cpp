#include "arrays.hpp"

#include <string>

#include "errors.hpp"

namespace nb = nanobind;

namespace smnn::python {
namespace {

[[noreturn]] void refuse_argument(Argument const& argument, std::string const& what) {
  refuse(std::string(argument.group) + argument.name + ": " + what);
}

int type_of_dtype(Argument const& argument, nb::dlpack::dtype dtype) {
  if (dtype == nb::dtype<double>()) return SMNN_DOUBLE;
  if (dtype == nb::dtype<float>()) return SMNN_FLOAT;
  refuse_argument(argument, "dtype has " + std::to_string(dtype.bits) +
                                " bits or is no floating-point number, expected float64 or "
                                "float32");
}

int space_of_memory(Argument const& argument, int device_type) {
  switch (device_type) {
    case nb::device::cpu::value:
    case nb::device::cuda_host::value:
      return SMNN_SPACE_HOST;
    case nb::device::cuda::value:
    case nb::device::cuda_managed::value:
    case nb::device::rocm::value:
      return SMNN_SPACE_DEVICE;
    default:
      refuse_argument(argument, "its memory (DLPack device type " + std::to_string(device_type) +
                                    ") is neither that of a CPU nor that of a CUDA or HIP device");
  }
}

}  // namespace

Place place_of(Argument const& argument, nb::dlpack::dtype dtype, int device_type) {
  return {type_of_dtype(argument, dtype), space_of_memory(argument, device_type)};
}

void require_place(Argument const& argument, Place const& place, Place const& expected) {
  auto const other = [&](char const* what, std::string const& is, std::string const& other_is) {
    refuse_argument(argument, std::string(what) + " is " + is + ", expected " + other_is +
                                  " as the other arrays");
  };
  if (place.type != expected.type) other("dtype", dtype_of(place), dtype_of(expected));
  if (place.space != expected.space) other("device", device_of(place), device_of(expected));
}

void require_axes(Argument const& argument, std::size_t axes) {
  auto const rank = static_cast<std::size_t>(argument.rank);
  if (axes == rank || (argument.may_lack_members && axes == rank - 1)) return;
  refuse_argument(argument,
                  "has " + std::to_string(axes) + " axes, expected " +
                      (argument.may_lack_members ? std::to_string(rank - 1) + " or " : "") +
                      std::to_string(rank));
}

}  // namespace smnn::python
