/// A trained model, ready to forecast.
#pragma once

#include <smnn/distributed/communicator.hpp>
#include <smnn/forecast/roll_out.hpp>
#include <string>

#include "kdv/fields/fields.hpp"
#include "kdv/model/model.hpp"
#include "support/model_file.hpp"

namespace smnn::drivers::kdv {

class Forecaster {
 public:
  using Fields = forecast::Trajectories<Real, Space>;

  /// From a file of `smnn kdv train`; `batch` forecasts at a time. The file's number of points may
  /// be another than the line's, which must be of the same spacing for the forecast to make sense.
  /// Collective; throws IoError, InvalidArgument.
  Forecaster(distributed::Communicator const& ranks, Space const& space, std::string const& file,
             network::LinePointer const& line, SolverOptions const& solver, std::int64_t batch);

  ModelOptions const& options() const { return options_; }
  network::Layer<Real, Space>& model() const { return *model_; }
  std::int64_t parameters() const { return parameters_.size(); }

  /// From the first T levels of every trajectory; see roll_out. `times` 0: as many as it takes to
  /// forecast all levels that `given` has, but at least one.
  Fields roll_out(Fields const& given, std::int64_t times, std::int64_t advance) const;

  std::int64_t batch() const { return batch_; }

  /// One forecast each from the first T levels of some trajectories, as many as a batch at most;
  /// leaves in the model what it made of them.
  void forecast(Fields const& given, std::int64_t first, std::int64_t count) const;

 private:
  Space space_;
  ModelOptions options_;
  network::ParameterLayout layout_;
  ModelPointer model_;
  ModelParameters parameters_;
  std::int64_t batch_;
};

}  // namespace smnn::drivers::kdv
