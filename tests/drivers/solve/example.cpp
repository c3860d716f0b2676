#include "example.hpp"

#include <cmath>

namespace smnn::test {
namespace {

/// `leading` followed by `trailing`.
Extents joined(Extents leading, Extents const& trailing) {
  leading.insert(leading.end(), trailing.begin(), trailing.end());
  return leading;
}

/// offset + scale * something that never repeats.
void write_array(RawFile& file, std::string const& name, Extents const& extents, double offset,
                 double scale) {
  std::size_t count = 1;
  for (auto const extent : extents) count *= extent;
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = offset + scale * std::sin(static_cast<double>(i + 1));
  file.dataset(name, extents, values);
}

}  // namespace

void write_example(RawFile& file, std::string const& group, ExampleBatch const& batch) {
  std::string const prefix = group == "/" ? group : group + "/";
  std::uint64_t const t = example_times;
  write_array(file, prefix + "coefficients", joined(batch.coefficients, {t, 1, 1, 3}), 1, 0.3);
  write_array(file, prefix + "rhs", joined(batch.rhs, {t, 1}), 0.2, 1);
  write_array(file, prefix + "initial_values", joined(batch.initial_values, {1, 1, 2}), 0.5, 1);
  write_array(file, prefix + "steps", joined(batch.steps, {t - 1}), 0.3, 0.1);
  write_array(file, prefix + "adjoint_seed", joined(batch.solution, {t, 1, 3}), 0, 1);
  file.attribute(group, "n_steps", static_cast<double>(t), Stored::as_int32);
  file.attribute(group, "n_equations", 1, Stored::as_int32);
  file.attribute(group, "n_dims", 1, Stored::as_int32);
  file.attribute(group, "n_orders", 3, Stored::as_int32);
  file.attribute(group, "n_initial_steps", 1, Stored::as_int32);
  file.attribute(group, "n_initial_orders", 2, Stored::as_int32);
  file.attribute(group, "weight_equation", 1.5);
  file.attribute(group, "weight_initial", 1);
  file.attribute(group, "weight_smoothness", 0.8);
  file.bool_attribute(group, "central_smoothness", false);
}

void write_example_file(std::filesystem::path const& file, ExampleBatch const& batch) {
  RawFile raw(file);
  write_example(raw, "/", batch);
}

FileArray read_array(std::filesystem::path const& file, std::string const& group,
                     std::string const& name) {
  io::Hdf5ReadGroup const opened = io::open_hdf5(file).group(group);
  return {opened.shape(name), opened.read<double>(name)};
}

}  // namespace smnn::test
