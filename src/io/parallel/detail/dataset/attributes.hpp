/// @file
/// Writing attributes. Collective where the file is.
#pragma once

#include <string>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/parallel/attribute_value.hpp"

namespace smnn::io::detail {

/// `where` names the object.
void put_attribute(hid_t object, std::string const& name, AttributeValue const& value,
                   std::string const& where);

/// A value as bytes to send, and back.
std::string pack(AttributeValue const& value);
AttributeValue unpack(std::string const& bytes);

}  // namespace smnn::io::detail
