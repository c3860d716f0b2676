/// HDF5 files made from fuzz bytes: sound as files, whatever stands in them. (Files that are
/// damaged crash HDF5 1.10 itself, which is not ours to fuzz.)
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <string>

namespace smnn::fuzz {

/// Writes a file with a problem as `smnn solve` reads it, series, or neither, in its root and
/// in groups; with none or some of their parts replaced by anything that HDF5 can hold.
void write_hdf5(FuzzedDataProvider& bytes, std::string const& path);

/// One of the names that these files have for objects and attributes.
std::string some_name(FuzzedDataProvider& bytes);

}  // namespace smnn::fuzz
