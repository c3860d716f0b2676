#include "hdf5_objects.hpp"

#include <cstdint>
#include <limits>

namespace smnn::fuzz {

using io::detail::Handle;

namespace {

double number(FuzzedDataProvider& bytes) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return pick<double>(bytes,
                      {1, 0.5, 0, 2, 3, -1, 0x1p31, 0x1p53, 0x1p63, 1e300, 5e-324, infinity,
                       std::numeric_limits<double>::quiet_NaN(), 1.5, -infinity, 0x1p32 + 1});
}

/// Small, or larger than any memory.
hsize_t extent(FuzzedDataProvider& bytes) {
  if (!one_in(bytes, 8)) return bytes.ConsumeIntegralInRange<hsize_t>(0, 4);
  return pick<hsize_t>(bytes, {hsize_t{1} << 44, hsize_t{1} << 62, (hsize_t{1} << 63) - 1,
                               hsize_t{1} << 63, ~hsize_t{1}, (hsize_t{1} << 44) + 1});
}

Handle copy(hid_t type) { return {H5Tcopy(type), H5Tclose}; }

Handle string_type(FuzzedDataProvider& bytes) {
  Handle type = copy(H5T_C_S1);
  H5Tset_size(type.id(), pick<std::size_t>(bytes, {4, 6, 7, 1, 60000, H5T_VARIABLE}));
  H5Tset_strpad(type.id(),
                pick<H5T_str_t>(bytes, {H5T_STR_NULLTERM, H5T_STR_NULLPAD, H5T_STR_SPACEPAD}));
  return type;
}

Handle boolean_type() {
  Handle type{H5Tenum_create(H5T_NATIVE_INT8), H5Tclose};
  for (int const number : {0, 1, 7}) {
    auto const value = static_cast<std::int8_t>(number);
    std::string const name = "value" + std::to_string(value);
    H5Tenum_insert(type.id(), name.c_str(), &value);
  }
  return type;
}

Handle compound_type() {
  Handle type{H5Tcreate(H5T_COMPOUND, 16), H5Tclose};
  H5Tinsert(type.id(), "r", 0, H5T_NATIVE_DOUBLE);
  H5Tinsert(type.id(), "i", 8, H5T_NATIVE_DOUBLE);
  return type;
}

bool is_number(Handle const& type) {
  H5T_class_t const kind = H5Tget_class(type.id());
  return kind == H5T_INTEGER || kind == H5T_FLOAT;
}

/// Of attributes that are text.
std::string text_value(FuzzedDataProvider& bytes) {
  return pick<std::string>(bytes, {"taylor", "pade", "central", "x y", "Taylor", "", "\x1b[2J\xff",
                                   std::string(300, 'u')});
}

/// How the dataset is stored: contiguous, compact, chunked, compressed, filled, or elsewhere.
Handle creation_of(FuzzedDataProvider& bytes, Extents const& extents) {
  Handle creation{H5Pcreate(H5P_DATASET_CREATE), H5Pclose};
  double const fill = 1;
  if (one_in(bytes, 4)) H5Pset_fill_value(creation.id(), H5T_NATIVE_DOUBLE, &fill);
  switch (bytes.ConsumeIntegralInRange(0, 7)) {
    case 4:
      H5Pset_layout(creation.id(), H5D_COMPACT);
      break;
    case 5:
    case 6: {
      Extents chunk(extents.size());
      for (hsize_t& one : chunk) one = bytes.ConsumeIntegralInRange<hsize_t>(1, 5);
      if (extents.size() > 6) chunk.assign(extents.size(), 1);
      if (!chunk.empty()) H5Pset_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data());
      if (one_in(bytes, 2)) H5Pset_shuffle(creation.id());
      if (one_in(bytes, 2)) H5Pset_deflate(creation.id(), 1);
      if (one_in(bytes, 2)) H5Pset_fletcher32(creation.id());
      break;
    }
    case 7:
      H5Pset_external(creation.id(), "/dev/zero", 0, H5F_UNLIMITED);
      break;
    default:
      break;
  }
  return creation;
}

constexpr std::size_t most_values = 1U << 14;

}  // namespace

Extents some_extents(FuzzedDataProvider& bytes) {
  Extents result(one_in(bytes, 16) ? H5S_MAX_RANK : bytes.ConsumeIntegralInRange<unsigned>(0, 6));
  for (hsize_t& one : result) one = result.size() > 6 ? 1 : extent(bytes);
  return result;
}

Handle space_of(Extents const& extents) {
  if (extents.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
  return {H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), H5Sclose};
}

