#include "smnn/climate/sst_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "smnn/climate/detail/grid/field.hpp"
#include "smnn/climate/detail/grid/mask.hpp"
#include "smnn/climate/detail/grid/region.hpp"
#include "smnn/climate/detail/ocean_scan.hpp"
#include "smnn/climate/detail/time/sampling.hpp"
#include "smnn/climate/detail/time/time_units.hpp"
#include "smnn/climate/detail/unpacking.hpp"
#include "smnn/climate/detail/variable_choice.hpp"
#include "smnn/io/memory.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {

using detail::Field;
using detail::OceanScan;
using distributed::Range;

struct SstFile::State {
  /// Reads the header.
  State(distributed::Communicator const& communicator, io::NetcdfReader const& reader,
        SstSelection const& selection);

  /// Collective: the header must be the same on all ranks.
  void find_ocean(SstSelection const& selection);

  void choose_times(SstSelection const& selection);
  void choose_region(SstSelection const& selection);

  distributed::Communicator ranks;
  Field field;
  detail::Unpacking unpack;
  detail::Window window;
  std::string calendar;
  Grid grid;
  TimeAxis time;
  std::int64_t missing_values = 0;
  std::int64_t cells_with_gaps = 0;
  std::int64_t land_by_mask = 0;
  std::string mask_variable;  // empty: no mask
  detail::Moments moments;
};

namespace {

// Days of the file's times, which must ascend.
std::vector<detail::CalendarDay> days_of(Field const& field, std::string const& calendar) {
  std::string const& name = field.axes().time.coordinates;
  std::string const where = field.reader().where(name);
  detail::TimeUnits const units(field.reader().text(name, "units").value_or(""), calendar, where);
  std::vector<double> const times = field.reader().read(name);
  std::vector<detail::CalendarDay> days;
  days.reserve(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i > 0 && !(times[i] > times[i - 1])) {
      throw IoError(where + ": time " + io::to_string(times[i]) + " at " + std::to_string(i) +
                    " follows " + io::to_string(times[i - 1]) +
                    ", expected times that ascend, each once");
    }
    days.push_back(units.day(times[i]));
  }
  return days;
}

// Chooses times; throws InvalidArgument if there are none.
Range times_of(std::vector<detail::CalendarDay> const& days, Sampling sampling,
               SstSelection const& selection) {
  Range const times = detail::days_between(days, sampling, selection.first, selection.last);
  if (times.size() > 0) return times;
  auto const bound = [](std::optional<Date> const& date, char const* open) {
    return date ? to_string(*date) : std::string(open);
  };
  throw InvalidArgument("first " + bound(selection.first, "(none)") + ", last " +
                        bound(selection.last, "(none)") + ": no time of the file is between, " +
                        "expected some of " + to_string(days.front().date) + " .. " +
                        to_string(days.back().date));
}

Range row_share(std::int64_t rows, int rank, int ranks) {
  return {rows * rank / ranks, rows * (rank + 1) / ranks};
}

std::optional<detail::Mask> open_mask(io::NetcdfReader const& reader, SstSelection const& selection,
                                      std::string const& temperature) {
  if (selection.mask_file.empty()) {
    std::string const name = detail::mask_variable(reader, selection.mask_variable);
    bool const none = name.empty() || (selection.mask_variable.empty() && name == temperature);
    if (none) return std::nullopt;
    return detail::Mask(reader, name);
  }
  io::NetcdfReader const file(selection.mask_file);
  std::string const name = detail::mask_variable(file, selection.mask_variable);
  if (!name.empty()) return detail::Mask(file, name);
  throw IoError(file.where() +
                ": no mask over latitude and longitude that does not change in time, expected a "
                "variable mask, lsmask or land_binary_mask, or to be told which (--mask-variable)");
}

