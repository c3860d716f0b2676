/// What a forecast has to beat.
#pragma once

#include "kdv/fields/fields.hpp"
#include "kdv/model/forecaster.hpp"

namespace smnn::drivers::kdv {

/// The last of the first `given` levels, for ever: as many levels as `all`.
Forecaster::Fields persistence(Space const& space, Forecaster::Fields const& fields,
                               std::int64_t given, std::int64_t all);

/// The classical solver from the last given level on, on every `stride`-th point and to a
/// tolerance.
struct ClassicalOptions {
  double nonlinearity = 1;
  std::int64_t stride = 1;
  double tolerance = 1e-3;
};

struct ClassicalResult {
  ClassicalOptions options;
  double seconds = 0;  ///< For all own trajectories.
  FieldData forecast;  ///< On every stride-th point, all levels; the given ones are the data's.
};

/// Of the line's trajectories. Collective over the line, all of whose ranks throw an error of one.
ClassicalResult solve_classically(network::Line const& line, FieldData const& data,
                                  std::int64_t given, ClassicalOptions const& options);

/// Every `stride`-th point of the axis.
FieldData thinned(FieldData const& data, std::int64_t stride);

}  // namespace smnn::drivers::kdv
