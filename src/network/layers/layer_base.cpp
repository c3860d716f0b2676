#include "smnn/network/layers/layer_base.hpp"

#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
LayerBase<Real, ExecutionSpace>::LayerBase(std::string const& kind, std::string const& name,
                                           std::int64_t inputs, std::int64_t outputs)
    : label_(kind + " '" + name + '\''), inputs_(inputs), outputs_(outputs) {
  if (inputs < 0 || outputs < 1) {
    throw InvalidArgument(label_ + ": " + std::to_string(inputs) + " inputs and " +
                          std::to_string(outputs) + " outputs, expected positive numbers");
  }
}

template <class Real, class ExecutionSpace>
void LayerBase<Real, ExecutionSpace>::reserve(std::int64_t samples) {
  if (samples <= reserved_) return;
  allocate(samples);
  reserved_ = samples;
}

template <class Real, class ExecutionSpace>
void LayerBase<Real, ExecutionSpace>::check(char const* array, Input const& got,
                                            std::int64_t samples, std::int64_t features) const {
  auto const rows = static_cast<std::int64_t>(got.extent(0));
  auto const columns = static_cast<std::int64_t>(got.extent(1));
  if (rows == samples && columns == features) return;
  throw InvalidArgument(label_ + ": " + array + " has shape (" + std::to_string(rows) + ", " +
                        std::to_string(columns) + "), expected (" + std::to_string(samples) + ", " +
                        std::to_string(features) + ')');
}

template <class Real, class ExecutionSpace>
void LayerBase<Real, ExecutionSpace>::check_forward(Input const& x, Input const& y) const {
  auto const samples = static_cast<std::int64_t>(y.extent(0));
  check("y", y, samples, outputs_);
  if (inputs_ > 0) check("x", x, samples, inputs_);
  if (samples > reserved_) {
    throw InvalidArgument(label_ + ": " + std::to_string(samples) + " samples, expected at most " +
                          std::to_string(reserved_) + " as reserved");
  }
}

template <class Real, class ExecutionSpace>
void LayerBase<Real, ExecutionSpace>::forward(ExecutionSpace const& space,
                                              ParameterSet const& parameters, Input const& x,
                                              Output const& y) {
  check_forward(x, y);
  run_forward(space, parameters, x, y);
}

template <class Real, class ExecutionSpace>
void LayerBase<Real, ExecutionSpace>::backward(ExecutionSpace const& space,
                                               ParameterSet const& parameters, Input const& x,
                                               Input const& y, Input const& dy, Output const& dx) {
  check_forward(x, y);
  check("dy", dy, static_cast<std::int64_t>(y.extent(0)), outputs_);
  if (dx.data() != nullptr && inputs_ > 0)
    check("dx", dx, static_cast<std::int64_t>(y.extent(0)), inputs_);
  run_backward(space, parameters, x, y, dy, dx);
}

#define SMNN_LAYER_BASE(Real, ExecutionSpace) template class LayerBase<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_LAYER_BASE)

}  // namespace smnn::network
