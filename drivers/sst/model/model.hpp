/// The models of the climate experiment, by their options: what a command line, a file and a
/// checkpoint know of them.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <smnn/climate/learning/windows.hpp>
#include <smnn/forecast/series_forecast.hpp>
#include <smnn/solver/extents.hpp>
#include <smnn/solver/options.hpp>
#include <string>
#include <vector>

#include "support/option_map.hpp"

namespace smnn::drivers::sst {

using Real = float;  // of networks and fields; the ODEs are solved in double
using Space = Kokkos::DefaultExecutionSpace;
using Model = forecast::SeriesForecast<Real, Space>;
using ParameterSet = network::Parameters<Real, Space>;

/// The defaults are those published for weeks: 208 of them, of which 52 cosines are kept.
struct ModelOptions {
  climate::WindowForm form{.window = 208, .horizon = 208, .cycle_years = 0};
  std::int64_t initial_steps = 10;     ///< T0.
  std::int64_t orders = 3;             ///< K.
  bool constant_coefficients = false;  ///< Of each ODE, over time.
  bool constant_rhs = false;           ///< Likewise.
  bool one_step = false;               ///< Of each ODE.
  std::int64_t cosines = 52;        ///< Lowest ones, that the encoder sees; 0: means of the past.
  std::vector<std::int64_t> means;  ///< Without cosines: of so many last values each.
  /// Times in which the ODEs that the decoders begin about decay to 1/e, with small corrections to
  /// learn; 0: decoders begin as PyTorch's do.
  double decay = 0;
  std::int64_t encoder_width = 1024;  ///< Of its hidden layer.
  std::int64_t code = 20;
  std::int64_t decoder_width = 1024;  ///< Of the two hidden layers of each decoder.
  Smoothness smoothness = Smoothness::taylor;
};

/// "published" or "quick", for records of so many times a year. Windows and horizons are of four
/// years, but those of the quick one see ten. Unless `window` is given.
ModelOptions preset(std::string const& name, double times_of_a_year,
                    std::optional<std::int64_t> window);

/// All options by name, as files and checkpoints have them, and back. Throws InvalidArgument for
/// one that is missing or no such value.
OptionMap to_map(ModelOptions const& options);
ModelOptions from_map(OptionMap const& map);

/// Cosine transform, encoder, decoders and solver. Throws InvalidArgument as these do.
std::unique_ptr<Model> make_model(network::ParameterLayout& layout, ModelOptions const& options,
                                  SolverOptions const& solver);

}  // namespace smnn::drivers::sst
