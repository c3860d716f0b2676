#include <algorithm>
#include <cmath>
#include <limits>

#include "smnn/io/text.hpp"
#include "smnn/pde/kdv/dataset.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::pde {
namespace {

using distributed::Range;

// What coordinates in single precision are off by, relative to the largest of them.
constexpr double single = 4 * std::numeric_limits<float>::epsilon();
// What is allowed beside: a part of the step.
constexpr double uneven = 1e-3;

std::size_t size_of(Range const& range) { return static_cast<std::size_t>(range.size()); }

void check_range(Range const& range, std::int64_t extent, char const* what) {
  if (range.begin < 0 || range.end < range.begin || range.end > extent) {
    throw InvalidArgument("selection: got the " + std::string(what) + " " +
                          std::to_string(range.begin) + " to " + std::to_string(range.end) +
                          ", expected some of " + std::to_string(extent));
  }
}

/// "file ..., dataset 'x': is 3 at (2, 5)"
std::string said(std::string const& where, double value, io::Shape const& place) {
  return where + ": is " + io::to_string(value) + " at " + io::to_string(place);
}

/// Part `range` of a row of an axis that samples share or have each for itself.
io::Slab row(bool shared, std::int64_t sample, Range const& range) {
  if (shared) return {{range.begin}, {range.size()}};
  return {{sample, range.begin}, {1, range.size()}};
}

}  // namespace

void KdvDataset::check(KdvSelection const& selection) const {
  ranks_.together([&] {
    check_range(selection.levels, extents_.levels, "levels");
    check_range(selection.points, extents_.points, "points");
    for (std::int64_t const sample : selection.samples)
      check_range({sample, sample + 1}, extents_.samples, "samples");
  });
}

template <class Real>
KdvSamples<Real> KdvDataset::read(KdvSelection const& selection) const {
  check(selection);
  KdvSamples<Real> samples;
  read_x(selection, samples);
  read_t(selection, samples);
  distributed::Range const levels = selection.levels;
  distributed::Range const points = selection.points;
  std::vector<io::Slab> slabs;
  for (std::int64_t const sample : selection.samples)
    slabs.push_back({{sample, levels.begin, points.begin}, {1, levels.size(), points.size()}});
  samples.fields = group_->read<Real>(name_, io::Slabs(std::move(slabs)));
  ranks_.together([&] {
    auto const bad = std::find_if(samples.fields.begin(), samples.fields.end(),
                                  [](Real value) { return !std::isfinite(value); });
    if (bad == samples.fields.end()) return;
    std::int64_t const index = bad - samples.fields.begin();
    std::int64_t const level = index / points.size();
    io::Shape const place = {selection.samples[static_cast<std::size_t>(level / levels.size())],
                             levels.begin + level % levels.size(),
                             points.begin + index % points.size()};
    throw IoError(said(group_->where(name_), static_cast<double>(*bad), place) +
                  ", expected finite numbers");
  });
  return samples;
}

