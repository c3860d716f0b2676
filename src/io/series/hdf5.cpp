// HDF5: a group's datasets (T), or one dataset (T, columns).
#include "smnn/config.hpp"
#include "smnn/io/series.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

#ifndef SMNN_HAVE_HDF5

namespace smnn::io {

Series read_hdf5_series(std::filesystem::path const& path, SeriesOptions const& /*options*/) {
  throw IoError("file " + quote(path.string()) +
                ": this smnn was built without HDF5 (SMNN_ENABLE_HDF5), expected a CSV file");
}

}  // namespace smnn::io

#else

#include <algorithm>
#include <utility>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/detail/series_columns.hpp"
#include "smnn/io/hdf5_reader.hpp"

namespace smnn::io {
namespace {

using detail::ColumnNames;
using detail::Handle;

herr_t collect_member(hid_t /*group*/, char const* name, H5L_info_t const* /*info*/,
                      void* names) noexcept {
  try {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  } catch (...) {
    return -1;
  }
  return 0;
}

bool has_numbers(hid_t group, std::string const& name, std::string const& where) {
  if (detail::object_kind(group, name) != detail::ObjectKind::dataset) return false;
  Handle const dataset = detail::open_object(group, name, detail::ObjectKind::dataset, where);
  Handle const type(H5Dget_type(dataset.id()), H5Tclose);
  H5T_class_t const kind = type ? H5Tget_class(type.id()) : H5T_NO_CLASS;
  return kind == H5T_INTEGER || kind == H5T_FLOAT;
}

/// Names of the group's datasets of numbers, sorted.
std::vector<std::string> numeric_datasets(std::filesystem::path const& path,
                                          Hdf5ReadGroup const& group) {
  detail::QuietErrors const quiet;
  // No part of the group's path leads into another file: the group would not be open.
  Handle const access = detail::check({H5Pcreate(H5P_FILE_ACCESS), H5Pclose}, group.where(),
                                      "cannot be opened again");
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);  // as it is open
  Handle const file = detail::check({H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose},
                                    group.where(), "cannot be opened again");
  Handle const opened =
      detail::check({H5Gopen2(file.id(), group.path().c_str(), H5P_DEFAULT), H5Gclose},
                    group.where(), "cannot be opened again");
  std::vector<std::string> names;
  hsize_t position = 0;
  if (H5Literate(opened.id(), H5_INDEX_NAME, H5_ITER_INC, &position, collect_member, &names) < 0)
    detail::fail(group.where(), "its members cannot be listed");
  std::erase_if(names, [&](std::string const& name) {
    return !has_numbers(opened.id(), name, group.where(name));
  });
  std::sort(names.begin(), names.end());
  return names;
}

/// A dataset's extents if it is (T) or (T, columns), else an error.
Shape table_shape(Hdf5ReadGroup const& group, std::string const& dataset, std::size_t most_axes) {
  Shape shape = group.shape(dataset);
  if (!shape.empty() && shape.size() <= most_axes) return shape;
  throw IoError(group.where(dataset) + ": extents are " + to_string(shape) +
                (most_axes == 1 ? ", expected (T,)" : ", expected (T,) or (T, columns)"));
}

/// Reads the times from a dataset (T).
void read_time(Hdf5ReadGroup const& group, std::string const& dataset, Series& series) {
  table_shape(group, dataset, 1);
  series.time = group.read<double>(dataset);
  series.time_source = "dataset " + quote(dataset);
}

/// Makes room for the values of so many points, which must be as many as there are times.
void make_room(Hdf5ReadGroup const& group, std::string const& dataset, std::int64_t points,
               Series& series) {
  if (!series.time_source.empty() && points != series.points()) {
    throw IoError(group.where(dataset) + ": has " + std::to_string(points) + " rows, expected " +
                  std::to_string(series.points()) + " as " + series.time_source);
  }
  auto const size = bytes(Shape{points, series.columns()}, sizeof(double));
  if (!size) throw IoError(group.where(dataset) + ": is larger than memory can address");
  require_memory(static_cast<std::uint64_t>(*size), group.where());
  series.values.resize(static_cast<std::size_t>(*size) / sizeof(double));
}

/// Writes a dataset's column into the series' column `to`.
void copy_column(std::vector<double> const& from, std::size_t width, std::size_t column,
                 Series& series, std::size_t to) {
  std::size_t const columns = series.names.size();
  for (std::size_t row = 0; row * width < from.size(); ++row)
    series.values[row * columns + to] = from[row * width + column];
}

/// The datasets (T) called so.
void read_vectors(Hdf5ReadGroup const& group, std::vector<std::string> const& datasets,
                  Series& series) {
  series.names = datasets;
  std::int64_t points = 0;
  for (std::string const& name : datasets) {
    std::int64_t const own = table_shape(group, name, 1)[0];
    if (name == datasets[0]) {
      points = own;
      make_room(group, name, points, series);
    }
    if (own == points) continue;
    throw IoError(group.where(name) + ": has " + std::to_string(own) + " rows, expected " +
                  std::to_string(points) + " as dataset " + quote(datasets[0]) +
                  "; choose datasets by columns");
  }
  for (std::size_t i = 0; i < datasets.size(); ++i)
    copy_column(group.read<double>(datasets[i]), 1, 0, series, i);
}

/// Each column gets a name: a few bytes of a file that claim more must not take the memory.
constexpr std::int64_t most_columns = std::int64_t{1} << 20;

/// The columns of one dataset; the times may be one of them.
void read_matrix(Hdf5ReadGroup const& group, std::string const& dataset,
                 SeriesOptions const& options, Series& series) {
  Shape const shape = table_shape(group, dataset, 2);
  if (shape.size() == 2 && shape[1] > most_columns) {
    throw IoError(group.where(dataset) + ": has " + std::to_string(shape[1]) +
                  " columns, expected at most " + std::to_string(most_columns));
  }
  auto const width = static_cast<std::size_t>(shape.size() == 2 ? shape[1] : 1);
  std::vector<double> const values = group.read<double>(dataset);
  std::vector<std::string> names{dataset};
  if (shape.size() == 2) {
    names.clear();
    for (std::size_t i = 0; i < width; ++i) names.push_back(dataset + '_' + std::to_string(i + 1));
  }
  ColumnNames const columns(std::move(names), group.where(dataset), "column");
  std::optional<std::size_t> time;
  if (series.time_source.empty() && options.time_column) time = columns.time(options);
  std::vector<std::size_t> chosen = columns.asked(options, time);
  for (std::size_t i = 0; options.columns.empty() && i < width; ++i) {
    if (i != time) chosen.push_back(i);
  }
  for (std::size_t const column : chosen) series.names.push_back(columns[column]);
  make_room(group, dataset, shape[0], series);
  for (std::size_t i = 0; i < chosen.size(); ++i) copy_column(values, width, chosen[i], series, i);
  if (!time) return;
  series.time_source = "column " + quote(columns[*time]);
  for (std::size_t i = *time; i < values.size(); i += width) series.time.push_back(values[i]);
}

/// The dataset that has the times, by the options or by its name.
std::optional<std::string> time_dataset(std::vector<std::string> names, std::string const& dataset,
                                        SeriesOptions const& options) {
  if (options.time_column) {
    bool const exists = std::find(names.begin(), names.end(), *options.time_column) != names.end();
    return exists ? options.time_column : std::nullopt;
  }
  auto const& asked = options.columns;
  std::erase_if(names, [&](std::string const& name) {
    return name == dataset || std::find(asked.begin(), asked.end(), name) != asked.end();
  });
  ColumnNames const candidates(std::move(names), {}, {});
  auto const found = candidates.time({});
  return found ? std::optional(candidates[*found]) : std::nullopt;
}

/// The dataset to read all columns from: the one asked for, or the only (T, columns) where no
/// other than that of the times is (T).
std::optional<std::string> find_matrix(Hdf5ReadGroup const& group, std::string const& asked,
                                       std::vector<std::string> const& datasets,
                                       std::optional<std::string> const& time) {
  if (!asked.empty()) return asked;
  std::vector<std::string> matrices;
  for (std::string const& name : datasets) {
    if (name == time) continue;
    std::size_t const axes = group.shape(name).size();
    if (axes == 1) return std::nullopt;
    if (axes == 2) matrices.push_back(name);
  }
  if (matrices.empty()) return std::nullopt;
  if (matrices.size() == 1) return matrices[0];
  throw IoError(group.where() + ": has datasets " + quote(matrices[0]) + " and " +
                quote(matrices[1]) + " of two axes, expected one, or a choice of the dataset");
}

/// The datasets (T) that are series. Reads the times if they are in one that is called by number.
std::vector<std::string> choose_vectors(Hdf5ReadGroup const& group,
                                        std::vector<std::string> const& names,
                                        SeriesOptions const& options, Series& series) {
  ColumnNames const datasets(names, group.where(), "dataset");
  std::optional<std::size_t> const time = datasets.time(options);
  if (time && series.time_source.empty()) read_time(group, datasets[*time], series);
  std::vector<std::string> chosen;
  for (std::size_t const i : datasets.asked(options, time)) chosen.push_back(datasets[i]);
  if (!options.columns.empty()) return chosen;
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    if (i != time && group.shape(datasets[i]).size() == 1) chosen.push_back(datasets[i]);
  }
  return chosen;
}

}  // namespace

Series read_hdf5_series(std::filesystem::path const& path, SeriesOptions const& options) {
  detail::check_step(options);
  Hdf5ReadGroup group = open_hdf5(path).group(options.group);
  std::string dataset = options.dataset;
  if (std::size_t const slash = dataset.rfind('/'); slash != std::string::npos) {
    group = group.group(dataset.substr(0, slash));
    dataset.erase(0, slash + 1);
  }
  std::vector<std::string> const names = numeric_datasets(path, group);
  Series series;
  auto const time = time_dataset(names, dataset, options);
  if (time) read_time(group, *time, series);
  if (auto const matrix = find_matrix(group, dataset, names, time)) {
    read_matrix(group, *matrix, options, series);
  } else {
    read_vectors(group, choose_vectors(group, names, options, series), series);
  }
  if (series.time_source.empty()) {
    std::size_t const columns = series.names.size();
    detail::set_time_by_step(options, columns == 0 ? 0 : series.values.size() / columns, series);
  }
  check(series, group.where());
  return series;
}

}  // namespace smnn::io

#endif