Handle number_type(FuzzedDataProvider& bytes) {
  Handle type = copy(pick<hid_t>(
      bytes, {H5T_NATIVE_DOUBLE, H5T_NATIVE_FLOAT, H5T_IEEE_F64BE, H5T_STD_I8LE, H5T_STD_U8LE,
              H5T_STD_I32BE, H5T_STD_I64LE, H5T_STD_U64LE, H5T_NATIVE_LDOUBLE, H5T_IEEE_F32LE}));
  if (!one_in(bytes, 8)) return type;
  if (H5Tget_class(type.id()) == H5T_INTEGER) {
    H5Tset_size(type.id(), bytes.ConsumeIntegralInRange<std::size_t>(1, 16));
    H5Tset_precision(type.id(), bytes.ConsumeIntegralInRange<std::size_t>(1, 64));
    H5Tset_offset(type.id(), bytes.ConsumeIntegralInRange<std::size_t>(0, 8));
  } else {
    H5Tset_fields(type.id(), 15, 10, 5, 0, 10);  // half precision
    H5Tset_precision(type.id(), 16);
    H5Tset_ebias(type.id(), bytes.ConsumeIntegralInRange<std::size_t>(0, 31));
  }
  return type;
}

Handle any_type(FuzzedDataProvider& bytes) {
  hsize_t const two = 2;
  switch (bytes.ConsumeIntegralInRange(0, 12)) {
    case 6:
      return boolean_type();
    case 7:
      return compound_type();
    case 8:
      return {H5Tvlen_create(H5T_NATIVE_DOUBLE), H5Tclose};
    case 9:
      return {H5Tarray_create2(H5T_NATIVE_DOUBLE, 1, &two), H5Tclose};
    case 10:
      return copy(pick<hid_t>(bytes, {H5T_STD_REF_OBJ, H5T_STD_REF_DSETREG, H5T_UNIX_D32LE}));
    case 11:
      return copy(pick<hid_t>(bytes, {H5T_NATIVE_OPAQUE, H5T_STD_B8LE, H5T_STD_B64LE}));
    case 3:
    case 4:
    case 12:
      return string_type(bytes);
    default:
      return number_type(bytes);
  }
}

void remove(hid_t group, std::string const& name) {
  if (!name.empty() && H5Lexists(group, name.c_str(), H5P_DEFAULT) > 0)
    H5Ldelete(group, name.c_str(), H5P_DEFAULT);
}

void write_values(hid_t dataset, Extents const& extents, std::vector<double> const& pattern) {
  std::size_t count = 1;
  for (hsize_t const one : extents) {
    if (one > most_values) return;
    count *= one;
    if (count > most_values) return;
  }
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = pattern[i % pattern.size()];
  if (count > 0) H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
}

void attribute(FuzzedDataProvider& bytes, hid_t object, std::string const& name) {
  if (H5Aexists(object, name.c_str()) > 0) H5Adelete(object, name.c_str());
  Handle const type = any_type(bytes);
  Handle const space = one_in(bytes, 8)   ? Handle(H5Screate(H5S_NULL), H5Sclose)
                       : one_in(bytes, 8) ? space_of({bytes.ConsumeIntegralInRange<hsize_t>(0, 3)})
                                          : space_of({});
  Handle const made{
      H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose};
  if (!made || H5Sget_simple_extent_npoints(space.id()) != 1) return;
  if (H5Tget_class(type.id()) == H5T_STRING) {
    std::string value = text_value(bytes);
    char const* const text = value.c_str();
    if (H5Tis_variable_str(type.id()) > 0) {
      if (!value.empty()) H5Awrite(made.id(), type.id(), &text);
    } else {
      value.resize(H5Tget_size(type.id()), '\0');
      H5Awrite(made.id(), type.id(), value.data());
    }
  } else if (is_number(type)) {
    double const value = number(bytes);
    H5Awrite(made.id(), H5T_NATIVE_DOUBLE, &value);
  } else if (H5Tget_class(type.id()) == H5T_ENUM) {
    std::int8_t const value = pick<std::int8_t>(bytes, {0, 1, 7});
    H5Awrite(made.id(), type.id(), &value);
  }
}

void dataset(FuzzedDataProvider& bytes, hid_t group, std::string const& name,
             Extents const& extents, Handle const& type) {
  remove(group, name);
  Handle const space = space_of(extents);
  Handle const creation = creation_of(bytes, extents);
  if (!space || name.empty()) return;
  Handle const made{H5Dcreate2(group, name.c_str(), type.id(), space.id(), H5P_DEFAULT,
                               creation.id(), H5P_DEFAULT),
                    H5Dclose};
  if (!made) return;
  if (H5Pget_external_count(creation.id()) > 0) return;  // writing would leave the memory
  if (is_number(type)) write_values(made.id(), extents, {number(bytes), 1, number(bytes), 2});
  if (one_in(bytes, 4)) attribute(bytes, made.id(), "dimensions");
  if (one_in(bytes, 4)) attribute(bytes, made.id(), "units");
}

void virtual_dataset(hid_t group, std::string const& name) {
  Handle const space = space_of({3});
  Handle const creation{H5Pcreate(H5P_DATASET_CREATE), H5Pclose};
  H5Pset_virtual(creation.id(), space.id(), "/dev/zero", "x", space.id());
  Handle const made{H5Dcreate2(group, name.c_str(), H5T_NATIVE_DOUBLE, space.id(), H5P_DEFAULT,
                               creation.id(), H5P_DEFAULT),
                    H5Dclose};
}

}  // namespace smnn::fuzz
