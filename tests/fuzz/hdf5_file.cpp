#include "hdf5_file.hpp"

#include <array>
#include <cstdint>
#include <vector>

#include "hdf5_objects.hpp"

namespace smnn::fuzz {
namespace {

using io::detail::Handle;

constexpr std::array names{"coefficients",
                           "rhs",
                           "initial_values",
                           "steps",
                           "adjoint_seed",
                           "n_steps",
                           "n_dims",
                           "n_equations",
                           "n_orders",
                           "n_initial_steps",
                           "n_initial_orders",
                           "weight_equation",
                           "weight_initial",
                           "weight_smoothness",
                           "weight_highest_order",
                           "smoothness",
                           "central_smoothness",
                           "time",
                           "x",
                           "u",
                           "g",
                           "dimensions",
                           "units",
                           "2",
                           ""};

template <class T>
void scalar(hid_t object, char const* name, T value) {
  Handle const space = space_of({});
  hid_t const type = io::detail::native_type<T>();
  Handle const made{H5Acreate2(object, name, type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose};
  H5Awrite(made.id(), type, &value);
}

void good_dataset(FuzzedDataProvider& bytes, hid_t group, char const* name,
                  std::vector<double> const& pattern, Extents const& leading,
                  Extents const& trailing) {
  Extents all = leading;
  // NumPy's rule: leading extents may be missing, and any of them 1.
  all.erase(all.begin(), all.begin() + bytes.ConsumeIntegralInRange<std::ptrdiff_t>(
                                           0, static_cast<std::ptrdiff_t>(all.size())));
  for (hsize_t& one : all)
    if (bytes.ConsumeBool()) one = 1;
  all.insert(all.end(), trailing.begin(), trailing.end());
  Handle const space = space_of(all);
  Handle const made{
      H5Dcreate2(group, name, H5T_NATIVE_DOUBLE, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
      H5Dclose};
  if (made) write_values(made.id(), all, pattern);
}

void problem(FuzzedDataProvider& bytes, hid_t group) {
  auto const size = [&](unsigned least, unsigned most) {
    return bytes.ConsumeIntegralInRange<hsize_t>(least, most);
  };
  // Sizes of problems whose arrays are shared, or larger than any memory.
  constexpr hsize_t huge = (hsize_t{1} << 31) - 1;
  hsize_t const times = one_in(bytes, 16) ? huge : size(1, 5);
  hsize_t const equations = size(1, 3);
  hsize_t const dims = size(1, 3);
  hsize_t const orders = size(1, 4);
  hsize_t const initial_steps = size(0, 2);
  hsize_t const initial_orders = size(0, 2);
  Extents leading(size(0, 3));
  for (hsize_t& one : leading) one = one_in(bytes, 16) ? huge << 16 : size(0, 3);
  auto const time = [&](hsize_t count) { return times == huge || bytes.ConsumeBool() ? 1 : count; };
  std::vector<double> const ones{1, 0.5};
  good_dataset(bytes, group, "coefficients", ones, leading, {time(times), equations, dims, orders});
  good_dataset(bytes, group, "rhs", ones, leading, {time(times), equations});
  good_dataset(bytes, group, "initial_values", ones, leading,
               {initial_steps, dims, initial_orders});
  good_dataset(bytes, group, "steps", ones, leading, {time(times - 1)});
  good_dataset(bytes, group, "adjoint_seed", ones, leading, {times, dims, orders});
  scalar(group, "n_steps", static_cast<std::int64_t>(times));
  scalar(group, "n_equations", static_cast<std::int64_t>(equations));
  scalar(group, "n_dims", static_cast<std::int64_t>(dims));
  scalar(group, "n_orders", static_cast<std::int64_t>(orders));
  scalar(group, "n_initial_steps", static_cast<std::int64_t>(initial_steps));
  scalar(group, "n_initial_orders", static_cast<std::int64_t>(initial_orders));
  scalar(group, "weight_equation", 1.0);
  scalar(group, "weight_initial", 1.0);
  scalar(group, "weight_smoothness", 1.0);
  scalar(group, "central_smoothness", std::int32_t{0});
}

void series(FuzzedDataProvider& bytes, hid_t group) {
  auto const points = bytes.ConsumeIntegralInRange<hsize_t>(0, 4);
  auto const columns = bytes.ConsumeIntegralInRange<hsize_t>(0, 3);
  good_dataset(bytes, group, "time", {0, 1, 2, 3}, {}, {points});
  good_dataset(bytes, group, "x", {1, 5, 2, 3}, {}, {points});
  if (bytes.ConsumeBool()) good_dataset(bytes, group, "u", {3, 4}, {}, {points, columns});
}

/// Puts anything anywhere.
void spoil(FuzzedDataProvider& bytes, hid_t group) {
  std::string const name = some_name(bytes);
  switch (bytes.ConsumeIntegralInRange(0, 9)) {
    case 0:
      return remove(group, name);
    case 1:
      if (H5Aexists(group, name.c_str()) > 0) H5Adelete(group, name.c_str());
      return;
    case 2:
      remove(group, name);
      H5Lcreate_soft(some_name(bytes).c_str(), group, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      return;
    case 3:
      remove(group, name);
      H5Lcreate_external("/dev/zero", "/x", group, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      return;
    case 4:  // a second name of the same object, perhaps a circle
      H5Lcreate_hard(group, pick<std::string>(bytes, {".", "/", "x", "time"}).c_str(), group,
                     name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      return;
    case 5:
      remove(group, name);
      return virtual_dataset(group, name);
    case 6:
      return dataset(bytes, group, name, some_extents(bytes), any_type(bytes));
    case 7:
      return dataset(bytes, group, name, some_extents(bytes), number_type(bytes));
    default:
      return attribute(bytes, group, name);
  }
}

void fill(FuzzedDataProvider& bytes, hid_t group, int depth) {
  int const kind = bytes.ConsumeIntegralInRange(0, 3);
  if (kind == 0) problem(bytes, group);
  if (kind == 1) series(bytes, group);
  int const changes = bytes.ConsumeIntegralInRange(0, 5);
  for (int i = 0; i < changes; ++i) spoil(bytes, group);
  if (depth == 2 || !one_in(bytes, 3)) return;
  remove(group, "g");
  Handle const inner{H5Gcreate2(group, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose};
  if (inner) fill(bytes, inner.id(), depth + 1);
}

/// Old or new formats inside.
Handle new_file(FuzzedDataProvider& bytes, std::string const& path) {
  Handle const access{H5Pcreate(H5P_FILE_ACCESS), H5Pclose};
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
  if (bytes.ConsumeBool()) H5Pset_libver_bounds(access.id(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  Handle const creation{H5Pcreate(H5P_FILE_CREATE), H5Pclose};
  if (one_in(bytes, 8)) H5Pset_userblock(creation.id(), 512);
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose};
}

}  // namespace

std::string some_name(FuzzedDataProvider& bytes) {
  return names[bytes.ConsumeIntegralInRange<std::size_t>(0, names.size() - 1)];
}

void write_hdf5(FuzzedDataProvider& bytes, std::string const& path) {
  io::detail::QuietErrors const quiet;
  Handle const file = new_file(bytes, path);
  Handle const root{H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose};
  fill(bytes, root.id(), 0);
}

}  // namespace smnn::fuzz
