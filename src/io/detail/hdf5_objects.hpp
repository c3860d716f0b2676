/// Opening and inspecting objects of an HDF5 file that is not trusted. Internal; callers hold a
/// QuietErrors.
#pragma once

#include <string>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/memory.hpp"

namespace smnn::io::detail {

enum class ObjectKind { missing, elsewhere, group, dataset, other };

/// What `name` (one component, no slash) is in a group; `elsewhere` is a link into another file,
/// which is not followed.
ObjectKind object_kind(hid_t group, std::string const& name);

/// The object of that name, or IoError unless it exists in this file and is of the kind expected.
Handle open_object(hid_t group, std::string const& name, ObjectKind expected,
                   std::string const& where);

/// IoError unless the dataset's entries are integers or floating-point numbers.
void check_numeric(hid_t dataset, std::string const& where);

/// How they are stored, after the same check.
NumberFormat number_format(hid_t dataset, std::string const& where);

/// IoError if the dataset's data lie in other files, or its chunks are larger than memory.
void check_storage(hid_t dataset, std::string const& where);

Shape dataset_shape(hid_t dataset, std::string const& where);

double read_number(hid_t group, std::string const& attribute, std::string const& where);
std::int64_t read_integer(hid_t group, std::string const& attribute, std::string const& where);
std::string read_text(hid_t group, std::string const& attribute, std::string const& where);

}  // namespace smnn::io::detail
