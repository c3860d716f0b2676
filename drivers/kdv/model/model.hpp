/// The models of the PDE experiment, by their options: what a command line, a file and a checkpoint
/// know of them.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>
#include <smnn/network/layer.hpp>
#include <smnn/network/line.hpp>
#include <smnn/solver/extents.hpp>
#include <smnn/solver/options.hpp>
#include <string>
#include <vector>

#include "support/option_map.hpp"

namespace smnn::drivers::kdv {

using Real = float;  // of networks and fields; the ODEs are solved in double
using Space = Kokkos::DefaultExecutionSpace;

/// mechanistic: an ODE at every point, made by networks. direct: a residual network of the same
/// kind says the levels themselves. fourier: a Fourier neural operator does.
enum class ModelKind { mechanistic, direct, fourier };

struct ModelOptions {
  ModelKind kind = ModelKind::mechanistic;
  std::int64_t levels = 10;   ///< T, of the input and of the output.
  std::int64_t points = 256;  ///< Of the whole axis.
  std::int64_t orders = 5;    ///< K of the ODEs.
  std::int64_t filters = 64;  ///< Of the first blocks of residual networks.
  std::int64_t blocks = 10;   ///< Of residual networks, or of the Fourier operator.
  std::int64_t doubling = 4;  ///< Blocks after which filters double; 0: never.
  bool dense_heads = false;   ///< As published: initial values and step by dense layers.
  std::vector<std::int64_t> head_filters{64, 128, 256, 256, 128, 64, 32};
  std::int64_t channels = 64;  ///< Of the Fourier operator.
  std::int64_t modes = 32;     ///< Likewise.
  Smoothness smoothness = Smoothness::taylor;
};

/// "published" or "quick". The direct model's one residual network is wider than the mechanistic
/// one's two, so that both have about as many parameters; so has the quick Fourier operator.
ModelOptions preset(std::string const& name, ModelKind kind);

char const* to_string(ModelKind kind);
/// Throws InvalidArgument if there is no such kind.
ModelKind kind_named(std::string const& name);

/// All options by name, as files and checkpoints have them, and back. Throws InvalidArgument for
/// one that is missing or no such value.
OptionMap to_map(ModelOptions const& options);
ModelOptions from_map(OptionMap const& map);

using ModelPointer = network::LayerPointer<Real, Space>;

/// Inputs and outputs (levels, points); with a line of ranks, of this rank's points. Throws
/// InvalidArgument as the networks do, and for a Fourier operator or dense heads on several ranks.
ModelPointer make_model(network::ParameterLayout& layout, ModelOptions const& options,
                        SolverOptions const& solver, network::LinePointer const& line);

}  // namespace smnn::drivers::kdv
