/// @file
/// Series that users bring as CSV or HDF5: a table with one row per point in time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace smnn::io {

/// What of a file to read. A column is called by its name, or by its number, from 1, where no
/// column has that name. Columns without a name are "x1", "x2", ... by their number in the file.
struct SeriesOptions {
  /// In this order; empty: all columns of numbers but the times, in the file's order.
  std::vector<std::string> columns;
  /// Where the times stand; "none": nowhere. Default: the column called time, date, datetime,
  /// timestamp or t (the first of these that exists, in any case, a unit may follow: "Time (s)"),
  /// else the first column if it has dates, else none.
  std::optional<std::string> time_column;
  /// Between rows, if no column has the times; they start at 0.
  double step = 1;
  /// HDF5: the group to look into; default: the root.
  std::string group;
  /// HDF5: of the group, read this dataset, (T) or (T, columns). Default: every dataset (T), or,
  /// where there is none, the only one (T, columns).
  std::string dataset;
};

/// T points of some series, all finite.
struct Series {
  std::vector<std::string> names;  ///< One per column, unique.
  std::vector<double> time;        ///< (T), strictly increasing, at least two.
  std::vector<double> values;      ///< (T, columns), row-major.
  std::string time_source;         ///< For people: "column 'date', in days from 1990-01-03".

  std::int64_t points() const { return static_cast<std::int64_t>(time.size()); }
  std::int64_t columns() const { return static_cast<std::int64_t>(names.size()); }
  /// Value of a column at a point.
  double operator()(std::int64_t point, std::int64_t column) const {
    return values[static_cast<std::size_t>(point * columns() + column)];
  }
};

/// Reads HDF5 or CSV, whichever the file's first bytes say.
///
/// Nothing in the file is trusted. Errors: IoError naming file, row and column, also for missing or
/// infinite values and for times that do not increase; InvalidArgument for options that do not fit
/// the file.
Series read_series(std::filesystem::path const& path, SeriesOptions const& options = {});

/// Whether it has HDF5's signature where the format allows: at byte 0, 512, 1024, 2048, ...
bool is_hdf5(std::filesystem::path const& path);

/// CSV: fields separated by semicolons, tabs, commas or blanks (the first of these that the first
/// line has outside quotes); '#' starts a comment line; the first line is a header if it has text
/// and no number. Fields may be quoted ("" is a quote), but not go on in the next line. Numbers
/// have a decimal point, whatever the locale. Columns without any number are skipped unless asked
/// for. Times may be dates (YYYY-MM-DD, YYYYMMDD, YYYY-MM-DDThh:mm[:ss[.s]][Z], a blank instead of
/// the T): they count in days from the first.
Series read_csv_series(std::filesystem::path const& path, SeriesOptions const& options = {});

/// HDF5; datasets in alphabetical order. The columns of a dataset u (T, columns) are called u_1,
/// u_2, ... Datasets of other things than numbers are skipped unless asked for. Throws IoError if
/// smnn was built without HDF5.
Series read_hdf5_series(std::filesystem::path const& path, SeriesOptions const& options = {});

/// Throws IoError, "WHERE: ...", unless there are two points and a column, everything is finite,
/// times increase strictly and names are unique.
void check(Series const& series, std::string const& where);

}  // namespace smnn::io
