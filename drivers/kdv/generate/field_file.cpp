#include "kdv/generate/field_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <smnn/distributed/redistribution.hpp>
#include <smnn/io/series.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::kdv {
namespace {

using distributed::Range;

std::vector<double> column(io::Series const& series, std::int64_t number) {
  std::vector<double> values;
  for (std::int64_t point = 0; point < series.points(); ++point)
    values.push_back(series(point, number));
  return values;
}

// x at the points from `first` on, of a period whose points begin at x0 and are `step` apart.
void check_places(std::vector<double> const& x, std::int64_t first, double x0, double step,
                  std::string const& where) {
  for (std::size_t j = 0; j < x.size(); ++j) {
    auto const point = first + static_cast<std::int64_t>(j);
    double const expected = x0 + step * static_cast<double>(point);
    if (!(step > 0) || !(std::abs(x[j] - expected) <= 1e-3 * step)) {
      throw IoError(where + ", column 'x': is " + io::to_string(x[j]) + " in row " +
                    std::to_string(point + 1) + ", expected increasing, equidistant points");
    }
  }
}

double step_of(double first, double last, std::int64_t points) {
  return (last - first) / static_cast<double>(points - 1);
}

}  // namespace

FieldFile::FieldFile(distributed::Communicator const& ranks, std::string const& path)
    : ranks_(ranks), path_(path) {
  bool hdf5 = false;
  ranks.on_root([&] { hdf5 = io::is_hdf5(path); });
  double both = hdf5 ? 1 : 0;
  ranks.broadcast(std::span(&both, 1));
  if (both > 0) {
    io::ParallelReadGroup const root = io::open_hdf5(ranks, path);
    if (root.has_dataset("u") && root.shape("u").size() == 1) datasets_ = root;
  }
  if (datasets_) {
    open_datasets();
  } else {
    read_table();
  }
}

void FieldFile::open_datasets() {
  io::Shape const shape = datasets_->shape("u");
  points_ = shape[0];
  ranks_.together([&] {
    if (points_ < 2) {
      throw IoError(datasets_->where("u") + ": has the extents " + io::to_string(shape) +
                    ", expected 2 points or more");
    }
  });
  if (!datasets_->has_dataset("x")) return;
  if (datasets_->shape("x") != shape) {
    throw IoError(datasets_->where("x") + ": has the extents " +
                  io::to_string(datasets_->shape("x")) + ", expected those of 'u', " +
                  io::to_string(shape));
  }
  io::Slab const slab = io::even_slab(shape, 0, ranks_.rank(), ranks_.size());
  auto const x = datasets_->read<double>("x", slab);
  auto const ends =
      datasets_->read<double>("x", io::Slabs({io::Slab{{0}, {1}}, io::Slab{{points_ - 1}, {1}}}));
  double const step = step_of(ends[0], ends[1], points_);
  ranks_.together([&] { check_places(x, slab.offset[0], ends[0], step, datasets_->where()); });
  length_ = step * static_cast<double>(points_);
}

void FieldFile::read_table() {
  double const unknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> told{0, unknown};  // points, length
  ranks_.on_root([&] {
    io::SeriesOptions options;
    options.time_column = "none";
    io::Series const series = io::read_series(path_, options);
    std::string const where = "file " + io::quote(path_);
    std::int64_t x = -1;
    std::int64_t u = -1;
    std::int64_t others = 0;
    for (std::int64_t number = 0; number < series.columns(); ++number) {
      auto const& name = series.names[static_cast<std::size_t>(number)];
      if (name == "x") x = number;
      if (name != "x" && (u < 0 || name == "u")) u = number;
      if (name != "x" && name != "u") ++others;
    }
    bool const named = u >= 0 && series.names[static_cast<std::size_t>(u)] == "u";
    if (u < 0 || (!named && others > 1)) {
      throw IoError(where + ": has " + std::to_string(series.columns()) +
                    " columns, expected one called u, or only one beside x");
    }
    table_ = column(series, u);
    told[0] = static_cast<double>(table_.size());
    if (x < 0) return;
    auto const places = column(series, x);
    double const step = step_of(places.front(), places.back(), series.points());
    check_places(places, 0, places.front(), step, where);
    told[1] = step * told[0];
  });
  ranks_.broadcast(std::span(told));
  points_ = static_cast<std::int64_t>(told[0]);
  if (!std::isnan(told[1])) length_ = told[1];
}

std::vector<double> FieldFile::read(Range const& own) const {
  if (datasets_) {
    auto const values = datasets_->read<double>("u", io::Slab{{own.begin}, {own.size()}});
    ranks_.together([&] {
      auto const bad = std::find_if_not(values.begin(), values.end(),
                                        [](double value) { return std::isfinite(value); });
      if (bad == values.end()) return;
      throw IoError(datasets_->where("u") + ": is " + io::to_string(*bad) + " at " +
                    std::to_string(own.begin + (bad - values.begin())) +
                    ", expected finite numbers");
    });
    return values;
  }
  Range const all{0, ranks_.rank() == 0 ? points_ : 0};
  std::vector<double> values(static_cast<std::size_t>(own.size()));
  distributed::Redistribution(ranks_, all, own)(table_, values);
  return values;
}

}  // namespace smnn::drivers::kdv
