/// Small layers of every kind for tests, each made for a precision and an execution space by
/// operator()<Real, Space>(layout).
#pragma once

#include <cstdint>
#include <memory>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/convolution.hpp"
#include "smnn/network/layers/cosine_transform.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/network/layers/learned_constant.hpp"
#include "smnn/network/layers/mask.hpp"
#include "smnn/network/layers/offset.hpp"
#include "smnn/network/layers/residual.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/network/layers/transpose_features.hpp"

namespace smnn::test {

using network::ConvolutionOptions;
using network::LayerPointer;
using network::PaddingMode;
using network::ParameterLayout;

struct MakeDense {
  std::int64_t inputs, outputs;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    return std::make_unique<network::Dense<Real, Space>>(layout, "dense", inputs, outputs);
  }
};

struct MakeConvolution {
  ConvolutionOptions options;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    return std::make_unique<network::Convolution<Real, Space>>(layout, "conv", options);
  }
};

struct MakeRelu {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    return std::make_unique<network::Relu<Real, Space>>("relu", 7);
  }
};

struct MakeTanh {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    return std::make_unique<network::Tanh<Real, Space>>("tanh", 7);
  }
};

struct MakeSigmoid {
  double low, high, start;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    return std::make_unique<network::Sigmoid<Real, Space>>(
        "sigmoid", 7, network::SigmoidFunction<Real>(low, high, start));
  }
};

struct MakeLearnedConstant {
  std::int64_t outputs;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    return std::make_unique<network::LearnedConstant<Real, Space>>(
        layout, "constant", outputs, network::Initialization::normal(1));
  }
};

struct MakeMask {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    auto layer = std::make_unique<network::Mask<Real, Space>>("mask", 5);
    layer->set({1, 0, 1, 1, 0});
    return layer;
  }
};

struct MakeCosineTransform {
  std::int64_t channels, length, kept;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    return std::make_unique<network::CosineTransform<Real, Space>>("dct", channels, length, kept);
  }
};

struct MakeOffset {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    return std::make_unique<network::Offset<Real, Space>>("offset", std::vector<double>{1, -2, 0.5},
                                                          0.25);
  }
};

struct MakeTranspose {
  std::int64_t rows, columns;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout&) const {
    return std::make_unique<network::TransposeFeatures<Real, Space>>("transpose", rows, columns);
  }
};

struct MakeResidualBlock {
  ConvolutionOptions options;
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    return network::residual_block<Real, Space>(layout, "block", options);
  }
};

/// Dense layers with their own shortcut, one that uses its output in `backward` at its end.
struct MakeDenseResidual {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    typename network::Sequential<Real, Space>::Layers layers;
    layers.push_back(std::make_unique<network::Dense<Real, Space>>(layout, "main.0", 4, 3));
    layers.push_back(std::make_unique<network::Tanh<Real, Space>>("main.1", 3));
    return std::make_unique<network::Residual<Real, Space>>(
        "residual", std::make_unique<network::Sequential<Real, Space>>("main", std::move(layers)),
        std::make_unique<network::Dense<Real, Space>>(layout, "shortcut", 4, 3));
  }
};

/// A learned vector, decoded: no inputs.
struct MakeDecodedConstant {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    typename network::Sequential<Real, Space>::Layers layers;
    layers.push_back(std::make_unique<network::LearnedConstant<Real, Space>>(
        layout, "latent", 3, network::Initialization::normal(1)));
    layers.push_back(std::make_unique<network::Dense<Real, Space>>(layout, "net.0", 3, 5));
    layers.push_back(std::make_unique<network::Tanh<Real, Space>>("net.1", 5));
    layers.push_back(std::make_unique<network::Dense<Real, Space>>(layout, "net.2", 5, 2));
    return std::make_unique<network::Sequential<Real, Space>>("net", std::move(layers));
  }
};

/// Convolutions with a stride, then a dense layer on the flat features.
struct MakeEncoder {
  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    typename network::Sequential<Real, Space>::Layers layers;
    layers.push_back(network::residual_block<Real, Space>(
        layout, "net.0",
        {.in_channels = 2, .out_channels = 3, .length = 8, .width = 3, .stride = 2}));
    layers.push_back(std::make_unique<network::Sigmoid<Real, Space>>("net.1", 12));
    layers.push_back(std::make_unique<network::Dense<Real, Space>>(layout, "net.2", 12, 4));
    return std::make_unique<network::Sequential<Real, Space>>("net", std::move(layers));
  }
};

}  // namespace smnn::test
