#include "netcdf_sst_file.hpp"

#include <netcdf.h>

#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "hdf5_objects.hpp"

namespace smnn::fuzz {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

using Texts = std::vector<std::string>;

double number(FuzzedDataProvider& bytes) {
  return pick<double>(bytes, {20, 0, 1, 0.01, -1, 273.15, 1e20, 9.96921e36, -1000, 0x1p31, 0x1p63,
                              -1e300, infinity, 5e-324, -infinity, not_a_number});
}

nc_type number_type_of(FuzzedDataProvider& bytes) {
  return pick<nc_type>(bytes, {NC_DOUBLE, NC_FLOAT, NC_SHORT, NC_INT, NC_BYTE, NC_CHAR});
}

Texts const time_units{"months since 1950-01-01",
                       "days since 1800-1-1 00:00:00",
                       "hours since 1970-01-01T00:00:00Z",
                       "seconds since 1582-10-15 12 -6:30",
                       "weeks since 1-1-1",
                       "years since 0",
                       "days since -4712-1-1",
                       "months since 900000-1-31",
                       "days since 1990-02-30",
                       "days since",
                       "K",
                       ""};
Texts const calendars{"standard", "noleap", "360_day", "julian", "all_leap", "proleptic_gregorian",
                      "lunar"};
Texts const temperature_units{"degC", "K", "deg. F", "m", ""};
Texts const standard_names{"sea_surface_temperature", "latitude",        "longitude", "time",
                           "land_binary_mask",        "sea_binary_mask", ""};
Texts const other_texts{"degrees_north",      "degrees_east", "sea land", "land ocean", "T", "%",
                        std::string(300, 'u')};

std::string any_text(FuzzedDataProvider& bytes) {
  switch (bytes.ConsumeIntegralInRange(0, 5)) {
    case 0:
      return pick(bytes, time_units);
    case 1:
      return pick(bytes, calendars);
    case 2:
      return pick(bytes, temperature_units);
    case 3:
      return pick(bytes, standard_names);
    case 4:
      return pick(bytes, other_texts);
    default:
      return bytes.ConsumeRandomLengthString(32);
  }
}

/// A file that is being defined, and what is to be written where.
class SstFileMaker {
 public:
  SstFileMaker(FuzzedDataProvider& bytes, std::string const& path) : bytes_(bytes) {
    int const format = pick<int>(bytes, {0, NC_64BIT_OFFSET, NC_NETCDF4, NC_64BIT_DATA});
    good_ = nc_create(path.c_str(), NC_CLOBBER | format, &file_) == NC_NOERR;
  }
  ~SstFileMaker() {
    if (good_) nc_close(file_);
  }
  SstFileMaker(SstFileMaker const&) = delete;
  SstFileMaker& operator=(SstFileMaker const&) = delete;

  void make() {
    if (!good_) return;
    bool const unlimited = one_in(bytes_, 4);
    int const time = dimension("time", 3, 6, unlimited);
    int const lat = dimension("lat", 3, 4, false);
    int const lon = dimension("lon", 4, 5, false);
    int const level = dimension("level", 1, 2, false);
    coordinates(time, lat, lon);
    field(time, lat, lon, level);
    if (bytes_.ConsumeBool()) mask(lat, lon);
    for (int i = bytes_.ConsumeIntegralInRange(0, 4); i > 0; --i) spoil();
    if (nc_enddef(file_) != NC_NOERR) return;
    for (auto const& [variable, values] : values_) write(variable, values);
  }

 private:
  int dimension(char const* name, std::size_t usual, std::size_t most, bool unlimited) {
    std::size_t size = usual;
    if (one_in(bytes_, 4)) size = bytes_.ConsumeIntegralInRange<std::size_t>(1, most);
    sizes_.push_back(size);
    int id = -1;
    nc_def_dim(file_, name, unlimited ? NC_UNLIMITED : size, &id);
    return id;
  }

  int variable(std::string const& name, std::vector<int> const& dimensions, nc_type type,
               std::vector<double> values) {
    int id = -1;
    if (nc_def_var(file_, name.c_str(), type, static_cast<int>(dimensions.size()),
                   dimensions.data(), &id) != NC_NOERR)
      return -1;
    dimensions_.resize(static_cast<std::size_t>(id) + 1);
    dimensions_.back() = dimensions;
    values_.emplace_back(id, std::move(values));
    return id;
  }

  void text(int variable, char const* name, std::string const& value) {
    nc_put_att_text(file_, variable, name, value.size(), value.data());
  }

  void numbers(int variable, char const* name, nc_type type, std::vector<double> const& values) {
    if (type == NC_CHAR) return text(variable, name, "20");
    nc_put_att_double(file_, variable, name, type, values.size(), values.data());
  }

  std::vector<double> line(int dimension, double first, double step) {
    std::vector<double> values;
    for (std::size_t i = 0; i < sizes_[static_cast<std::size_t>(dimension)]; ++i)
      values.push_back(first + step * static_cast<double>(i));
    return values;
  }

