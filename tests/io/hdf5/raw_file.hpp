/// HDF5 files as others write them, and worse: made by the C library itself, behind our writer's
/// back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace smnn::test {

using Extents = std::vector<std::uint64_t>;

/// How a dataset's numbers, or an attribute's, are stored.
enum class Stored { as_double, as_float, as_big_endian_double, as_int32, as_uint8 };

/// An open file. Names are paths; every call throws std::runtime_error if HDF5 refuses it.
class RawFile {
 public:
  enum class Mode { create, modify };

  explicit RawFile(std::filesystem::path const& file, Mode mode = Mode::create);
  ~RawFile();

  void group(std::string const& name);
  void dataset(std::string const& name, Extents const& extents, std::vector<double> const& values,
               Stored stored = Stored::as_double);
  /// Chunked and never written: takes no space, whatever its extents.
  void unwritten_dataset(std::string const& name, Extents const& extents, Extents const& chunk);
  void text_dataset(std::string const& name, Extents const& extents);
  void compound_dataset(std::string const& name, Extents const& extents);
  /// Without extents (H5S_NULL).
  void null_dataset(std::string const& name);
  /// Its values lie in another file.
  void dataset_in_other_file(std::string const& name, Extents const& extents,
                             std::string const& other);

  /// A second name of what is there.
  void hard_link(std::string const& name, std::string const& target);
  void soft_link(std::string const& name, std::string const& target);
  void external_link(std::string const& name, std::string const& file, std::string const& target);
  void remove(std::string const& name);

  /// These replace an attribute of the same name.
  void attribute(std::string const& object, std::string const& name, double value,
                 Stored stored = Stored::as_double);
  void text_attribute(std::string const& object, std::string const& name, std::string const& value,
                      bool variable_length);
  /// As h5py stores a bool.
  void bool_attribute(std::string const& object, std::string const& name, bool value);
  void list_attribute(std::string const& object, std::string const& name,
                      std::vector<double> const& values);
  void remove_attribute(std::string const& object, std::string const& name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Turns HDF5's own messages off for the whole program.
void silence_hdf5();

}  // namespace smnn::test
