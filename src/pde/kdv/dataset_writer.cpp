#include "smnn/pde/kdv/dataset_writer.hpp"

#include <cmath>

namespace smnn::pde {
namespace {

/// Of axes and steps, what the rank has.
struct Writer {
  io::ParallelWriteGroup group;
  KdvExtents const& extents;
  KdvShare const& share;
  bool shared;  // one sample, axes without that of samples

  std::vector<std::string> dimensions(std::string const& own) const {
    return shared ? std::vector<std::string>{own}
                  : std::vector<std::string>{"sample", own == "x" ? "point" : "level"};
  }

  template <class Real>
  void write_axis(std::string const& name, std::int64_t length, distributed::Range const& own,
                  std::vector<Real> const& values, std::string const& description) const {
    io::DatasetOptions const options{
        .dimensions = dimensions(name), .units = "1", .description = description};
    io::Slab slab{{own.begin}, {own.size()}};
    io::Shape shape = {length};
    if (!shared) {
      slab = {{share.samples.begin, own.begin}, {share.samples.size(), own.size()}};
      shape = {extents.samples, length};
    }
    group.write(name, shape, slab, std::span<Real const>(values), options);
  }

  template <class Real>
  void write_step(std::string const& name, std::vector<Real> const& values,
                  std::string const& description, bool has_it) const {
    io::Slab const slab{{share.samples.begin}, {has_it ? share.samples.size() : 0}};
    io::DatasetOptions const options{
        .dimensions = {"sample"}, .units = "1", .description = description};
    group.write(name, {extents.samples}, slab,
                std::span<Real const>(values).first(has_it ? values.size() : 0), options);
  }
};

template <class Real>
void write(io::ParallelWriteGroup const& root, std::string const& split, KdvExtents const& extents,
           double nonlinearity, KdvShare const& share, std::span<Real const> fields, bool shared) {
  Writer const writer{root.group(split), extents, share, shared};
  std::vector<Real> x;
  std::vector<Real> t;
  std::vector<Real> dx;
  std::vector<Real> dt;
  auto const levels = static_cast<std::size_t>(extents.levels);
  for (std::size_t s = 0; s < share.lengths.size(); ++s) {
    double const step = share.lengths[s] / static_cast<double>(extents.points);
    dx.push_back(static_cast<Real>(step));
    for (std::int64_t j = share.points.begin; j < share.points.end; ++j)
      x.push_back(static_cast<Real>(step * static_cast<double>(j)));
    std::span<double const> const times = std::span(share.times).subspan(s * levels, levels);
    for (double const time : times) t.push_back(static_cast<Real>(time));
    if (levels > 1) {
      double const span = times.back() - times.front();
      dt.push_back(static_cast<Real>(span / static_cast<double>(levels - 1)));
    }
  }
  // Of the ranks that share points, the one with the first has what belongs to all points.
  bool const first = share.points.begin == 0 && share.points.size() > 0;
  distributed::Range const own_levels{0, first ? extents.levels : 0};
  if (!first) t.clear();
  writer.write_axis("x", extents.points, share.points, x, "position");
  writer.write_axis("t", extents.levels, own_levels, t, "time");
  writer.write_step("dx", dx, "distance of neighbouring points", first);
  if (levels > 1) writer.write_step("dt", dt, "mean distance of neighbouring levels", first);
  std::string const name = kdv_field_name(extents);
  io::DatasetOptions options{.dimensions = {"sample", "level", "point"},
                             .units = "1",
                             .description = "u, u_t + nonlinearity u u_x + u_xxx = 0"};
  if (shared) options.dimensions = {"sample", "t", "x"};
  writer.group.write(name, {extents.samples, extents.levels, extents.points},
                     io::Slab{{share.samples.begin, 0, share.points.begin},
                              {share.samples.size(), extents.levels, share.points.size()}},
                     fields, options);
  writer.group.attribute("nonlinearity", nonlinearity);
}

}  // namespace

std::string kdv_field_name(KdvExtents const& extents) {
  return "pde_" + std::to_string(extents.levels) + "-" + std::to_string(extents.points);
}

template <class Real>
void write_kdv_split(io::ParallelWriteGroup const& root, std::string const& split,
                     KdvExtents const& extents, double nonlinearity, KdvShare const& share,
                     std::span<Real const> fields) {
  write(root, split, extents, nonlinearity, share, fields, false);
}

template <class Real>
void write_kdv_sample(io::ParallelWriteGroup const& root, std::string const& split,
                      KdvExtents const& extents, double nonlinearity, KdvShare const& share,
                      std::span<Real const> fields) {
  write(root, split, extents, nonlinearity, share, fields, true);
}

#define SMNN_WRITE(Real)                                                            \
  template void write_kdv_split(io::ParallelWriteGroup const&, std::string const&,  \
                                KdvExtents const&, double, KdvShare const&,         \
                                std::span<Real const>);                             \
  template void write_kdv_sample(io::ParallelWriteGroup const&, std::string const&, \
                                 KdvExtents const&, double, KdvShare const&,        \
                                 std::span<Real const>);
SMNN_WRITE(double)
SMNN_WRITE(float)
#undef SMNN_WRITE

}  // namespace smnn::pde
