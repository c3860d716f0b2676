// The two-hidden-layer networks of the publication.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/network/layers/sequential.hpp"

namespace smnn::discovery::detail {

// Appends inputs -> hidden -> hidden -> outputs with ReLU between.
template <class ExecutionSpace>
void add_perceptron(typename network::Sequential<double, ExecutionSpace>::Layers& layers,
                    network::ParameterLayout& layout, std::string const& name, std::int64_t inputs,
                    std::int64_t hidden, std::int64_t outputs) {
  using Dense = network::Dense<double, ExecutionSpace>;
  using Relu = network::Relu<double, ExecutionSpace>;
  layers.push_back(std::make_unique<Dense>(layout, name + ".0", inputs, hidden));
  layers.push_back(std::make_unique<Relu>(name + ".1", hidden));
  layers.push_back(std::make_unique<Dense>(layout, name + ".2", hidden, hidden));
  layers.push_back(std::make_unique<Relu>(name + ".3", hidden));
  layers.push_back(std::make_unique<Dense>(layout, name + ".4", hidden, outputs));
}

}  // namespace smnn::discovery::detail