// The ocean's cells of all ranks, in order.
std::vector<std::int64_t> gather(distributed::Communicator const& ranks,
                                 std::vector<std::int64_t> const& own) {
  std::vector<std::int64_t> all;
  for (int rank = 0; rank < ranks.size(); ++rank) {
    std::vector<std::int64_t> part;
    if (rank == ranks.rank()) part = own;
    ranks.broadcast(part, rank);
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// Of all rows in order, so that it is the same however ranks share them.
detail::Moments sum_of_rows(distributed::Communicator const& ranks, Range const& own,
                            std::vector<detail::Moments> const& rows, std::int64_t all) {
  std::vector<double> numbers(static_cast<std::size_t>(all) * 3, 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double* const row = numbers.data() + (static_cast<std::size_t>(own.begin) + i) * 3;
    row[0] = rows[i].count;
    row[1] = rows[i].mean;
    row[2] = rows[i].squares;
  }
  ranks.sum_in_rank_order(std::span(numbers));
  detail::Moments sum;
  for (std::size_t i = 0; i < numbers.size(); i += 3)
    sum.add({numbers[i], numbers[i + 1], numbers[i + 2]});
  return sum;
}

std::string why_no_ocean(std::int64_t with_values, std::int64_t land_by_mask,
                         std::optional<detail::Mask> const& mask) {
  if (with_values == 0) {
    return "no number is a temperature of -10 .. 50 degC, all are missing, expected some";
  }
  std::string why = "none of " + std::to_string(with_values) +
                    " cells with temperatures is ocean, which has one at every time";
  if (mask) why += " and is no land: " + mask->meaning();
  if (land_by_mask > 0)
    why += "; the mask alone takes " + std::to_string(land_by_mask) + " of them";
  return why;
}

// Copies a block's temperatures to the series of the points.
void scatter(detail::Block const& block, detail::Unpacking const& unpack,
             detail::Window const& window, Range const& times, std::int64_t first_row,
             std::string const& where, Record& record) {
  std::int64_t const first_column = window.stored_columns().begin;
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point) {
    std::int64_t const cell = record.grid.ocean[static_cast<std::size_t>(point)];
    std::int64_t const row = cell / record.grid.columns() - first_row;
    std::int64_t const column =
        window.columns.stored[static_cast<std::size_t>(cell % record.grid.columns())] -
        first_column;
    float* const series = record.values.data() + (point - record.points.begin) * record.time.size();
    for (std::int64_t time = times.begin; time < times.end; ++time) {
      double const value = unpack(block.at(time - times.begin, row, column));
      if (std::isnan(value)) {
        throw IoError(where +
                      ": a temperature that was there is missing now, expected a file that "
                      "does not change while it is read");
      }
      series[time] = static_cast<float>(value);
    }
  }
}

}  // namespace

SstFile::State::State(distributed::Communicator const& communicator, io::NetcdfReader const& reader,
                      SstSelection const& selection)
    : ranks(communicator),
      field(reader, detail::temperature_variable(reader, selection.variable)),
      unpack(reader, field.name()) {
  choose_times(selection);
  choose_region(selection);
}

void SstFile::State::choose_times(SstSelection const& selection) {
  std::string const& name = field.axes().time.coordinates;
  std::string const where = field.reader().where(name);
  calendar = field.reader().text(name, "calendar").value_or("standard");
  auto const days = days_of(field, calendar);
  Sampling const sampling = detail::sampling_of(days, where);
  window.times = times_of(days, sampling, selection);
  time = detail::time_axis(days, window.times, sampling, where);
}

void SstFile::State::choose_region(SstSelection const& selection) {
  auto const latitudes = detail::latitudes_of(field);
  window.rows = detail::rows_between(latitudes, selection.south, selection.north);
  window.columns =
      detail::columns_between(detail::columns_of(field), selection.west, selection.east);
  grid.latitudes.assign(latitudes.begin() + window.rows.begin, latitudes.begin() + window.rows.end);
  grid.longitudes = window.columns.longitudes;
}

