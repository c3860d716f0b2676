/// A trained model at work.
#pragma once

#include <cstdint>
#include <memory>
#include <smnn/climate/record.hpp>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

#include "sst/model/model.hpp"

namespace smnn::drivers::sst {

/// The options in a model's file. Collective; throws on all ranks.
ModelOptions read_options(distributed::Communicator const& ranks, std::string const& file);

class Forecaster {
 public:
  /// Reads the parameters. Collective; throws on all ranks.
  Forecaster(distributed::Communicator const& ranks, std::string const& file,
             ModelOptions const& options, SolverOptions const& solver);

  /// What follows from `start` on at the record's points, (points, horizon), degrees Celsius.
  /// Throws InvalidArgument if window or seasonal cycle would begin before the record.
  std::vector<float> forecast(climate::Record const& record, std::int64_t start);

  /// HDF5: each point's code, coefficients, right-hand side, steps, solution (scaled), and the
  /// periods in years of the ODE's homogeneous solutions at its first time (0: none that
  /// oscillates). Collective; throws on all ranks.
  void write_odes(distributed::Communicator const& ranks, std::string const& file,
                  climate::Record const& record, std::int64_t start);

 private:
  // Calls act(first row, rows of the forecast) for batches of the record's points.
  template <class Act>
  void for_batches(climate::Record const& record, std::int64_t start, Act const& act);

  ModelOptions options_;
  network::ParameterLayout layout_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<ParameterSet> parameters_;
};

}  // namespace smnn::drivers::sst
