/// @file
/// Dense layers with a ReLU between.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/network/layers/sequential.hpp"

namespace smnn::network {

/// Appends inputs -> hidden[0] -> hidden[1] ... -> outputs to a sequence. Parameters are NAME.0,
/// NAME.2, ..., as PyTorch's Sequential counts.
template <class Real, class ExecutionSpace>
void add_perceptron(typename Sequential<Real, ExecutionSpace>::Layers& layers,
                    ParameterLayout& layout, std::string const& name, std::int64_t inputs,
                    std::vector<std::int64_t> const& hidden, std::int64_t outputs) {
  std::int64_t number = 0;
  std::int64_t width = inputs;
  auto const next_name = [&] { return name + "." + std::to_string(number++); };
  for (std::int64_t const next : hidden) {
    layers.push_back(
        std::make_unique<Dense<Real, ExecutionSpace>>(layout, next_name(), width, next));
    layers.push_back(std::make_unique<Relu<Real, ExecutionSpace>>(next_name(), next));
    width = next;
  }
  layers.push_back(
      std::make_unique<Dense<Real, ExecutionSpace>>(layout, next_name(), width, outputs));
}

}  // namespace smnn::network
