#include "kdv/fields/forecast_file.hpp"

#include <algorithm>
#include <filesystem>
#include <smnn/forecast/mechanistic_forecast.hpp>
#include <smnn/io/parallel/provenance.hpp>
#include <smnn/io/parallel/writer.hpp>
#include <smnn/io/parallel/xdmf.hpp>
#include <span>

namespace smnn::drivers::kdv {
namespace {

using Mechanistic = forecast::MechanisticForecast<Real, Space>;

// Rows (channels, samples points) as (samples, channels, points), added at the end.
void append(std::vector<float>& to, Mechanistic::Systems const& systems, std::int64_t samples) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), systems);
  auto const channels = systems.extent(0);
  auto const points = systems.extent(1) / static_cast<std::size_t>(samples);
  for (std::size_t b = 0; b < static_cast<std::size_t>(samples); ++b) {
    for (std::size_t c = 0; c < channels; ++c) {
      float const* const row = host.data() + c * systems.extent(1) + b * points;
      to.insert(to.end(), row, row + points);
    }
  }
}

// Of a dataset (trajectories, ..., points): this rank's own.
io::Slabs own_slab(io::Shape const& extents, ForecastShare const& share, RankGrid const& grid) {
  io::Shape offset(extents.size(), 0);
  io::Shape count = extents;
  offset.front() = share.data.first;
  count.front() = share.data.trajectories;
  offset.back() = grid.line->points().begin;
  count.back() = grid.line->points().size();
  return {offset, count};
}

// Of a dataset (trajectories, ...) without points, which the first rank of a line writes.
io::Slabs own_rows(io::Shape const& extents, ForecastShare const& share, RankGrid const& grid) {
  if (grid.line->rank() > 0) return {};
  io::Shape offset(extents.size(), 0);
  io::Shape count = extents;
  offset.front() = share.data.first;
  count.front() = share.data.trajectories;
  return {offset, count};
}

// Rank 0 has the first points of the first trajectory.
void write_view(distributed::Communicator const& ranks, std::string const& file,
                RankGrid const& grid, ForecastShare const& share) {
  io::XdmfView view;
  if (ranks.rank() == 0) {
    std::vector<double> const& x = share.data.x;
    view.name = "forecast";
    view.grid = io::UniformGrid{{grid.line->length()}, {x[0]}, {x[1] - x[0]}};
    view.times = "view_time";
    view.fields = {{"prediction",
                    "prediction",
                    {io::XdmfAxis::at(0), io::XdmfAxis::time(), io::XdmfAxis::space()}}};
  }
  io::write_xdmf_view(ranks, std::filesystem::path(file).replace_extension(".xmf"), file, view);
}

}  // namespace

OdeShare odes_of(Space const& space, Forecaster const& forecaster,
                 Forecaster::Fields const& given) {
  auto const* const model = dynamic_cast<Mechanistic const*>(&forecaster.model());
  OdeShare share;
  if (model == nullptr) return share;
  share.levels = forecaster.options().levels;
  share.orders = forecaster.options().orders;
  for (std::int64_t first = 0; first < given.count(); first += forecaster.batch()) {
    std::int64_t const count = std::min(forecaster.batch(), given.count() - first);
    forecaster.forecast(given, first, count);
    space.fence("smnn::odes_of");
    append(share.coefficients, model->coefficients(), count);
    append(share.rhs, model->rhs(), count);
    append(share.initial_values, model->initial_values(), count);
    std::vector<float> steps;
    append(steps, model->steps(), count);
    auto const points = steps.size() / static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < steps.size(); i += points) share.steps.push_back(steps[i]);
  }
  return share;
}

void write_forecast(distributed::Communicator const& ranks, std::string const& file,
                    RankGrid const& grid, ForecastShare const& share, OdeShare const& odes,
                    ModelOptions const& options) {
  std::int64_t const n = share.data.all_trajectories;
  std::int64_t const x = grid.line->length();
  io::ParallelHdf5Writer writer(ranks, file);
  io::ParallelWriteGroup const root = writer.root();
  io::write_provenance(ranks, root, io::current_provenance("smnn kdv rollout"));
  io::ParallelWriteGroup const model = root.group("model");
  for (auto const& [name, value] : to_map(options)) model.attribute(name, value);
  auto const fields = [&](char const* name, io::Shape const& extents, auto const& values,
                          std::vector<std::string> const& axes, char const* description) {
    root.write(name, extents, own_slab(extents, share, grid), std::span(values),
               {.dimensions = axes, .units = "1", .description = description});
  };
  // What all ranks of a line have, and the first of them writes.
  auto const of_line = [&](auto const& values) {
    return std::span(values).first(grid.line->rank() == 0 ? values.size() : 0);
  };
  io::Shape const rows{n, share.levels};
  root.write("t", rows, own_rows(rows, share, grid), of_line(share.time),
             {.dimensions = {"trajectory", "level"}, .units = "1", .description = "time"});
  fields("x", {n, x}, std::span<double const>(share.data.x), {"trajectory", "point"},
         "place on the axis");
  fields("prediction", {n, share.levels, x}, std::span<float const>(share.prediction),
         {"trajectory", "level", "point"}, "forecast field, the first levels given");
  if (odes.orders > 0) {
    fields("coefficients", {n, odes.levels, odes.orders, x},
           std::span<float const>(odes.coefficients), {"trajectory", "ode_level", "order", "point"},
           "coefficients of the first forecast's ODEs");
    fields("rhs", {n, odes.levels, x}, std::span<float const>(odes.rhs),
           {"trajectory", "ode_level", "point"}, "right-hand sides of the first forecast's ODEs");
    fields("initial_values", {n, odes.orders - 1, x}, std::span<float const>(odes.initial_values),
           {"trajectory", "initial_order", "point"}, "initial values of the first forecast's ODEs");
    io::Shape const one{n};
    root.write("step", one, own_rows(one, share, grid), of_line(odes.steps),
               {.dimensions = {"trajectory"},
                .units = "1",
                .description = "step of the first forecast's ODEs, in their own time"});
  }
  // The first trajectory's, as a coordinate of its view.
  io::Shape const levels{share.levels};
  auto const count = static_cast<std::size_t>(ranks.rank() == 0 ? share.levels : 0);
  root.write_replicated("view_time", levels, std::span<double const>(share.time).first(count),
                        {.dimensions = {"view_time"},
                         .units = "1",
                         .description = "time of the first trajectory's levels"});
  writer.commit();
  write_view(ranks, file, grid, share);
}

}  // namespace smnn::drivers::kdv
