#include "smnn/io/parallel/detail/dataset/attributes.hpp"

#include <cstring>

#include "smnn/io/text.hpp"

namespace smnn::io::detail {
namespace {

template <class T>
void write_scalar(hid_t object, std::string const& name, hid_t type, T const* value,
                  std::string const& there) {
  Handle const space = check({H5Screate(H5S_SCALAR), H5Sclose}, there, "cannot be written");
  Handle attribute = check(
      {H5Acreate2(object, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose},
      there, "cannot be created");
  if (H5Awrite(attribute.id(), type, value) < 0 || !attribute.close())
    fail(there, "cannot be written");
}

template <class T>
AttributeValue unpack_number(std::string const& bytes) {
  T value{};
  std::memcpy(&value, bytes.data() + 1, sizeof(T));
  return value;
}

}  // namespace

void put_attribute(hid_t object, std::string const& name, AttributeValue const& value,
                   std::string const& where) {
  std::string const there = where + ", attribute " + quote(name);
  if (auto const* number = std::get_if<double>(&value)) {
    write_scalar(object, name, H5T_NATIVE_DOUBLE, number, there);
  } else if (auto const* integer = std::get_if<std::int64_t>(&value)) {
    write_scalar(object, name, H5T_NATIVE_INT64, integer, there);
  } else if (auto const* natural = std::get_if<std::uint64_t>(&value)) {
    write_scalar(object, name, H5T_NATIVE_UINT64, natural, there);
  } else {
    auto const& text = std::get<std::string>(value);
    Handle const type = check({H5Tcopy(H5T_C_S1), H5Tclose}, there, "cannot be written");
    H5Tset_size(type.id(), text.size() + 1);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    write_scalar(object, name, type.id(), text.c_str(), there);
  }
}

std::string pack(AttributeValue const& value) {
  std::string bytes(1, static_cast<char>(value.index()));
  std::visit(
      [&](auto const& held) {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(held)>>) {
          bytes.append(reinterpret_cast<char const*>(&held), sizeof(held));
        } else {
          bytes += held;
        }
      },
      value);
  return bytes;
}

AttributeValue unpack(std::string const& bytes) {
  switch (bytes.front()) {
    case 0:
      return unpack_number<double>(bytes);
    case 1:
      return unpack_number<std::int64_t>(bytes);
    case 2:
      return unpack_number<std::uint64_t>(bytes);
    default:
      return bytes.substr(1);
  }
}

}  // namespace smnn::io::detail