  void coordinates(int time, int lat, int lon) {
    bool const own_names = !one_in(bytes_, 4);  // of dimensions, else others
    double const step = pick<double>(bytes_, {1, 7, 30.4, 0.25, 1.0 / 12, 24, 168, 604800, 86400});
    int const t = variable(own_names ? "time" : "XT", {time}, NC_DOUBLE,
                           line(time, bytes_.ConsumeIntegralInRange(0, 255), step));
    text(t, "units", pick(bytes_, time_units));
    if (bytes_.ConsumeBool()) text(t, "calendar", pick(bytes_, calendars));
    double const north = bytes_.ConsumeBool() ? -30 : 30;
    text(variable(own_names ? "lat" : "XLAT", {lat}, NC_FLOAT, line(lat, -north, north)), "units",
         "degrees_north");
    double const west = pick<double>(bytes_, {0, -180, 0.5, 180, 270, -360, 720});
    double const east = pick<double>(bytes_, {90, 120, -90, 1});
    text(variable(own_names ? "lon" : "XLON", {lon}, NC_FLOAT, line(lon, west, east)), "units",
         "degrees_east");
  }

  void field(int time, int lat, int lon, int level) {
    auto const order = pick<std::vector<int>>(bytes_, {{time, lat, lon},
                                                       {time, level, lat, lon},
                                                       {lon, lat, time},
                                                       {lat, time, lon, level},
                                                       {lat, lon},
                                                       {time, lat}});
    std::vector<double> values{20, 10.5, 25};
    if (bytes_.ConsumeBool()) values = {20, number(bytes_), 1, number(bytes_), 300, 20, 15};
    field_ = variable(bytes_.ConsumeBool() ? "temp" : "sst", order, number_type_of(bytes_), values);
    if (bytes_.ConsumeBool()) text(field_, "units", pick(bytes_, temperature_units));
    if (bytes_.ConsumeBool()) text(field_, "standard_name", pick(bytes_, standard_names));
  }

  void mask(int lat, int lon) {
    int const id = variable(bytes_.ConsumeBool() ? "lsm" : "mask", {lat, lon}, NC_SHORT,
                            {1, 1, 0, 1, number(bytes_)});
    if (bytes_.ConsumeBool()) text(id, "standard_name", pick(bytes_, standard_names));
    if (!bytes_.ConsumeBool()) return;
    numbers(id, "flag_values", NC_SHORT, {0, 1});
    text(id, "flag_meanings", pick(bytes_, other_texts));
  }

  /// Puts any attribute or value anywhere.
  void spoil() {
    auto const index = bytes_.ConsumeIntegralInRange<std::size_t>(0, values_.size() - 1);
    bool const of_field = bytes_.ConsumeBool() && field_ >= 0;
    int const id = of_field ? field_ : values_[index].first;
    auto const numeric =
        pick<char const*>(bytes_, {"scale_factor", "add_offset", "missing_value", "_FillValue",
                                   "valid_min", "valid_max", "valid_range", "flag_values"});
    switch (bytes_.ConsumeIntegralInRange(0, 4)) {
      case 0:
        return text(id,
                    pick<char const*>(bytes_, {"units", "calendar", "standard_name", "axis",
                                               "flag_meanings", "scale_factor"}),
                    any_text(bytes_));
      case 1: {
        std::vector<double>& values = values_[index].second;
        values[bytes_.ConsumeIntegralInRange<std::size_t>(0, values.size() - 1)] = number(bytes_);
        return;
      }
      case 2: {
        std::vector<double> several(bytes_.ConsumeIntegralInRange<std::size_t>(0, 3));
        for (double& one : several) one = number(bytes_);
        return numbers(id, numeric, number_type_of(bytes_), several);
      }
      default:
        return numbers(id, numeric, number_type_of(bytes_), {number(bytes_)});
    }
  }

  /// The values over and over. Those that do not fit their type become something, too.
  void write(int id, std::vector<double> const& pattern) {
    std::vector<std::size_t> start, count;
    std::size_t entries = 1;
    for (int const dimension : dimensions_[static_cast<std::size_t>(id)]) {
      start.push_back(0);
      count.push_back(sizes_[static_cast<std::size_t>(dimension)]);
      entries *= count.back();
    }
    std::vector<double> values(entries);
    for (std::size_t i = 0; i < entries; ++i) values[i] = pattern[i % pattern.size()];
    nc_put_vara_double(file_, id, start.data(), count.data(), values.data());
  }

  FuzzedDataProvider& bytes_;
  int file_ = -1;
  bool good_ = false;
  int field_ = -1;
  std::vector<std::size_t> sizes_;            // of dimensions
  std::vector<std::vector<int>> dimensions_;  // of variables
  std::vector<std::pair<int, std::vector<double>>> values_;
};

}  // namespace

void write_sst_file(FuzzedDataProvider& bytes, std::string const& path) {
  SstFileMaker(bytes, path).make();
}

std::string some_variable(FuzzedDataProvider& bytes) {
  return pick<std::string>(bytes, {"", "sst", "temp", "mask", "lsm", "lat", "time", "x"});
}

}  // namespace smnn::fuzz
