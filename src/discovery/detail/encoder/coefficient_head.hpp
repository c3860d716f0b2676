// The network that emits the coefficients: a learned vector, a perceptron, a mask.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "smnn/network/layer.hpp"
#include "smnn/network/layers/mask.hpp"
#include "smnn/network/matrix.hpp"
#include "smnn/network/parameters/parameters.hpp"

namespace smnn::discovery::detail {

template <class ExecutionSpace>
class CoefficientHead {
 public:
  using ParameterSet = network::Parameters<double, ExecutionSpace>;
  using Row = network::MatrixStorage<double, typename ExecutionSpace::memory_space>;

  // Adds the parameters "head..." of a network code -> hidden -> hidden -> outputs.
  CoefficientHead(network::ParameterLayout& layout, std::int64_t code, std::int64_t hidden,
                  std::int64_t outputs);

  // xi (1, outputs), and back from its gradient to the parameters' gradients.
  void forward(ExecutionSpace const& space, ParameterSet const& parameters, Row const& xi);
  void backward(ExecutionSpace const& space, ParameterSet const& parameters, Row const& xi,
                Row const& gradient);

  // Masks for good what is not above the threshold.
  void mask_small(std::span<double const> xi, double threshold);

  std::vector<double> state() const { return {mask_->mask().begin(), mask_->mask().end()}; }
  void restore(std::span<double const> state);  // InvalidArgument unless it is a mask of this size

 private:
  std::unique_ptr<network::Layer<double, ExecutionSpace>> layers_;
  network::Mask<double, ExecutionSpace>* mask_;  // the last of the layers
};

}  // namespace smnn::discovery::detail
