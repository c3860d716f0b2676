#include "kdv/evaluate/baselines.hpp"

#include <Kokkos_Timer.hpp>
#include <algorithm>
#include <span>

#include "kdv/evaluate/line_solver.hpp"
#include "kdv/generate/trajectory.hpp"

namespace smnn::drivers::kdv {

Forecaster::Fields persistence(Space const& space, Forecaster::Fields const& fields,
                               std::int64_t given, std::int64_t all) {
  using View = Forecaster::Fields::Fields;
  View const result(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string("smnn::persistence")),
      fields.fields().extent(0), static_cast<std::size_t>(all), fields.fields().extent(2));
  auto const levels = [&](View const& of, std::int64_t begin, std::int64_t end) {
    return Kokkos::subview(of, Kokkos::ALL,
                           std::pair<std::size_t, std::size_t>(static_cast<std::size_t>(begin),
                                                               static_cast<std::size_t>(end)),
                           Kokkos::ALL);
  };
  Kokkos::deep_copy(space, levels(result, 0, given), levels(fields.fields(), 0, given));
  auto const last = levels(fields.fields(), given - 1, given);
  for (std::int64_t level = given; level < all; ++level)
    Kokkos::deep_copy(space, levels(result, level, level + 1), last);
  return Forecaster::Fields(result);
}

FieldData thinned(FieldData const& data, std::int64_t stride) {
  FieldData result = data;
  result.own = coarse_points(data.own, stride);
  result.points = result.own.size();
  result.stride *= stride;
  // Of rows of own points.
  auto const thin = [&](std::vector<double> const& rows) {
    std::vector<double> kept;
    auto const points = static_cast<std::size_t>(data.points);
    auto const first = static_cast<std::size_t>(result.own.begin * stride - data.own.begin);
    for (std::size_t row = 0; row < rows.size(); row += points)
      for (std::size_t j = first; j < points; j += static_cast<std::size_t>(stride))
        kept.push_back(rows[row + j]);
    return kept;
  };
  result.values = thin(data.values);
  result.x = thin(data.x);
  return result;
}

ClassicalResult solve_classically(network::Line const& line, FieldData const& data,
                                  std::int64_t given, ClassicalOptions const& options) {
  ClassicalResult result{options, 0, thinned(data, options.stride)};
  FieldData& forecast = result.forecast;
  auto const trajectories = static_cast<std::size_t>(forecast.trajectories);
  auto const levels = static_cast<std::size_t>(forecast.levels);
  auto const points = static_cast<std::size_t>(forecast.points);
  pde::KdvOptions kdv;
  kdv.nonlinearity = options.nonlinearity;
  kdv.tolerance.relative = options.tolerance;
  kdv.tolerance.absolute = options.tolerance * 1e-3;
  LineSolver solver(line, options.stride, kdv);
  Kokkos::Timer const timer;
  for (std::size_t n = 0; n < trajectories; ++n) {
    auto const level = [&](std::size_t l) {
      return std::span(forecast.values).subspan((n * levels + l) * points, points);
    };
    auto const first = static_cast<std::size_t>(given) - 1;
    solver.start(forecast.length[n], level(first), forecast.time[n * levels + first]);
    for (std::size_t l = first + 1; l < levels; ++l) {
      solver.advance(forecast.time[n * levels + l]);
      solver.values(level(l));
    }
  }
  result.seconds = timer.seconds();
  return result;
}

}  // namespace smnn::drivers::kdv
