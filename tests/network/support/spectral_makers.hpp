/// Fourier layers and networks for tests, each made for a precision and an execution space by
/// operator()<Real, Space>(layout).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "smnn/network/architectures/fourier_operator.hpp"
#include "smnn/network/layers/spectral_convolution.hpp"

namespace smnn::test {

struct MakeSpectralConvolution {
  network::SpectralConvolutionOptions options;
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout& layout) const {
    return std::make_unique<network::SpectralConvolution<Real, Space>>(layout, "spectral", options);
  }
};

struct MakeFourierOperator {
  network::FourierOperatorOptions options;
  template <class Real, class Space>
  network::LayerPointer<Real, Space> operator()(network::ParameterLayout& layout) const {
    return network::fourier_operator<Real, Space>(layout, "fno", options);
  }
};

/// Rows of `length` entries, each moved up by `by` of them round the axis.
inline std::vector<double> shifted(std::vector<double> const& values, std::int64_t length,
                                   std::int64_t by) {
  auto const n = static_cast<std::size_t>(length);
  std::vector<double> moved(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    moved[i - i % n + (i % n + static_cast<std::size_t>(by)) % n] = values[i];
  return moved;
}

}  // namespace smnn::test
