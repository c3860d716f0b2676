#include "smnn/network/layers/sequential.hpp"

#include <algorithm>
#include <utility>

#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

template <class Real, class ExecutionSpace>
std::string label_of(Layer<Real, ExecutionSpace> const& layer, std::size_t position) {
  auto const* const named = dynamic_cast<LayerBase<Real, ExecutionSpace> const*>(&layer);
  return named != nullptr ? named->label() : "layer " + std::to_string(position);
}

// The layers, if they fit each other.
template <class Layers>
Layers const& checked(std::string const& name, Layers const& layers) {
  std::string const label = "sequential '" + name + '\'';
  if (layers.empty()) throw InvalidArgument(label + ": no layers, expected one or more");
  for (std::size_t i = 1; i < layers.size(); ++i) {
    auto const& first = *layers[i - 1];
    auto const& second = *layers[i];
    if (first.outputs() == second.inputs()) continue;
    throw InvalidArgument(label + ": " + label_of(second, i) + " takes " +
                          std::to_string(second.inputs()) + " features, expected " +
                          std::to_string(first.outputs()) + " as " + label_of(first, i - 1) +
                          " gives");
  }
  return layers;
}

}  // namespace

template <class Real, class ExecutionSpace>
Sequential<Real, ExecutionSpace>::Sequential(std::string const& name, Layers layers)
    : Base("sequential", name, checked(name, layers).front()->inputs(),
           checked(name, layers).back()->outputs()),
      layers_(std::move(layers)) {}

template <class Real, class ExecutionSpace>
void Sequential<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  auto const rows = static_cast<std::size_t>(samples);
  std::int64_t widest = 0;
  values_.clear();
  for (auto const& layer : layers_) {
    layer->reserve(samples);
    if (layer == layers_.back()) break;
    values_.emplace_back(Kokkos::view_alloc(Kokkos::WithoutInitializing, "smnn::sequential_values"),
                         rows, static_cast<std::size_t>(layer->outputs()));
    widest = std::max(widest, layer->outputs());
  }
  for (auto& gradients : gradients_) {
    gradients = Kokkos::View<Real*, MemorySpace>(
        Kokkos::view_alloc(Kokkos::WithoutInitializing, "smnn::sequential_gradients"),
        rows * static_cast<std::size_t>(widest));
  }
}

template <class Real, class ExecutionSpace>
void Sequential<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                   ParameterSet const& parameters, Input const& x,
                                                   Output const& y) {
  auto const samples = static_cast<std::int64_t>(y.extent(0));
  Input in = x;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Output const out = i + 1 == layers_.size() ? y : first_rows(values_[i], samples);
    layers_[i]->forward(space, parameters, in, out);
    in = out;
  }
}

template <class Real, class ExecutionSpace>
void Sequential<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                    ParameterSet const& parameters, Input const& x,
                                                    Input const& y, Input const& dy,
                                                    Output const& dx) {
  std::size_t const samples = y.extent(0);
  Input out = y;
  Input d_out = dy;
  for (std::size_t i = layers_.size(); i-- > 0;) {
    Input const in =
        i == 0 ? x : Input(first_rows(values_[i - 1], static_cast<std::int64_t>(samples)));
    Output const d_in = i == 0 ? dx : gradient(i - 1, samples);
    layers_[i]->backward(space, parameters, in, out, d_out, d_in);
    out = in;
    d_out = d_in;
  }
}

template <class Real, class ExecutionSpace>
typename Sequential<Real, ExecutionSpace>::Output Sequential<Real, ExecutionSpace>::gradient(
    std::size_t i, std::size_t samples) const {
  return Output(gradients_[i % 2].data(), samples, static_cast<std::size_t>(layers_[i]->outputs()));
}

#define SMNN_SEQUENTIAL(Real, ExecutionSpace) template class Sequential<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_SEQUENTIAL)

}  // namespace smnn::network
