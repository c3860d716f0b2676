/// What is forecast, from when on, and by which files.
#pragma once

#include <cstdint>
#include <optional>
#include <smnn/climate/forecast_file.hpp>
#include <smnn/climate/record.hpp>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

namespace smnn::drivers::sst {

/// What the command line says of it.
struct CaseOptions {
  std::vector<std::string> files;  ///< Forecasts; empty: baselines only.
  std::string start;               ///< A date; empty: so that the record's end is the last step.
  std::int64_t steps = 0;          ///< 0: four years.
  std::int64_t window = 0;         ///< Steps that the window's climatology knows; 0: see below.
  std::vector<int> rolling;        ///< First and last year; empty: one start.
};

/// A start, and the files that have forecasts from then on.
struct Case {
  std::int64_t start = 0;  ///< Time of the record: the first forecast.
  std::vector<std::string> files;
};

struct Cases {
  std::vector<Case> all;   ///< By start, ascending.
  std::int64_t steps = 0;  ///< Of every one.
  /// As the options say, or as the first file says, or `steps`; a year at least.
  std::int64_t window = 0;
};

/// A file's forecast for a record: the same tiles. Throws InvalidArgument, naming the file, unless
/// grid and sampling are the record's and the first step is one of its times. Collective.
climate::Forecast read_for(distributed::Communicator const& ranks, std::string const& file,
                           climate::Record const& record);

/// Starts and steps are those of the files, if there are any: as many steps as the shortest has and
/// the record reaches. Else as the options say. Throws InvalidArgument, naming the option or file.
/// Collective.
Cases cases_of(distributed::Communicator const& ranks, climate::Record const& record,
               CaseOptions const& options);

}  // namespace smnn::drivers::sst
