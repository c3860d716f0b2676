#include "smnn/network/layers/learned_constant.hpp"

#include "smnn/network/layers/detail/elementwise.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
LearnedConstant<Real, ExecutionSpace>::LearnedConstant(ParameterLayout& layout,
                                                       std::string const& name,
                                                       std::int64_t outputs,
                                                       Initialization const& initialization)
    : Base("learned constant", name, 0, outputs),
      values_(layout.add(name, {outputs}, initialization)) {}

template <class Real, class ExecutionSpace>
void LearnedConstant<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  gradient_.reserve(samples, this->outputs());
}

template <class Real, class ExecutionSpace>
void LearnedConstant<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                        ParameterSet const& parameters,
                                                        Input const&, Output const& y) {
  detail::fill_rows<Real>(space, parameters.values().data() + values_, y);
}

template <class Real, class ExecutionSpace>
void LearnedConstant<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                         ParameterSet const& parameters,
                                                         Input const&, Input const&,
                                                         Input const& dy, Output const& dx) {
  gradient_.add(space, dy.data(), static_cast<std::int64_t>(dy.extent(0)), this->outputs(), 1,
                parameters.gradients().data() + values_);
  if (dx.data() != nullptr) Kokkos::deep_copy(space, dx, Real(0));
}

#define SMNN_LEARNED_CONSTANT(Real, ExecutionSpace) \
  template class LearnedConstant<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_LEARNED_CONSTANT)

}  // namespace smnn::network
