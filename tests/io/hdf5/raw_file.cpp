#include "raw_file.hpp"

#include <hdf5.h>

#include <stdexcept>

namespace smnn::test {
namespace {

/// An identifier that closes itself.
class Id {
 public:
  Id(hid_t id, herr_t (*close)(hid_t), char const* what) : id_(id), close_(close) {
    if (id_ < 0) throw std::runtime_error(std::string("HDF5 refuses ") + what);
  }
  ~Id() { close_(id_); }
  Id(Id const&) = delete;
  Id& operator=(Id const&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

void require(herr_t status, char const* what) {
  if (status < 0) throw std::runtime_error(std::string("HDF5 refuses ") + what);
}

hid_t type_of(Stored stored) {
  switch (stored) {
    case Stored::as_float:
      return H5T_IEEE_F32LE;
    case Stored::as_big_endian_double:
      return H5T_IEEE_F64BE;
    case Stored::as_int32:
      return H5T_STD_I32LE;
    case Stored::as_uint8:
      return H5T_STD_U8LE;
    default:
      return H5T_IEEE_F64LE;
  }
}

hid_t space_of(Extents const& extents) {
  if (extents.empty()) return H5Screate(H5S_SCALAR);
  std::vector<hsize_t> const dims(extents.begin(), extents.end());
  return H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
}

void write_attribute(hid_t file, std::string const& object, std::string const& name, hid_t type,
                     hid_t memory_type, hid_t space, void const* value) {
  Id const owner(H5Oopen(file, object.c_str(), H5P_DEFAULT), H5Oclose, "the object");
  if (H5Aexists(owner, name.c_str()) > 0) require(H5Adelete(owner, name.c_str()), "deleting");
  Id const attribute(H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                     H5Aclose, "the attribute");
  require(H5Awrite(attribute, memory_type, value), "writing the attribute");
}

}  // namespace

struct RawFile::State {
  Id file;

  void create(std::string const& name, hid_t type, Extents const& extents,
              hid_t properties = H5P_DEFAULT) {
    Id const space(space_of(extents), H5Sclose, "the extents");
    Id const dataset(
        H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
        "the dataset");
  }
};

RawFile::RawFile(std::filesystem::path const& file, Mode mode)
    : state_(new State{Id(mode == Mode::create
                              ? H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)
                              : H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT),
                          H5Fclose, "the file")}) {}

RawFile::~RawFile() = default;

void RawFile::group(std::string const& name) {
  Id const group(H5Gcreate2(state_->file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                 H5Gclose, "the group");
}

void RawFile::dataset(std::string const& name, Extents const& extents,
                      std::vector<double> const& values, Stored stored) {
  state_->create(name, type_of(stored), extents);
  if (values.empty()) return;
  Id const dataset(H5Dopen2(state_->file, name.c_str(), H5P_DEFAULT), H5Dclose, "the dataset");
  require(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "writing the dataset");
}

void RawFile::unwritten_dataset(std::string const& name, Extents const& extents,
                                Extents const& chunk) {
  Id const properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "properties");
  std::vector<hsize_t> const dims(chunk.begin(), chunk.end());
  require(H5Pset_chunk(properties, static_cast<int>(dims.size()), dims.data()), "the chunk");
  state_->create(name, H5T_IEEE_F64LE, extents, properties);
}

void RawFile::text_dataset(std::string const& name, Extents const& extents) {
  Id const type(H5Tcopy(H5T_C_S1), H5Tclose, "the type");
  require(H5Tset_size(type, 8), "the type's size");
  state_->create(name, type, extents);
}

void RawFile::compound_dataset(std::string const& name, Extents const& extents) {
  Id const type(H5Tcreate(H5T_COMPOUND, 16), H5Tclose, "the type");
  require(H5Tinsert(type, "re", 0, H5T_IEEE_F64LE), "a member");
  require(H5Tinsert(type, "im", 8, H5T_IEEE_F64LE), "a member");
  state_->create(name, type, extents);
}

void RawFile::null_dataset(std::string const& name) {
  Id const space(H5Screate(H5S_NULL), H5Sclose, "the extents");
  Id const dataset(H5Dcreate2(state_->file, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT,
                              H5P_DEFAULT, H5P_DEFAULT),
                   H5Dclose, "the dataset");
}

void RawFile::dataset_in_other_file(std::string const& name, Extents const& extents,
                                    std::string const& other) {
  Id const properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "properties");
  require(H5Pset_external(properties, other.c_str(), 0, H5F_UNLIMITED), "the other file");
  state_->create(name, H5T_IEEE_F64LE, extents, properties);
}

void RawFile::hard_link(std::string const& name, std::string const& target) {
  require(H5Lcreate_hard(state_->file, target.c_str(), state_->file, name.c_str(), H5P_DEFAULT,
                         H5P_DEFAULT),
          "the link");
}

void RawFile::soft_link(std::string const& name, std::string const& target) {
  require(H5Lcreate_soft(target.c_str(), state_->file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
          "the link");
}

void RawFile::external_link(std::string const& name, std::string const& file,
                            std::string const& target) {
  require(H5Lcreate_external(file.c_str(), target.c_str(), state_->file, name.c_str(), H5P_DEFAULT,
                             H5P_DEFAULT),
          "the link");
}

void RawFile::remove(std::string const& name) {
  require(H5Ldelete(state_->file, name.c_str(), H5P_DEFAULT), "deleting");
}

void RawFile::attribute(std::string const& object, std::string const& name, double value,
                        Stored stored) {
  Id const space(H5Screate(H5S_SCALAR), H5Sclose, "the extents");
  write_attribute(state_->file, object, name, type_of(stored), H5T_NATIVE_DOUBLE, space, &value);
}

void RawFile::text_attribute(std::string const& object, std::string const& name,
                             std::string const& value, bool variable_length) {
  Id const space(H5Screate(H5S_SCALAR), H5Sclose, "the extents");
  Id const type(H5Tcopy(H5T_C_S1), H5Tclose, "the type");
  require(H5Tset_size(type, variable_length ? H5T_VARIABLE : value.size() + 1), "the type's size");
  char const* const text = value.c_str();
  void const* const data = variable_length ? static_cast<void const*>(&text) : text;
  write_attribute(state_->file, object, name, type, type, space, data);
}

void RawFile::bool_attribute(std::string const& object, std::string const& name, bool value) {
  Id const space(H5Screate(H5S_SCALAR), H5Sclose, "the extents");
  Id const type(H5Tenum_create(H5T_STD_I8LE), H5Tclose, "the type");
  signed char const no = 0;
  signed char const yes = 1;
  require(H5Tenum_insert(type, "FALSE", &no), "a member");
  require(H5Tenum_insert(type, "TRUE", &yes), "a member");
  write_attribute(state_->file, object, name, type, type, space, value ? &yes : &no);
}

void RawFile::list_attribute(std::string const& object, std::string const& name,
                             std::vector<double> const& values) {
  Id const space(space_of({values.size()}), H5Sclose, "the extents");
  write_attribute(state_->file, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, space,
                  values.data());
}

void RawFile::remove_attribute(std::string const& object, std::string const& name) {
  Id const owner(H5Oopen(state_->file, object.c_str(), H5P_DEFAULT), H5Oclose, "the object");
  require(H5Adelete(owner, name.c_str()), "deleting");
}

void silence_hdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

}  // namespace smnn::test
