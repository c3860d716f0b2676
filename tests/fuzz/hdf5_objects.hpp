/// Attributes and datasets of all kinds, made from fuzz bytes.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <smnn/io/detail/hdf5_handle.hpp>
#include <string>
#include <vector>

namespace smnn::fuzz {

using Extents = std::vector<hsize_t>;

template <class T>
T pick(FuzzedDataProvider& bytes, std::vector<T> const& choices) {
  return choices[bytes.ConsumeIntegralInRange<std::size_t>(0, choices.size() - 1)];
}

inline bool one_in(FuzzedDataProvider& bytes, unsigned count) {
  return bytes.ConsumeIntegralInRange<unsigned>(0, count - 1) == count - 1;  // seldom without bytes
}

/// Without extents a scalar.
io::detail::Handle space_of(Extents const& extents);

/// Extents that are small, or larger than any memory.
Extents some_extents(FuzzedDataProvider& bytes);

/// Of numbers, or of anything.
io::detail::Handle number_type(FuzzedDataProvider& bytes);
io::detail::Handle any_type(FuzzedDataProvider& bytes);

/// Removes the object of that name, if there is one.
void remove(hid_t group, std::string const& name);

/// The pattern's numbers over and over; nothing where there are too many entries.
void write_values(hid_t dataset, Extents const& extents, std::vector<double> const& pattern);

/// An attribute of some type and extents; it replaces one of that name.
void attribute(FuzzedDataProvider& bytes, hid_t object, std::string const& name);

/// A dataset, stored somehow; it replaces an object of that name.
void dataset(FuzzedDataProvider& bytes, hid_t group, std::string const& name,
             Extents const& extents, io::detail::Handle const& type);

/// One whose values are those of another file's dataset.
void virtual_dataset(hid_t group, std::string const& name);

}  // namespace smnn::fuzz
