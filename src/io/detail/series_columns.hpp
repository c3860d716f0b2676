/// Which columns of a file are times and series. Internal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "smnn/io/series.hpp"

namespace smnn::io::detail {

/// The columns are called by name or number, as SeriesOptions says. `where` starts the messages,
/// `kind` ("column", "dataset") stands in them.
class ColumnNames {
 public:
  ColumnNames(std::vector<std::string> names, std::string where, std::string kind)
      : names_(std::move(names)), where_(std::move(where)), kind_(std::move(kind)) {}

  std::size_t size() const { return names_.size(); }
  std::string const& operator[](std::size_t column) const { return names_[column]; }

  /// Throws InvalidArgument unless there is exactly one.
  std::size_t find(std::string const& name) const;

  /// That of the times, by the options or by its name. A column that is asked for as series is
  /// never guessed to be the times.
  std::optional<std::size_t> time(SeriesOptions const& options) const;

  /// Those asked for, in that order. Throws InvalidArgument if one is asked for twice or is `time`.
  std::vector<std::size_t> asked(SeriesOptions const& options,
                                 std::optional<std::size_t> time) const;

 private:
  std::string list() const;

  std::vector<std::string> names_;
  std::string where_;
  std::string kind_;
};

/// Throws InvalidArgument unless the step is positive.
void check_step(SeriesOptions const& options);

/// Without a column of times: 0, step, 2 step, ...
void set_time_by_step(SeriesOptions const& options, std::size_t points, Series& series);

}  // namespace smnn::io::detail
