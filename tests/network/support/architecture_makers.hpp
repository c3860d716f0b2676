/// Networks for tests, each made for a precision and an execution space by
/// operator()<Real, Space>(layout).
#pragma once

#include <cstdint>
#include <memory>

#include "smnn/network/architectures/initial_value_head.hpp"
#include "smnn/network/architectures/residual_network.hpp"
#include "smnn/network/architectures/step_head.hpp"
#include "smnn/network/layers/mean_over_axis.hpp"

namespace smnn::test {

struct MakeMeanOverAxis {
  std::int64_t channels, length;
  network::LinePointer line = nullptr;
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout&) const {
    return std::make_unique<network::MeanOverAxis<Real, Space>>("mean", channels, length, line);
  }
};

struct MakeResidualNetwork {
  network::ResidualNetworkOptions options;
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout& layout) const {
    return network::residual_network<Real, Space>(layout, "net", options);
  }
};

struct MakeInitialValueHead {
  network::InitialValueHeadOptions options;
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout& layout) const {
    return network::initial_value_head<Real, Space>(layout, "initial", options);
  }
};

struct MakeStepHead {
  network::StepHeadOptions options;
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout& layout) const {
    return network::step_head<Real, Space>(layout, "step", options);
  }
};

}  // namespace smnn::test
