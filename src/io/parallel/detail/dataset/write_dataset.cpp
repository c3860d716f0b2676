#include "smnn/io/parallel/detail/dataset/write_dataset.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <exception>
#include <vector>

#include "smnn/io/parallel/detail/dataset/attributes.hpp"
#include "smnn/io/parallel/detail/dataset/dimensions.hpp"
#include "smnn/io/parallel/detail/dataset/storage.hpp"
#include "smnn/io/parallel/detail/file/access.hpp"
#include "smnn/io/parallel/detail/pieces.hpp"
#include "smnn/io/parallel/detail/transfer.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

std::string describe_call(std::string const& where, Shape const& extents, char const* type,
                          DatasetOptions const& options) {
  return where + " of " + type + " with extents " + to_string(extents) + ", chunks " +
         to_string(options.chunk) + ", deflate " + std::to_string(options.deflate) +
         ", dimensions '" + join_dimensions(options.dimensions) + "', units " +
         quote(options.units) + ", description " + quote(options.description) + ", transfers of " +
         std::to_string(options.transfer_bytes);
}

Handle creation_properties(Storage const& storage, std::string const& where) {
  Handle creation = check({H5Pcreate(H5P_DATASET_CREATE), H5Pclose}, where, "cannot be created");
  H5Pset_fill_time(creation.id(), H5D_FILL_TIME_NEVER);  // slabs have every entry
  if (storage.chunk.empty()) return creation;
  std::vector<hsize_t> const chunk(storage.chunk.begin(), storage.chunk.end());
  if (H5Pset_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data()) < 0)
    fail(where, "cannot have chunks of " + to_string(storage.chunk));
  if (storage.deflate > 0) {
    // Bytes of the same significance side by side compress better.
    if (H5Pset_shuffle(creation.id()) < 0 ||
        H5Pset_deflate(creation.id(), static_cast<unsigned>(storage.deflate)) < 0)
      fail(where, "cannot be compressed");
  }
  return creation;
}

Handle create_dataset(hid_t group, std::string const& name, hid_t type, Shape const& extents,
                      Storage const& storage, std::string const& where) {
  std::vector<hsize_t> const dims(extents.begin(), extents.end());
  hid_t const id = dims.empty()
                       ? H5Screate(H5S_SCALAR)
                       : H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
  Handle const space =
      check({id, H5Sclose}, where, "extents " + to_string(extents) + " are not possible");
  Handle const creation = creation_properties(storage, where);
  return check(
      {H5Dcreate2(group, name.c_str(), type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
       H5Dclose},
      where, "cannot be created");
}

void describe_dataset(hid_t dataset, DatasetOptions const& options, std::string const& where) {
  if (!options.dimensions.empty())
    put_attribute(dataset, "dimensions", join_dimensions(options.dimensions), where);
  if (!options.units.empty()) put_attribute(dataset, "units", options.units, where);
  if (!options.description.empty()) put_attribute(dataset, "long_name", options.description, where);
}

void require_every_entry(std::int64_t got, Shape const& extents, std::string const& where) {
  std::int64_t const expected = entries(extents).value_or(0);
  if (got == expected) return;
  throw InvalidArgument(where + ": the slabs of all ranks have " + std::to_string(got) +
                        " entries, expected each of the " + std::to_string(expected) + " of " +
                        to_string(extents) + " once");
}

template <class T>
constexpr char const* type_name = "";
template <>
constexpr char const* type_name<double> = "double";
template <>
constexpr char const* type_name<float> = "float";
template <>
constexpr char const* type_name<std::int32_t> = "int32";
template <>
constexpr char const* type_name<std::int64_t> = "int64";

}  // namespace

template <class T>
void write_dataset(WriterFile& file, std::string const& group, std::string const& name,
                   Shape const& extents, Slabs const& own, std::span<T const> values,
                   DatasetOptions const& options) {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::write");
  auto const& ranks = file.ranks();
  std::string const where = file.where(group, name);
  file.step("writing " + describe_call(where, extents, type_name<T>, options), [&] {
    Storage storage;
    std::int64_t own_entries = 0;
    Pieces pieces({}, sizeof(T), options.transfer_bytes, {});
    std::exception_ptr error;
    try {
      if (name.empty() || name == "." || name.find('/') != std::string::npos)
        throw InvalidArgument(where + ": got the name " + quote(name) +
                              ", expected one without slashes");
      storage = plan_storage(extents, sizeof(T), options, where);
      check_dimensions(options.dimensions, extents, where);
      own_entries = checked_entries(own, extents, values.size(), where);
      if (own_entries > 0) pieces = Pieces(own, sizeof(T), options.transfer_bytes, storage.chunk);
    } catch (...) {
      error = std::current_exception();
    }
    Transfers const transfers = gather_transfers(ranks, own_entries, pieces.count(), error);
    require_every_entry(transfers.entries, extents, where);
    file.make_room(storage.bytes + dimension_bytes(options.dimensions, extents), where);
    Handle dataset;
    ranks.together([&] {
      Handle const parent = check({H5Gopen2(file.id(), group.c_str(), H5P_DEFAULT), H5Gclose},
                                  where, "its group cannot be opened");
      dataset = create_dataset(parent.id(), name, native_type<T>(), extents, storage, where);
      describe_dataset(dataset.id(), options, where);
      put_dimensions(parent.id(), dataset.id(), name, extents, options.dimensions, where);
    });
    Handle const access = value_access(ranks, Transfer::collective, where);
    T const no_value{};
    auto const write_piece = [&](hid_t memory, hid_t space, std::int64_t first) {
      T const* const data = values.empty() ? &no_value : values.data() + first;
      return H5Dwrite(dataset.id(), native_type<T>(), memory, space, access.id(), data);
    };
    transfer_pieces(ranks, dataset.id(), pieces, transfers.rounds, write_piece, where,
                    "cannot be written");
    ranks.together([&] {
      if (!dataset.close()) fail(where, "cannot be written");
    });
  });
}

#define SMNN_WRITE_DATASET(T)                                                         \
  template void write_dataset<T>(WriterFile&, std::string const&, std::string const&, \
                                 Shape const&, Slabs const&, std::span<T const>,      \
                                 DatasetOptions const&);
SMNN_WRITE_DATASET(double)
SMNN_WRITE_DATASET(float)
SMNN_WRITE_DATASET(std::int32_t)
SMNN_WRITE_DATASET(std::int64_t)

}  // namespace smnn::io::detail