void SstFile::State::find_ocean(SstSelection const& selection) {
  Range const rows = row_share(grid.rows(), ranks.rank(), ranks.size());
  std::optional<detail::Mask> mask;
  OceanScan scan;
  ranks.together([&] {
    mask = open_mask(field.reader(), selection, field.name());
    std::vector<char> land;
    if (mask) {
      mask_variable = mask->variable();
      land = mask->land(grid.latitudes, grid.longitudes, rows);
    }
    scan = detail::scan_ocean(field, unpack, window, rows, land);
  });
  // Whole numbers below 2^53: exact.
  std::array counts = {
      static_cast<double>(scan.missing_values), static_cast<double>(scan.cells_with_gaps),
      static_cast<double>(scan.land_by_mask), static_cast<double>(scan.with_values)};
  ranks.sum_in_rank_order(std::span(counts));
  missing_values = static_cast<std::int64_t>(counts[0]);
  cells_with_gaps = static_cast<std::int64_t>(counts[1]);
  land_by_mask = static_cast<std::int64_t>(counts[2]);
  grid.ocean = gather(ranks, scan.ocean);
  moments = sum_of_rows(ranks, rows, scan.rows, grid.rows());
  if (grid.ocean.empty()) {
    throw IoError(field.reader().where(field.name()) + ": " +
                  why_no_ocean(static_cast<std::int64_t>(counts[3]), land_by_mask, mask));
  }
}

SstFile::SstFile(distributed::Communicator const& ranks, std::filesystem::path const& file,
                 SstSelection const& selection) {
  io::NetcdfReader const reader(ranks, file);
  std::shared_ptr<State> state;
  ranks.together([&] { state = std::make_shared<State>(ranks, reader, selection); });
  state->find_ocean(selection);
  state_ = state;
}

std::string const& SstFile::variable() const { return state_->field.name(); }
std::string const& SstFile::units() const { return state_->unpack.units(); }
std::string const& SstFile::calendar() const { return state_->calendar; }
std::string SstFile::format() const { return state_->field.reader().format(); }
Grid const& SstFile::grid() const { return state_->grid; }
TimeAxis const& SstFile::time() const { return state_->time; }
std::int64_t SstFile::missing_values() const { return state_->missing_values; }
std::int64_t SstFile::cells_with_gaps() const { return state_->cells_with_gaps; }
std::int64_t SstFile::land_by_mask() const { return state_->land_by_mask; }
std::string const& SstFile::mask_variable() const { return state_->mask_variable; }
double SstFile::mean() const { return state_->moments.mean; }
double SstFile::deviation() const { return state_->moments.deviation(); }

Record SstFile::read() const {
  State const& state = *state_;
  Record record{
      state.grid, state.time, tile(state.grid, state.ranks.rank(), state.ranks.size()), {}};
  state.ranks.together([&] {
    if (record.points.size() == 0) return;
    std::string const where = state.field.reader().where(state.field.name());
    std::array const shape = {record.points.size(), record.time.size()};
    auto const bytes = io::bytes(shape, sizeof(float));
    if (!bytes) throw IoError(where + ": series of more bytes than 64 bits can count");
    io::require_memory(static_cast<std::uint64_t>(*bytes), where);
    record.values.resize(static_cast<std::size_t>(*bytes) / sizeof(float));

    auto const row_of = [&](std::int64_t point) {
      return state.grid.ocean[static_cast<std::size_t>(point)] / state.grid.columns();
    };
    Range const rows{row_of(record.points.begin), row_of(record.points.end - 1) + 1};
    Range const columns = state.window.stored_columns();
    std::int64_t const step = state.field.times_per_block(rows.size(), columns.size());
    for (std::int64_t time = 0; time < record.time.size(); time += step) {
      std::int64_t const end = std::min(time + step, record.time.size());
      std::int64_t const first = state.window.times.begin;
      detail::Block const block = state.field.read(
          {first + time, first + end},
          {state.window.rows.begin + rows.begin, state.window.rows.begin + rows.end}, columns);
      scatter(block, state.unpack, state.window, {time, end}, rows.begin, where, record);
    }
  });
  return record;
}

}  // namespace smnn::climate