template <class Real>
void KdvDataset::read_x(KdvSelection const& selection, KdvSamples<Real>& samples) const {
  auto const last = static_cast<double>(extents_.points - 1);
  Range const& points = selection.points;
  std::vector<double> read;  // of every sample: the first x, the last one, those selected
  std::size_t const each = x_ == Axis::missing ? 0 : 2 + size_of(points);
  if (x_ != Axis::missing) {
    std::vector<io::Slab> slabs;
    for (std::int64_t const sample : selection.samples) {
      for (Range const& part : {Range{0, 1}, Range{extents_.points - 1, extents_.points}, points})
        slabs.push_back(row(x_ == Axis::shared, sample, part));
    }
    read = group_->read<double>("x", io::Slabs(std::move(slabs)));
  }
  ranks_.together([&] {
    for (std::size_t s = 0; s < selection.samples.size(); ++s) {
      std::int64_t const sample = selection.samples[s];
      double const given = dx_.empty() ? 0 : dx_[static_cast<std::size_t>(sample)];
      double const first = each > 0 ? read[s * each] : 0;
      double const end = each > 0 ? read[s * each + 1] : given * last;
      double const dx = (end - first) / last;
      auto const place = [&](std::int64_t point) {
        return x_ == Axis::shared ? io::Shape{point} : io::Shape{sample, point};
      };
      if (!(dx > 0) || !std::isfinite(dx)) {
        throw IoError(said(group_->where("x"), end, place(extents_.points - 1)) +
                      ", expected a finite number above the first one, " + io::to_string(first));
      }
      double const rounding = single * std::max(std::abs(first), std::abs(end));
      if (!dx_.empty() && !(std::abs(given - dx) <= uneven * dx + rounding)) {
        throw IoError(said(group_->where("dx"), given, {sample}) + ", expected " +
                      io::to_string(dx) + " as between the points of 'x'");
      }
      for (std::int64_t point = points.begin; point < points.end; ++point) {
        double const expected = first + dx * static_cast<double>(point);
        double x = expected;
        if (each > 0) x = read[s * each + 2 + static_cast<std::size_t>(point - points.begin)];
        if (!(std::abs(x - expected) <= uneven * dx + rounding)) {
          throw IoError(said(group_->where("x"), x, place(point)) + ", expected about " +
                        io::to_string(expected) + ": the points must be equidistant");
        }
        samples.x.push_back(x);
      }
      samples.dx.push_back(dx);
      samples.length.push_back(dx * static_cast<double>(extents_.points));
    }
  });
}

template <class Real>
void KdvDataset::read_t(KdvSelection const& selection, KdvSamples<Real>& samples) const {
  auto const last = static_cast<double>(extents_.levels - 1);
  Range const& levels = selection.levels;
  std::vector<double> read;  // of every sample: all times, of which there are few
  std::size_t const each = t_ == Axis::missing ? 0 : static_cast<std::size_t>(extents_.levels);
  if (t_ != Axis::missing) {
    std::vector<io::Slab> slabs;
    for (std::int64_t const sample : selection.samples)
      slabs.push_back(row(t_ == Axis::shared, sample, {0, extents_.levels}));
    read = group_->read<double>("t", io::Slabs(std::move(slabs)));
  }
  ranks_.together([&] {
    for (std::size_t s = 0; s < selection.samples.size(); ++s) {
      std::int64_t const sample = selection.samples[s];
      double const given = dt_.empty() ? 0 : dt_[static_cast<std::size_t>(sample)];
      auto const time = [&](std::int64_t level) {
        if (each == 0) return given * static_cast<double>(level);
        return read[s * each + static_cast<std::size_t>(level)];
      };
      double dt = given;
      bool even = true;
      if (extents_.levels > 1) dt = (time(extents_.levels - 1) - time(0)) / last;
      double const rounding =
          single * std::max(std::abs(time(0)), std::abs(time(extents_.levels - 1)));
      for (std::int64_t level = 0; level < extents_.levels; ++level) {
        double const step = level == 0 ? dt : time(level) - time(level - 1);
        if (!std::isfinite(time(level)) || (level > 0 && !(step > 0))) {
          io::Shape const place = t_ == Axis::shared ? io::Shape{level} : io::Shape{sample, level};
          throw IoError(said(group_->where("t"), time(level), place) +
                        ", expected finite, strictly increasing times");
        }
        even = even && std::abs(step - dt) <= uneven * dt + rounding;
      }
      if (each > 0 && !dt_.empty() && extents_.levels > 1 && even &&
          !(std::abs(given - dt) <= uneven * dt + rounding)) {
        throw IoError(said(group_->where("dt"), given, {sample}) + ", expected " +
                      io::to_string(dt) + " as between the levels of 't'");
      }
      for (std::int64_t level = levels.begin; level < levels.end; ++level)
        samples.t.push_back(time(level));
      samples.dt.push_back(dt);
    }
  });
}

template KdvSamples<double> KdvDataset::read<double>(KdvSelection const&) const;
template KdvSamples<float> KdvDataset::read<float>(KdvSelection const&) const;

}  // namespace smnn::pde
